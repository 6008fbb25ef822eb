import { z } from 'zod'
import { type AuthorizeIn, authorizeThing, authorizeThingNeeds } from '../../access/index.ts'
import { Actor, commandFields, type Made, ok, reason, refOf, refused } from '../../kernel/index.ts'
import { type Link, linkCounts, links } from '../link.ts'
import type { PartField } from '../part-field.ts'
import { type CountRefusal, detached, judgeCount, knownRelation } from '../parts.ts'
import { entityRefusals } from '../refusals.ts'
import { actToAttach } from '../relations.ts'
import { inRoom, type Right, type Room } from '../room.ts'

type Shape = z.core.$ZodLooseShape
type Naming<R extends Right, F extends Shape> = Pick<Room<R, F>, 'name' | 'right' | 'of' | 'which'>
const commandOf = <F extends Shape, P extends Shape>({ which }: Naming<Right, F>, { fields }: PartField<P>) =>
  z.strictObject({ actor: Actor, ...which, ...fields, ...commandFields })

type Asked = { readonly actor: Actor }

/** @since 0.3.0 */
export type DetachRefusal<R extends Right> =
  | AuthorizeIn<R>
  | Extract<CountRefusal, { code: 'relation_too_few' }>
  | Made<typeof entityRefusals.part_not_attached>
  | (R extends 'any' ? Made<typeof entityRefusals.relation_unknown> : never)

/** ENT-1: takes one thing away from another, as long as what must be there stays. */
export const detachPart = <R extends Right, F extends Shape, P extends Shape>(
  room: Naming<R, F>,
  field: PartField<P>,
) =>
  inRoom<ReturnType<typeof commandOf<F, P>>, Asked, Link, DetachRefusal<R>, R>(
    room,
    field.verb,
    commandOf(room, field),
    {
      reads: (asked, found) => {
        const { kind, id } = asked
        const { relation, to } = field.partOf(asked)
        return [
          ...authorizeThingNeeds(asked, found),
          refOf(links, kind, id, relation, to),
          refOf(linkCounts, kind, id, relation),
        ]
      },
      plan: (asked, slice, env) => {
        const { actor, kind, id } = asked
        const { relation: name, to } = field.partOf(asked)
        const known = knownRelation(env.relations, kind, name)
        if (!known.ok) return refused(known.refusal as never)
        const relation = known.value
        const allowed = authorizeThing<R>(slice, { actor, kind, id, act: actToAttach(relation) }, env)
        if (!allowed.ok) return allowed
        const { entity, because } = allowed.value
        const link = slice.get(links, kind, id, name, to)
        if (!link) return refused(entityRefusals.part_not_attached({ kind, id, relation: name, part: to }))
        const count = slice.count(linkCounts, kind, id, name)
        const enough = judgeCount(relation, count, count - 1, id)
        if (!enough.ok) return refused(enough.refusal as Extract<CountRefusal, { code: 'relation_too_few' }>)
        return ok({
          value: link,
          because: [because, reason('part_detached', ['ENT-1'], { kind, id, relation: name, part: to })],
          writes: detached(link, relation),
          effects: [],
          organizationId: entity.organizationId,
        })
      },
    },
  )
