import { z } from 'zod'
import {
  type AuthorizedOn,
  type AuthorizeIn,
  authorizeThing,
  authorizeThingNeeds,
  judgePart,
  type PartRefusal,
  partNeeds,
} from '../../access/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
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
import type { PartField } from '../part-field.ts'
import { type Attaching, attached, knownRelation, linkOf, switched } from '../parts.ts'
import { entityRefusals } from '../refusals.ts'
import { actToAttach, relationOf } from '../relations.ts'
import { inRoom, type Right, type Room, type Seen } from '../room.ts'

type Shape = z.core.$ZodLooseShape
type Naming<R extends Right, F extends Shape> = Pick<Room<R, F>, 'name' | 'right' | 'of' | 'which'>
const commandOf = <F extends Shape, P extends Shape>({ which }: Naming<Right, F>, { fields }: PartField<P>) =>
  z.strictObject({ actor: Actor, ...which, ...fields, ...commandFields })

type Asked = { readonly actor: Actor }
type E = typeof entityRefusals

/** @since 0.3.0 */
export type SwitchRefusal<R extends Right> =
  | AuthorizeIn<R>
  | PartRefusal
  | Made<E['part_attached_already']>
  | (R extends 'any' ? Made<E['relation_unknown'] | E['relation_not_single']> : never)

/**
 * ENT-2: the one that a thing has becomes another in one commit, so that there is never a moment with none or two. Where
 * it has none yet it has one then.
 */
export const switchPart = <R extends Right, F extends Shape, P extends Shape>(
  room: Naming<R, F>,
  field: PartField<P>,
) =>
  inRoom<ReturnType<typeof commandOf<F, P>>, Asked, Link, SwitchRefusal<R>, R>(
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
          { list: listKey(...partsList(kind, id, name)), limit: 1 },
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
        if (relation.max !== 1)
          return refused(entityRefusals.relation_not_single({ kind, id, relation: name }) as never)
        return judgeSwitch(asked, { relation, toId }, allowed.value, slice, env)
      },
    },
  )

type Switching = PartRefusal | Made<E['part_attached_already']>

const judgeSwitch = (
  { actor, kind, id }: Seen<Asked, string>,
  to: Attaching,
  { entity, because }: AuthorizedOn,
  slice: Slice,
  env: Env,
): Result<Decision<Link>, Switching> => {
  const { organizationId } = entity
  const relation = to.relation.name
  const [before] = slice.list<Link>(links, ...partsList(kind, id, relation))
  if (before?.toId === to.toId)
    return refused(entityRefusals.part_attached_already({ kind, id, relation, part: to.toId }))
  const part = judgePart(slice, { actor, organizationId }, to, env)
  if (!part.ok) return part
  const stamp = { by: actor, at: env.now }
  return ok({
    value: linkOf(entity, to, stamp),
    because: [because, reason('part_switched', ['ENT-2', 'ENT-3'], { kind, id, relation, part: to.toId })],
    writes: before ? switched(entity, before, to, stamp) : attached(entity, [to], stamp),
    effects: [],
    organizationId,
  })
}
