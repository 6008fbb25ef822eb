import { z } from 'zod'
import { ENTITY_ADMIN, EntityId, EntityKind } from '../entity/index.ts'
import {
  type Actor,
  add,
  type Instant,
  type Made,
  type Need,
  ok,
  put,
  type Result,
  refOf,
  refused,
  type Slice,
  UserId,
  type Write,
} from '../kernel/index.ts'
import { activeRole, isLasting, type Membership, type MembershipChange, memberships } from '../membership/index.ts'
import type { RoleCatalogue } from '../role/index.ts'
import { users } from '../user/index.ts'
import { entityKey, solelyAdministered } from './change-members.ts'
import { ADMIN_GRANTS_PER_USER, adminGrantCounts, grants, type UserGrant } from './model.ts'
import { grantRefusals } from './refusals.ts'

/** MEM-4. Who takes over what a member alone administers. @since 0.2.0 */
export const Replacement = z.strictObject({ kind: EntityKind, id: EntityId, userId: UserId })
export type Replacement = z.output<typeof Replacement>

/** As many as a user can administer. */
export const Replacements = z.array(Replacement).max(ADMIN_GRANTS_PER_USER).readonly()

type R = typeof grantRefusals

export type ReplacementRefusal = Made<R['replacement_invalid'] | R['replacement_not_needed'] | R['grants_too_many']>

/** `replaced`: the things that have another admin by it. */
export type Replaced = { readonly replaced: ReadonlySet<string>; readonly writes: readonly Write[] }

export const replacementNeeds = (organizationId: string, replacements: readonly Replacement[]): readonly Need[] =>
  replacements.flatMap(({ kind, id, userId }) => [
    refOf(memberships, organizationId, userId),
    refOf(users, userId),
    refOf(grants, organizationId, kind, id, 'user', userId),
    refOf(adminGrantCounts, userId),
  ])

type Given = {
  readonly by: Actor
  readonly slice: Slice
  readonly env: { readonly roles: RoleCatalogue; readonly now: Instant }
}

/**
 * MEM-4, INV-08: makes the replacements admins of what the member of the change would leave without one. For that alone:
 * a removal is no way to give grants.
 */
export const replaceAdmins = (
  replacements: readonly Replacement[],
  change: MembershipChange,
  given: Given,
): Result<Replaced, ReplacementRefusal> => {
  const { organizationId, userId: leaver } = change.after
  const needed = new Set(solelyAdministered(change, given.slice).map(entityKey))
  const replaced = new Set<string>()
  const more = new Map<string, number>()
  const writes: Write[] = []
  for (const replacement of replacements) {
    const key = entityKey(replacement)
    const problem = replaced.has(key) ? 'named_twice' : whyNot(replacement, { ...given, organizationId, leaver })
    if (problem) return refused(grantRefusals.replacement_invalid({ ...replacement, problem }))
    if (!needed.has(key)) return refused(grantRefusals.replacement_not_needed(replacement))
    const { grant, by } = takingOver(replacement, organizationId, given)
    more.set(replacement.userId, (more.get(replacement.userId) ?? 0) + by)
    replaced.add(key)
    writes.push(put(grants, grant))
  }
  const tooMany = [...more].find(([id, by]) => given.slice.count(adminGrantCounts, id) + by > ADMIN_GRANTS_PER_USER)
  if (tooMany) return refused(grantRefusals.grants_too_many({ userId: tooMany[0], most: ADMIN_GRANTS_PER_USER }))
  const counts = [...more].filter(([, by]) => by !== 0)
  return ok({
    replaced,
    writes: [...writes, ...counts.map(([id, by]) => add(adminGrantCounts, [id], by, { max: ADMIN_GRANTS_PER_USER }))],
  })
}

type Where = Given & { readonly organizationId: string; readonly leaver: string }

/** MEM-3: whoever will be gone by time alone cannot be the one on whom something is left. */
const whyNot = (
  { userId }: Replacement,
  { organizationId, leaver, slice, env }: Where,
): 'not_a_member' | 'expires' | 'leaves' | undefined => {
  if (userId === leaver) return 'leaves'
  const member = slice.get(memberships, organizationId, userId)
  if (!activeRole(member, env) || slice.get(users, userId)?.status !== 'active') return 'not_a_member'
  return isLasting(member) ? undefined : 'expires'
}

/** The grant instead of the one that they may have on it; an admin's is counted already, also of an earlier term. */
const takingOver = (
  { kind, id, userId }: Replacement,
  organizationId: string,
  { by, slice, env }: Given,
): { readonly grant: UserGrant; readonly by: number } => {
  const { organizationId: organization, term } = slice.get(memberships, organizationId, userId) as Membership
  const before = slice.get(grants, organizationId, kind, id, 'user', userId)
  return {
    grant: {
      organizationId: organization,
      kind,
      entityId: id,
      subject: 'user',
      subjectId: userId,
      role: ENTITY_ADMIN,
      term,
      by,
      at: env.now,
    },
    by: Number(before?.role !== ENTITY_ADMIN),
  }
}
