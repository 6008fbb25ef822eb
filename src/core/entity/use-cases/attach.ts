import { z } from 'zod'
import {
  type AuthorizeIn,
  authorizeThing,
  authorizeThingNeeds,
  judgePart,
  type PartRefusal,
  partNeeds,
} from '../../access/index.ts'
import { Actor, commandFields, type Made, ok, reason, refOf, refused } from '../../kernel/index.ts'
import { type Link, linkCounts, links } from '../link.ts'
import type { PartField } from '../part-field.ts'
import { attached, type CountRefusal, judgeCount, knownRelation, linkOf } from '../parts.ts'
import { entityRefusals } from '../refusals.ts'
import { actToAttach, relationOf } from '../relations.ts'
import { inRoom, type Right, type Room } from '../room.ts'

type Shape = z.core.$ZodLooseShape
type Naming<R extends Right, F extends Shape> = Pick<Room<R, F>, 'name' | 'right' | 'of' | 'which'>
const commandOf = <F extends Shape, P extends Shape>({ which }: Naming<Right, F>, { fields }: PartField<P>) =>
  z.strictObject({ actor: Actor, ...which, ...fields, ...commandFields })

type Asked = { readonly actor: Actor }

/** @since 0.3.0 */
export type AttachRefusal<R extends Right> =
  | AuthorizeIn<R>
  | PartRefusal
  | Extract<CountRefusal, { code: 'relation_too_many' }>
  | Made<typeof entityRefusals.part_attached_already>
  | (R extends 'any' ? Made<typeof entityRefusals.relation_unknown> : never)

/** ENT-1, ENT-3: gives one thing another, which it does not have yet, as far as the relation has room. */
export const attachPart = <R extends Right, F extends Shape, P extends Shape>(
  room: Naming<R, F>,
  field: PartField<P>,
) =>
  inRoom<ReturnType<typeof commandOf<F, P>>, Asked, Link, AttachRefusal<R>, R>(
    room,
    field.verb,
    commandOf(room, field),
    {
      reads: (asked, found, { relations }) => {
        const { actor, kind, id } = asked
        const { relation: name, to: toId } = field.partOf(asked)
        const relation = relationOf(relations, kind, name)
        return [
          ...authorizeThingNeeds(asked, found),
          refOf(links, kind, id, name, toId),
          refOf(linkCounts, kind, id, name),
          ...(relation ? partNeeds(actor, { relation, toId }, found) : []),
        ]
      },
      plan: (asked, slice, env) => {
        const { actor, kind, id } = asked
        const { relation: name, to: toId } = field.partOf(asked)
        const known = knownRelation(env.relations, kind, name)
        if (!known.ok) return refused(known.refusal as never)
        const relation = known.value
        const allowed = authorizeThing<R>(slice, { actor, kind, id, act: actToAttach(relation) }, env)
        if (!allowed.ok) return allowed
        const { entity, because } = allowed.value
        const { organizationId } = entity
        if (slice.get(links, kind, id, name, toId))
          return refused(entityRefusals.part_attached_already({ kind, id, relation: name, part: toId }))
        const count = slice.count(linkCounts, kind, id, name)
        const room = judgeCount(relation, count, count + 1, id)
        if (!room.ok) return refused(room.refusal as Extract<CountRefusal, { code: 'relation_too_many' }>)
        const part = judgePart(slice, { actor, organizationId }, { relation, toId }, env)
        if (!part.ok) return part
        const stamp = { by: actor, at: env.now }
        return ok({
          value: linkOf(entity, { relation, toId }, stamp),
          because: [because, reason('part_attached', ['ENT-1', 'ENT-3'], { kind, id, relation: name, part: toId })],
          writes: attached(entity, [{ relation, toId }], stamp),
          effects: [],
          organizationId,
        })
      },
    },
  )
