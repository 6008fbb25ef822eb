import { type Attaching, entityRefusals, judgeSole, type PartsRefusal, soleNeeds } from '../entity/index.ts'
import { type Actor, type Made, type Need, ok, type Result, refused, type Slice } from '../kernel/index.ts'
import type { At } from '../membership/index.ts'
import { type AuthorizeIn, authorizeThing, authorizeThingNeeds } from './authorize-thing.ts'

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
