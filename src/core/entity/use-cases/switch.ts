import {
  type AuthorizeIn,
  authorizeParts,
  authorizeThingNeeds,
  type ChangingParts,
  judgePart,
  type PartRefusal,
  partNeeds,
  type RelationUnknownIn,
} from '../../access/index.ts'
import type { Env } from '../../env.ts'
import {
  type Actor,
  type Decision,
  listKey,
  type Made,
  ok,
  type Result,
  reason,
  refused,
  type Slice,
} from '../../kernel/index.ts'
import { type Link, links, partsList } from '../link.ts'
import type { EntityId } from '../model.ts'
import { type PartField, type PartRoom, partCommandOf } from '../part-field.ts'
import { attached, linkOf, switched } from '../parts.ts'
import { entityRefusals } from '../refusals.ts'
import { relationOf } from '../relations.ts'
import { inRoom, type Right } from '../room.ts'

type Shape = PartField['fields']
type Asked = { readonly actor: Actor }
type E = typeof entityRefusals
type Switching = PartRefusal | Made<E['part_attached_already']>
type NotSingleIn<R extends Right> = R extends 'any' ? Made<E['relation_not_single']> : never

/** @since 0.3.0 */
export type SwitchRefusal<R extends Right> = AuthorizeIn<R> | RelationUnknownIn<R> | NotSingleIn<R> | Switching

/**
 * ENT-2: the one that a thing has becomes another in one commit, so that there is never a moment with none or two. Where
 * it has none yet it has one then.
 */
export const switchPart = <R extends Right, F extends Shape, P extends Shape>(
  room: PartRoom<R, F>,
  field: PartField<P>,
) =>
  inRoom<ReturnType<typeof partCommandOf<F, P>>, Asked, Link, SwitchRefusal<R>, R>(
    room,
    field.verb,
    partCommandOf(room, field),
    {
      reads: (asked, found, { relations }) => {
        const { actor, kind, id } = asked
        const { relation: name, to: toId } = field.partOf(asked)
        const relation = relationOf(relations, kind, name)
        return [
          ...authorizeThingNeeds(asked, found),
          { list: listKey(...partsList(kind, id, name)), limit: 1 },
          ...(relation ? partNeeds(actor, { relation, toId }, found) : []),
        ]
      },
      plan: (asked, slice, env) => {
        const { actor, kind, id } = asked
        const { relation: name, to } = field.partOf(asked)
        const allowed = authorizeParts<R>(slice, { actor, kind, id, name }, env)
        if (!allowed.ok) return allowed
        if (allowed.value.relation.max !== 1)
          return refused(entityRefusals.relation_not_single({ kind, id, relation: name }) as NotSingleIn<R>)
        return judgeSwitch(actor, allowed.value, to, slice, env)
      },
    },
  )

const judgeSwitch = (
  actor: Actor,
  { entity, because, relation }: ChangingParts,
  toId: EntityId,
  slice: Slice,
  env: Env,
): Result<Decision<Link>, Switching> => {
  const { organizationId, kind, id } = entity
  const facts = { kind, id, relation: relation.name, part: toId }
  const [before] = slice.list<Link>(links, ...partsList(kind, id, relation.name))
  if (before?.toId === toId) return refused(entityRefusals.part_attached_already(facts))
  const to = { relation, toId }
  const part = judgePart(slice, { actor, organizationId }, to, env)
  if (!part.ok) return part
  const stamp = { by: actor, at: env.now }
  return ok({
    value: linkOf(entity, to, stamp),
    because: [because, reason('part_switched', ['ENT-2', 'ENT-3'], facts)],
    writes: before ? switched(entity, before, to, stamp) : attached(entity, [to], stamp),
    effects: [],
    organizationId,
  })
}
