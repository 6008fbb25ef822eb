import { ENTITY_ADMIN } from '../entity/index.ts'
import {
  add,
  type Collection,
  type Made,
  ok,
  put,
  type Ref,
  type Refused,
  type Result,
  refOf,
  refused,
  remove,
  type Slice,
  summed,
  type Write,
} from '../kernel/index.ts'
import type { Membership } from '../membership/index.ts'
import type { User } from '../user/index.ts'
import { changeHolding, type HoldingRefusal } from './holding.ts'
import {
  ADMIN_GRANTS_PER_USER,
  adminGrantCounts,
  entityAdminCounts,
  GROUPS_PER_ENTITY,
  type Grant,
  grants,
  groupGrantCounts,
} from './model.ts'
import { grantRefusals } from './refusals.ts'
import { countsAsAdmin } from './rules.ts'

/** A grant before and after, and whose it is; of a group's nothing but the grant counts. */
export type GrantChange = {
  readonly before: Grant | undefined
  readonly after: Grant | undefined
  readonly holder?: { readonly membership: Membership | undefined; readonly status: User['status'] | undefined }
}

type Found = Pick<Slice, 'count' | 'get'>

export type ChangeGrantRefusal =
  | HoldingRefusal
  | Made<
      | typeof grantRefusals.entities_left_without_admin
      | typeof grantRefusals.grants_too_many
      | typeof grantRefusals.entity_groups_too_many
    >

/**
 * The only way a grant is written: the record together with its counters and what its subject holds (INV-13). What has an
 * admin keeps one (INV-08), and what one user administers, and to how many groups a thing is granted, stays bounded.
 */
export const changeGrant = (change: GrantChange, slice: Found): Result<readonly Write[], ChangeGrantRefusal> => {
  const grant = change.after ?? change.before
  if (!grant) return ok([])
  const { organizationId, kind, entityId, subject, subjectId } = grant
  const key = [organizationId, kind, entityId] as const
  const record = change.after ? put(grants, change.after) : remove(grants, ...key, subject, subjectId)
  const counts = subject === 'group' ? groupCounts(change, key, slice) : adminCounts(change, key, slice)
  if (!counts.ok) return counts
  const holding = changeHolding(change, slice)
  return holding.ok ? ok([record, ...counts.value, ...holding.value]) : holding
}

/** The change that could not be made, and why not. */
export type GrantsRefused = Refused<ChangeGrantRefusal> & { readonly change: GrantChange }

/** Several in one commit: each counts on those before it. */
export const changeGrants = (
  changes: readonly GrantChange[],
  slice: Found,
): { readonly ok: true; readonly value: readonly Write[] } | GrantsRefused => {
  const added = new Map<Ref, number>()
  const written = new Map<Ref, unknown>()
  const counting: Found = {
    count: (of, ...key) => slice.count(of, ...key) + (added.get(refOf(of, ...key)) ?? 0),
    get: <R>(of: Collection<R>, ...key: readonly string[]) => {
      const ref = refOf(of, ...key)
      return written.has(ref) ? (written.get(ref) as R | undefined) : slice.get(of, ...key)
    },
  }
  const writes: Write[] = []
  for (const change of changes) {
    const changed = changeGrant(change, counting)
    if (!changed.ok) return { ...changed, change }
    for (const write of changed.value)
      if (write.op === 'add') added.set(write.ref, (added.get(write.ref) ?? 0) + write.by)
      else written.set(write.ref, write.op === 'put' ? write.record : undefined)
    writes.push(...changed.value)
  }
  return ok(summed(writes))
}

type Key = readonly [organizationId: string, kind: Grant['kind'], id: string]
type Counted = Result<readonly Write[], ChangeGrantRefusal>

const groupCounts = ({ before, after }: GrantChange, [organizationId, kind, id]: Key, slice: Found): Counted => {
  const by = Number(after !== undefined) - Number(before !== undefined)
  if (by === 0) return ok([])
  if (slice.count(groupGrantCounts, organizationId, kind, id) + by > GROUPS_PER_ENTITY)
    return refused(grantRefusals.entity_groups_too_many({ kind, id, most: GROUPS_PER_ENTITY }))
  return ok([add(groupGrantCounts, [organizationId, kind, id], by, { min: 0, max: GROUPS_PER_ENTITY })])
}

const adminCounts = (change: GrantChange, [organizationId, kind, id]: Key, slice: Found): Counted => {
  const { before, after } = change
  const userId = (after ?? before)?.subjectId ?? ''
  const held = Number(after?.role === ENTITY_ADMIN) - Number(before?.role === ENTITY_ADMIN)
  if (held > 0 && slice.count(adminGrantCounts, userId) + held > ADMIN_GRANTS_PER_USER)
    return refused(grantRefusals.grants_too_many({ userId, most: ADMIN_GRANTS_PER_USER }))
  const by = Number(counts(after, change)) - Number(counts(before, change))
  if (by < 0 && slice.count(entityAdminCounts, organizationId, kind, id) + by < 1)
    return refused(grantRefusals.entities_left_without_admin({ entities: [{ organizationId, kind, id }], count: 1 }))
  return ok([
    ...(held === 0 ? [] : [add(adminGrantCounts, [userId], held, { min: 0, max: ADMIN_GRANTS_PER_USER })]),
    ...(by === 0 ? [] : [add(entityAdminCounts, [organizationId, kind, id], by, { min: 1 })]),
  ])
}

const counts = (grant: Grant | undefined, { holder }: GrantChange): boolean =>
  grant?.subject === 'user' && countsAsAdmin(grant, holder?.membership, holder?.status)
