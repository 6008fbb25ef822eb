import {
  type Actor,
  type Because,
  type Collection,
  type Instant,
  type Ref,
  reason,
  refOf,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import { endedMember, hasOwnRole, holdingUntil, type Membership, putMemberships } from '../membership/index.ts'
import type { RoleCatalogue } from '../role/index.ts'
import { beginOffboarding, type Offboarded } from './offboard.ts'

type Env = { readonly roles: RoleCatalogue; readonly now: Instant }
type Records = Pick<Slice, 'get'>

export type Left = Offboarded & { readonly because: Because }

const STAYS: Left = { writes: [], effects: [], because: [] }

/** What was read, as it is once these are written. */
const afterWrites = (slice: Records, writes: readonly Write[]): Records => {
  const written = new Map<Ref, unknown>(
    writes.flatMap(write => (write.op === 'add' ? [] : [[write.ref, write.op === 'put' ? write.record : undefined]])),
  )
  return {
    get: <R>(of: Collection<R>, ...key: readonly string[]) => {
      const ref = refOf(of, ...key)
      return written.has(ref) ? (written.get(ref) as R | undefined) : slice.get(of, ...key)
    },
  }
}

/**
 * WRK-2: a vendor's person whose last grant on a project or a dataset these writes take away is out by the same commit,
 * or is from now on only what they are otherwise.
 */
export const leaveIfOver = (
  member: Membership | undefined,
  writes: readonly Write[],
  by: Actor,
  slice: Records,
  env: Env,
): Left => {
  if (!member?.byWorkforce || member.status === 'ended') return STAYS
  if (holdingUntil(member, afterWrites(slice, writes), env) !== undefined) return STAYS
  // The groups of whoever is in anyway may be granted something yet.
  return hasOwnRole(member, env) && member.byWorkforce.groups.length > 0 ? STAYS : withoutWorkforce(member, by, env)
}

/** The same for whoever leaves a group, by which they are in if it is granted something. */
export const leaveGroup = (
  before: Membership | undefined,
  groupId: string,
  by: Actor,
  slice: Records,
  env: Env,
): Left => {
  if (!before?.byWorkforce?.groups.includes(groupId) || before.status === 'ended') return STAYS
  const groups = before.byWorkforce.groups.filter(each => each !== groupId)
  const after: Membership = { ...before, byWorkforce: { ...before.byWorkforce, groups } }
  const left = leaveIfOver(after, [], by, slice, env)
  return left === STAYS ? { ...STAYS, writes: putMemberships([{ before, after }], env.roles) } : left
}

/** WRK-2: ends what came with a vendor; other sources keep the member in. Such a member counts for no last admin (MEM-3). */
export const withoutWorkforce = (before: Membership, by: Actor, env: Env): Left => {
  const because = [reason('workforce_over', ['WRK-2', 'INV-13'], { userId: before.userId })]
  const { byWorkforce: _, ...kept } = before
  if (hasOwnRole(before, env))
    return { ...STAYS, writes: putMemberships([{ before, after: kept }], env.roles), because }
  const { organizationId, userId } = before
  const after = endedMember(before, { endedAt: env.now, ending: 'workforce_over' })
  return {
    writes: [...putMemberships([{ before, after }], env.roles), beginOffboarding(after, by, env.now)],
    effects: [
      { kind: 'end_sessions', organizationId, payload: { userId } },
      { kind: 'sweep_member', organizationId, payload: { userId } },
    ],
    because,
  }
}
