import { z } from 'zod'
import {
  type AuthorizeOnRefusal,
  authorizeOn,
  authorizeOnNeeds,
  judgeOwnGrant,
  ownGrantNeeds,
} from '../../access/index.ts'
import { type Entity, entities, entityRoles, inRoom, type Room, type Which } from '../../entity/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  hasExpired,
  Instant,
  type Made,
  type Need,
  ok,
  type Result,
  reason,
  refused,
  type Slice,
  type Write,
} from '../../kernel/index.ts'
import { guestWrites, type Membership, type MembershipChange, putMemberships } from '../../membership/index.ts'
import { holdings } from '../../workforce/index.ts'
import { type ChangeGrantRefusal, changeGrant } from '../change-grant.ts'
import { makesWorkforce } from '../holding.ts'
import { EntityRoleName, type Grant, GrantSubject, grants } from '../model.ts'
import { leaveBehind } from '../offboard.ts'
import { grantRefusals } from '../refusals.ts'
import { isLive } from '../rules.ts'
import { judgeStages, type StagesRefusal, stagesNeeds } from '../stages.ts'
import { ableSubject, comingNeeds, type Subject, type SubjectRefusal, subjectIdOf, subjectNeeds } from '../subject.ts'
import { toGiveOf } from '../to-give.ts'

const fields = {
  actor: Actor,
  subject: GrantSubject,
  role: EntityRoleName,
  /** Epoch ms; from then on it is none. */
  until: Instant.optional(),
  ...commandFields,
}
type Shape = z.core.$ZodLooseShape
type Granting<F extends Shape, G extends Shape> = Pick<
  Room<'granted', F, Shape, Shape, Shape, Shape, G>,
  'name' | 'right' | 'of' | 'which' | 'grants'
>
const commandOf = <F extends Shape, G extends Shape>({ which, grants }: Granting<F, G>) =>
  z.strictObject({ ...which, ...grants, ...fields })
type Asked = z.output<z.ZodObject<typeof fields, z.core.$strict>> & { readonly stages?: readonly string[] | undefined }

/** @since 0.2.0 */
export type GrantRefusal =
  | AuthorizeOnRefusal
  | SubjectRefusal
  | ChangeGrantRefusal
  | Made<
      | typeof grantRefusals.entity_role_unknown
      | typeof grantRefusals.grant_unchanged
      | typeof grantRefusals.grant_expiry_past
      | typeof grantRefusals.own_grant_upward
    >

/** Only on a project somebody is limited to stages. */
type GrantIn<G extends Shape> = GrantRefusal | (G extends { readonly stages: unknown } ? StagesRefusal : never)

/** ROL-5, ROL-6, GRP-2: gives somebody, or the members of a group, a role on one thing, or another one than they had. */
export const grantEntity = <F extends Shape, G extends Shape>(room: Granting<F, G>) =>
  inRoom<ReturnType<typeof commandOf<F, G>>, Asked, Grant, GrantIn<G>, 'granted'>(room, 'grant', commandOf(room), {
    reads: needs,
    plan: (asked, slice, env) => {
      const { kind, role } = asked
      const permission = toGiveOf(kind, role)
      if (!permission)
        return refused(grantRefusals.entity_role_unknown({ kind, role, known: entityRoles[kind].strongestFirst }))
      const allowed = authorizeOn(slice, { ...askedOn(asked), permission }, env)
      if (!allowed.ok) return allowed
      const { entity, because } = allowed.value
      const staged = judgeStages(asked, slice)
      if (!staged.ok) return refused(staged.refusal as never)
      const able = ableSubject(slice, entity, asked.subject, env)
      if (!able.ok) return able
      const after = granted(asked, entity, able.value, env)
      const changed = judgeChange(asked, after, able.value, slice, env)
      if (!changed.ok) return changed
      const came = cameIn(able.value, asked, slice, env)
      return ok({
        value: after,
        because: [because, reason('granted', ['GRP-2', 'INV-14'], { role, subject: after.subject }), ...came.because],
        writes: [...changed.value, ...came.writes],
        effects: [...toldOf(after), ...came.effects],
        organizationId: entity.organizationId,
      })
    },
  })

type Seen = Asked & Which

