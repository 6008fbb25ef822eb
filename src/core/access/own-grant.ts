import { permissionsOf } from '../entity/index.ts'
import { type Grant, grantRefusals } from '../grant/index.ts'
import { groupSeats, hasSeat } from '../group/index.ts'
import {
  type Actor,
  hasExpired,
  type Made,
  type Need,
  ok,
  type Result,
  refOf,
  refused,
  type Slice,
} from '../kernel/index.ts'
import { type At, giverOf } from '../membership/index.ts'
import { accessFacts } from './facts.ts'
import type { AccessGrant } from './model.ts'

type Given = Pick<Grant, 'organizationId' | 'kind' | 'entityId' | 'role' | 'until' | 'stages' | 'subject' | 'subjectId'>

/** Beside what says who acts: whether the group that is granted something is one of theirs. */
export const ownGrantNeeds = (
  actor: Actor,
  given: { readonly organizationId: string; readonly subject: string; readonly subjectId: string },
): readonly Need[] =>
  actor.kind === 'user' && given.subject === 'group'
    ? [refOf(groupSeats, given.organizationId, given.subjectId, 'member', actor.userId)]
    : []

/**
 * ROL-3: whoever has something by grants gives themselves, or a group that they are in, no more than one of these gives,
 * for no longer, and in no other stages.
 */
export const judgeOwnGrant = (
  slice: Slice,
  actor: Actor,
  given: Given,
  at: At,
): Result<null, Made<typeof grantRefusals.own_grant_upward>> => {
  const { organizationId, kind, entityId: id, role, subject, subjectId } = given
  if (actor.kind === 'operator' || giverOf(slice, actor, organizationId, at).held?.administers) return ok(null)
  const { userId } = actor
  const isOwn =
    subject === 'user' ? subjectId === userId : hasSeat(slice, { organizationId, groupId: subjectId, userId }, 'member')
  if (!isOwn) return ok(null)
  const held = accessFacts({ userId, resource: { kind, id } }, slice, at)?.grants ?? []
  return held.some(grant => covers(grant, given, at))
    ? ok(null)
    : refused(grantRefusals.own_grant_upward({ kind, id, role }))
}

/** Whether what is given is no more than this. */
const covers = ({ role, through, until, stages }: AccessGrant, given: Given, { now }: At): boolean => {
  if (through.kind === 'group' && through.status !== 'active') return false
  if (until !== undefined && (hasExpired(until, now) || given.until === undefined || given.until > until)) return false
  if (stages !== undefined && !given.stages?.every(stage => stages.includes(stage))) return false
  const held = permissionsOf(given.kind, role) ?? []
  return (permissionsOf(given.kind, given.role) ?? []).every(permission => held.includes(permission))
}
