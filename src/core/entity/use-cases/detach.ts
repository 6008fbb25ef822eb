import { type AuthorizeIn, authorizeParts, authorizeThingNeeds, type RelationUnknownIn } from '../../access/index.ts'
import { type Actor, type Made, ok, reason, refOf, refused } from '../../kernel/index.ts'
import { type Link, linkCounts, links } from '../link.ts'
import { type PartField, type PartRoom, partCommandOf } from '../part-field.ts'
import { type CountRefusal, detached, judgeCount } from '../parts.ts'
import { entityRefusals } from '../refusals.ts'
import { inRoom, type Right } from '../room.ts'

type Shape = PartField['fields']
type Asked = { readonly actor: Actor }
type TooFew = Extract<CountRefusal, { code: 'relation_too_few' }>

/** @since 0.3.0 */
export type DetachRefusal<R extends Right> =
  | AuthorizeIn<R>
  | RelationUnknownIn<R>
  | TooFew
  | Made<typeof entityRefusals.part_not_attached>

/** ENT-1: takes one thing away from another, as long as what must be there stays. */
export const detachPart = <R extends Right, F extends Shape, P extends Shape>(
  room: PartRoom<R, F>,
  field: PartField<P>,
) =>
  inRoom<ReturnType<typeof partCommandOf<F, P>>, Asked, Link, DetachRefusal<R>, R>(
    room,
    field.verb,
    partCommandOf(room, field),
    {
      reads: (asked, found) => {
        const { kind, id } = asked
        const { relation, to } = field.partOf(asked)
        const counted = refOf(linkCounts, kind, id, relation)
        return [...authorizeThingNeeds(asked, found), refOf(links, kind, id, relation, to), counted]
      },
      plan: (asked, slice, env) => {
        const { actor, kind, id } = asked
        const { relation: name, to } = field.partOf(asked)
        const allowed = authorizeParts<R>(slice, { actor, kind, id, name }, env)
        if (!allowed.ok) return allowed
        const { entity, because, relation } = allowed.value
        const link = slice.get(links, kind, id, name, to)
        if (!link) return refused(entityRefusals.part_not_attached({ kind, id, relation: name, part: to }))
        const count = slice.count(linkCounts, kind, id, name)
        const enough = judgeCount(relation, count, count - 1, id)
        if (!enough.ok) return refused(enough.refusal as TooFew)
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
