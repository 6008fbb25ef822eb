import { z } from 'zod'
import { type AuthorizeOnRefusal, authorizeOn, authorizeOnNeeds } from '../../access/index.ts'
import { entities, inRoom, type Room, viewOn, type Which } from '../../entity/index.ts'
import { Actor, commandFields, type Made, type Need, ok, reason, refused, type Slice } from '../../kernel/index.ts'
import { memberships } from '../../membership/index.ts'
import { users } from '../../user/index.ts'
import { type ChangeGrantRefusal, changeGrant } from '../change-grant.ts'
import { type Grant, GrantSubject, grants } from '../model.ts'
import { grantRefusals } from '../refusals.ts'
import { subjectIdOf, subjectNeeds } from '../subject.ts'
import { toGiveOf } from '../to-give.ts'
import { leaveIfOver } from '../workforce-over.ts'

const fields = { actor: Actor, subject: GrantSubject, ...commandFields }
type Shape = z.core.$ZodLooseShape
type Naming<F extends Shape> = Pick<Room<'granted', F>, 'name' | 'right' | 'of' | 'which'>
const commandOf = <F extends Shape>({ which }: Naming<F>) => z.strictObject({ ...which, ...fields })
type Asked = z.output<z.ZodObject<typeof fields, z.core.$strict>>

/** Taking a grant back makes nobody administer more. */
type Left = Extract<ChangeGrantRefusal, { code: 'entities_left_without_admin' }>

/** @since 0.2.0 */
export type RevokeRefusal = AuthorizeOnRefusal | Left | Made<typeof grantRefusals.grant_not_found>

/** GRP-2: takes back what somebody, or a group, was granted on one thing. Anybody may give back their own. */
export const revokeEntity = <F extends Shape>(room: Naming<F>) =>
  inRoom<ReturnType<typeof commandOf<F>>, Asked, Grant, RevokeRefusal, 'granted'>(room, 'revoke', commandOf(room), {
    reads: (asked, found) => [...authorizeOnNeeds(asked, found), ...needs(asked, found)],
    plan: ({ actor, kind, id, subject }, slice, env) => {
      const seen = authorizeOn(slice, { actor, kind, id, permission: viewOn(kind) }, env)
      if (!seen.ok) return seen
      const { organizationId } = seen.value.entity
      const subjectId = subjectIdOf(subject)
      const before = slice.get(grants, organizationId, kind, id, subject.kind, subjectId)
      if (!before) return refused(grantRefusals.grant_not_found({ kind, id, subject: subject.kind, subjectId }))
      const isOwn = actor.kind === 'user' && subject.kind === 'user' && actor.userId === subject.userId
      const permission = toGiveOf(kind, before.role) ?? viewOn(kind)
      const allowed = isOwn ? seen : authorizeOn(slice, { actor, kind, id, permission }, env)
      if (!allowed.ok) return allowed
      const holder = holderOf(subject, organizationId, slice)
      const changed = changeGrant({ before, after: undefined, ...(holder && { holder }) }, slice)
      if (!changed.ok) return refused(changed.refusal as Left)
      const out = leaveIfOver(holder?.membership, changed.value, actor, slice, env)
      return ok({
        value: before,
        because: [
          allowed.value.because,
          reason('grant_revoked', ['GRP-2', 'INV-08'], { role: before.role }),
          ...out.because,
        ],
        writes: [...changed.value, ...out.writes],
        effects: out.effects,
        organizationId,
      })
    },
  })

const needs = ({ kind, id, subject }: Asked & Which, found: Slice): readonly Need[] => {
  const entity = found.get(entities, kind, id)
  if (!entity) return []
  const { organizationId } = entity
  return subjectNeeds({ organizationId, kind, entityId: entity.id }, subject, found)
}

const holderOf = (subject: GrantSubject, organizationId: string, slice: Slice) =>
  subject.kind === 'user'
    ? {
        membership: slice.get(memberships, organizationId, subject.userId),
        status: slice.get(users, subject.userId)?.status,
      }
    : undefined
