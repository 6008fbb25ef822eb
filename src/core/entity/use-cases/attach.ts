import {
  type AuthorizeIn,
  authorizeParts,
  authorizeThingNeeds,
  judgePart,
  type PartRefusal,
  partNeeds,
  type RelationUnknownIn,
} from '../../access/index.ts'
import type { Env } from '../../env.ts'
import { type Actor, type Made, type Need, ok, reason, refOf, refused, type Slice } from '../../kernel/index.ts'
import { type Link, linkCounts, links } from '../link.ts'
import { type PartField, type PartRoom, partCommandOf } from '../part-field.ts'
import { attached, type CountRefusal, judgeCount, linkOf } from '../parts.ts'
import { entityRefusals } from '../refusals.ts'
import { relationOf } from '../relations.ts'
import { inRoom, type Right, type Seen } from '../room.ts'

type Shape = PartField['fields']
type Asked = { readonly actor: Actor }
type TooMany = Extract<CountRefusal, { code: 'relation_too_many' }>

/** @since 0.3.0 */
export type AttachRefusal<R extends Right> =
  | AuthorizeIn<R>
  | RelationUnknownIn<R>
  | PartRefusal
  | TooMany
  | Made<typeof entityRefusals.part_attached_already>

/** ENT-1, ENT-3: gives one thing another, which it does not have yet, as far as the relation has room. */
export const attachPart = <R extends Right, F extends Shape, P extends Shape>(
  room: PartRoom<R, F>,
  field: PartField<P>,
) =>
  inRoom<ReturnType<typeof partCommandOf<F, P>>, Asked, Link, AttachRefusal<R>, R>(
    room,
    field.verb,
    partCommandOf(room, field),
    {
      reads: (asked, found, env) => needs(asked, field, found, env),
      plan: (asked, slice, env) => {
        const { actor, kind, id } = asked
        const { relation: name, to: toId } = field.partOf(asked)
        const allowed = authorizeParts<R>(slice, { actor, kind, id, name }, env)
        if (!allowed.ok) return allowed
        const { entity, because, relation } = allowed.value
        const { organizationId } = entity
        if (slice.get(links, kind, id, name, toId))
          return refused(entityRefusals.part_attached_already({ kind, id, relation: name, part: toId }))
        const count = slice.count(linkCounts, kind, id, name)
        const enough = judgeCount(relation, count, count + 1, id)
        if (!enough.ok) return refused(enough.refusal as TooMany)
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

const needs = (
  asked: Seen<Asked, string>,
  { partOf }: Pick<PartField, 'partOf'>,
  found: Slice,
  { relations }: Env,
): readonly Need[] => {
  const { actor, kind, id } = asked
  const { relation: name, to: toId } = partOf(asked)
  const relation = relationOf(relations, kind, name)
  return [
    ...authorizeThingNeeds(asked, found),
    refOf(links, kind, id, name, toId),
    refOf(linkCounts, kind, id, name),
    ...(relation ? partNeeds(actor, { relation, toId }, found) : []),
  ]
}
