import { z } from 'zod'
import { type AuthorizeOnRefusal, authorizeOn, authorizeOnNeeds } from '../../access/index.ts'
import { entities, entityRoles, inRoom, type Room } from '../../entity/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  hasExpired,
  Instant,
  type Made,
  ok,
  reason,
  refused,
  type Slice,
} from '../../kernel/index.ts'
import { type ChangeGrantRefusal, changeGrant } from '../change-grant.ts'
import { EntityRoleName, type Grant, GrantSubject, grants } from '../model.ts'
import { grantRefusals } from '../refusals.ts'
import { ableSubject, type Subject, type SubjectRefusal, subjectIdOf, subjectNeeds } from '../subject.ts'
import { toGiveOf } from '../to-give.ts'

const fields = {
  actor: Actor,
  subject: GrantSubject,
  role: EntityRoleName,
  /** Epoch ms; from then on it is none. */
  until: Instant.optional(),
  ...commandFields,
}
const commandOf = <F extends z.ZodRawShape>({ which }: Room<F>) => z.strictObject({ ...which, ...fields })
type Asked = z.output<z.ZodObject<typeof fields, z.core.$strict>>

/** @since 0.2.0 */
export type GrantRefusal =
  | AuthorizeOnRefusal
  | SubjectRefusal
  | ChangeGrantRefusal
  | Made<
      | typeof grantRefusals.entity_role_unknown
      | typeof grantRefusals.grant_unchanged
      | typeof grantRefusals.grant_expiry_past
    >

/** ROL-5, ROL-6, GRP-2: gives somebody, or the members of a group, a role on one thing, or another one than they had. */
export const grantEntity = <F extends z.ZodRawShape>(room: Room<F>) =>
  inRoom<ReturnType<typeof commandOf<F>>, Asked, Grant, GrantRefusal>(room, 'grant', commandOf(room), {
    reads: (asked, found) => {
      const { kind, id, subject } = asked
      const entity = found.get(entities, kind, id)
      return [
        ...authorizeOnNeeds(asked, found),
        ...(entity ? subjectNeeds({ organizationId: entity.organizationId, kind, entityId: entity.id }, subject) : []),
      ]
    },
    plan: (asked, slice, env) => {
      const { actor, kind, id, subject, role, until } = asked
      const permission = toGiveOf(kind, role)
      if (!permission)
        return refused(grantRefusals.entity_role_unknown({ kind, role, known: entityRoles[kind].strongestFirst }))
      const allowed = authorizeOn(slice, { actor, kind, id, permission }, env)
      if (!allowed.ok) return allowed
      const { entity, because } = allowed.value
      const { organizationId } = entity
      const able = ableSubject(slice, organizationId, subject, env)
      if (!able.ok) return able
      const before = slice.get(grants, organizationId, kind, id, subject.kind, subjectIdOf(subject))
      const taken =
        before && authorizeOn(slice, { actor, kind, id, permission: toGiveOf(kind, before.role) ?? permission }, env)
      if (taken && !taken.ok) return taken
      const after = granted(able.value, {
        organizationId,
        kind,
        entityId: entity.id,
        role,
        by: actor,
        at: env.now,
        ...(until !== undefined && { until }),
      })
      const changed = judgeChange(before, after, able.value, slice, env)
      if (!changed.ok) return changed
      return ok({
        value: after,
        because: [because, reason('granted', ['GRP-2', 'INV-14'], { role, subject: subject.kind })],
        writes: changed.value,
        effects:
          subject.kind === 'user'
            ? [
                {
                  kind: 'notify_user',
                  organizationId,
                  payload: { about: 'granted', userId: subject.userId, kind, id, role },
                },
              ]
            : [],
        organizationId,
      })
    },
  })

type Given = Omit<Extract<Grant, { subject: 'group' }>, 'subject' | 'subjectId'>

const granted = (subject: Subject, given: Given): Grant =>
  subject.kind === 'user'
    ? { ...given, subject: 'user', subjectId: subject.user.id, term: subject.membership.term }
    : { ...given, subject: 'group', subjectId: subject.group.id }

const isSame = (before: Grant | undefined, after: Grant): boolean =>
  before?.role === after.role &&
  before.until === after.until &&
  (before.subject === 'group' || (after.subject === 'user' && before.term === after.term))

const judgeChange = (before: Grant | undefined, after: Grant, subject: Subject, slice: Slice, env: Env) => {
  const { kind, entityId: id, until } = after
  if (until !== undefined && hasExpired(until, env.now)) return refused(grantRefusals.grant_expiry_past({ until }))
  if (isSame(before, after))
    return refused(grantRefusals.grant_unchanged({ kind, id, subject: after.subject, subjectId: after.subjectId }))
  const holder = subject.kind === 'user' ? { membership: subject.membership, status: subject.user.status } : undefined
  return changeGrant({ before, after, ...(holder && { holder }) }, slice)
}
