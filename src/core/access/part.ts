import {
  type Attaching,
  actToAttach,
  entityRefusals,
  judgeSole,
  knownRelation,
  type PartsRefusal,
  type Relation,
  type RelationTable,
  type Right,
  soleNeeds,
} from '../entity/index.ts'
import { type Actor, type Made, type Need, ok, type Result, refused, type Slice } from '../kernel/index.ts'
import type { At } from '../membership/index.ts'
import type { AuthorizedOn } from './authorize-on.ts'
import { type AskedThing, type AuthorizeIn, authorizeThing, authorizeThingNeeds } from './authorize-thing.ts'

/** Only where a command names the relation it can name one that there is not. */
export type RelationUnknownIn<R extends Right> = R extends 'any' ? Made<typeof entityRefusals.relation_unknown> : never

/** A thing whose parts somebody may change, and by which relation. */
export type ChangingParts = AuthorizedOn & { readonly relation: Relation }

/** ROL-5: whether the actor may change what a thing has by the relation of this name. */
export const authorizeParts = <R extends Right>(
  slice: Slice,
  { name, ...asked }: Pick<AskedThing, 'actor' | 'kind' | 'id'> & { readonly name: string },
  env: At & { readonly relations: RelationTable },
): Result<ChangingParts, AuthorizeIn<R> | RelationUnknownIn<R>> => {
  const known = knownRelation(env.relations, asked.kind, name)
  if (!known.ok) return refused(known.refusal as RelationUnknownIn<R>)
  const allowed = authorizeThing<R>(slice, { ...asked, act: actToAttach(known.value) }, env)
  return allowed.ok ? ok({ ...allowed.value, relation: known.value }) : allowed
}

/** Why something is not attached, whatever the other parts are. */
export type PartRefusal =
  | AuthorizeIn<'any'>
  | Made<typeof entityRefusals.part_of_another_organization>
  | Extract<PartsRefusal, { code: 'part_used_elsewhere' }>

/** What `judgePart` looks at. */
export const partNeeds = (actor: Actor, { relation, toId }: Attaching, found: Slice): readonly Need[] => [
  ...authorizeThingNeeds({ actor, kind: relation.to, id: toId }, found),
  ...soleNeeds({ relation, toId }),
]

/**
 * ROL-6, ENT-3: whoever attaches something can at least see it, it is of the same organization (INV-10), not archived
 * (ENT-4), and not another's where it is not shared. What they cannot see is as if it were not there.
 */
export const judgePart = (
  slice: Slice,
  { actor, organizationId }: { readonly actor: Actor; readonly organizationId: string },
  attaching: Attaching,
  at: At,
): Result<null, PartRefusal> => {
  const { relation, toId: id } = attaching
  const kind = relation.to
  const seen = authorizeThing<'any'>(slice, { actor, kind, id, act: 'view' }, at)
  if (!seen.ok) return seen
  if (seen.value.entity.organizationId !== organizationId)
    return refused(entityRefusals.part_of_another_organization({ kind, id, organizationId }))
  return judgeSole(attaching, slice)
}

/** The first that cannot be attached says why. */
export const judgeParts = (
  slice: Slice,
  by: { readonly actor: Actor; readonly organizationId: string },
  attaching: readonly Attaching[],
  at: At,
): Result<null, PartRefusal> => {
  for (const each of attaching) {
    const judged = judgePart(slice, by, each, at)
    if (!judged.ok) return judged
  }
  return ok(null)
}