const needs = (asked: Seen, found: Slice): readonly Need[] => {
  const { actor, kind, id, subject } = asked
  const entity = found.get(entities, kind, id)
  const place = entity && { organizationId: entity.organizationId, kind, entityId: entity.id }
  return [
    ...authorizeOnNeeds(asked, found),
    ...stagesNeeds(asked, found),
    ...(subject.kind === 'user' ? comingNeeds(place?.organizationId, subject.userId, found) : []),
    ...(place ? subjectNeeds(place, subject, found) : []),
    ...(place ? ownGrantNeeds(actor, { ...place, subject: subject.kind, subjectId: subjectIdOf(subject) }) : []),
  ]
}

const askedOn = ({ actor, kind, id }: Seen) => ({ actor, kind, id })

const granted = ({ actor, kind, role, until, stages }: Seen, entity: Entity, subject: Subject, { now }: Env): Grant => {
  const { organizationId, id: entityId } = entity
  const limits = { ...(until !== undefined && { until }), ...(stages && { stages: [...stages].sort() }) }
  const given = { organizationId, kind, entityId, role, by: actor, at: now, ...limits }
  return subject.kind === 'user'
    ? { ...given, subject: 'user', subjectId: subject.user.id, term: subject.change.after.term }
    : { ...given, subject: 'group', subjectId: subject.group.id }
}

/** WRK-1: the membership of a vendor's person comes with the grant, in the same commit. */
const cameIn = (subject: Subject, { actor, kind }: Seen, slice: Slice, env: Env) => {
  if (subject.kind === 'group') return NOBODY_CAME
  const { change } = subject
  if (change.before === change.after)
    return { ...NOBODY_CAME, writes: putMemberships(heldFirst(change.after, kind, slice), env.roles) }
  const vendorId = change.after.byWorkforce?.vendorId ?? null
  const left = leaveBehind(change, actor, env.now)
  return {
    because: [reason('workforce_by_grant', ['WRK-1', 'INV-13'], { vendorId })],
    writes: [
      ...putMemberships([change], env.roles),
      ...guestWrites(change.after.organizationId, [subject.user], slice),
      ...left.writes,
    ],
    effects: left.effects,
  }
}

const NOBODY_CAME = { because: [], writes: [], effects: [] }

/**
 * WRK-2: whoever leaves the last group at this very moment has read that there is no grant of their own, and nothing says
 * otherwise but the membership that both write.
 */
const heldFirst = (member: Membership, kind: string, slice: Slice): readonly MembershipChange[] => {
  const { organizationId, userId, byWorkforce } = member
  const isFirst = byWorkforce && makesWorkforce(kind) && !slice.get(holdings, organizationId, 'user', userId)
  return isFirst ? [{ before: member, after: { ...member } }] : []
}

const toldOf = ({ organizationId, kind, entityId: id, subject, subjectId: userId, role }: Grant) =>
  subject === 'user'
    ? [{ kind: 'notify_user', organizationId, payload: { about: 'granted', userId, kind, id, role } }]
    : []

const isSame = (before: Grant | undefined, after: Grant): boolean =>
  before?.role === after.role &&
  before.until === after.until &&
  before.stages?.join('\n') === after.stages?.join('\n') &&
  (before.subject === 'group' || (after.subject === 'user' && before.term === after.term))

/** ROL-3: what was there is the actor's to take, and what comes is theirs to have. */
const judgeChange = (
  asked: Seen,
  after: Grant,
  subject: Subject,
  slice: Slice,
  env: Env,
): Result<readonly Write[], GrantRefusal> => {
  const { organizationId, kind, entityId: id, until, subject: to, subjectId } = after
  const before = slice.get(grants, organizationId, kind, id, to, subjectId)
  // What gives nothing any more is nobody's, and lies around until a sweep has cleared it away.
  const member = subject.kind === 'user' ? subject.change.before : undefined
  const permission = before && isLive(before, member, env.now) ? toGiveOf(kind, before.role) : undefined
  const taken = permission ? authorizeOn(slice, { ...askedOn(asked), permission }, env) : ok(null)
  if (!taken.ok) return taken
  const own = judgeOwnGrant(slice, asked.actor, after, env)
  if (!own.ok) return own
  if (until !== undefined && hasExpired(until, env.now)) return refused(grantRefusals.grant_expiry_past({ until }))
  if (isSame(before, after)) return refused(grantRefusals.grant_unchanged({ kind, id, subject: to, subjectId }))
  const holder = subject.kind === 'user' ? { membership: subject.change.after, status: subject.user.status } : undefined
  return changeGrant({ before, after, ...(holder && { holder }) }, slice)
}
