import { z } from 'zod'
import { type AuthorizeArchivedIn, authorizeThing, authorizeThingNeeds } from '../../access/index.ts'
import { Actor, type ListOf, type Made, ok, pageFields, pageNeed, pageOf, refused } from '../../kernel/index.ts'
import { type Link, links, partsList, RelationName } from '../link.ts'
import { knownRelation } from '../parts.ts'
import type { entityRefusals } from '../refusals.ts'
import { type Right, type Room, viewInRoom } from '../room.ts'

const fields = { actor: Actor, relation: RelationName, ...pageFields }

type Shape = z.core.$ZodLooseShape
type Naming<R extends Right, F extends Shape> = Pick<Room<R, F>, 'name' | 'right' | 'of' | 'which'>
const commandOf = <F extends Shape>({ which }: Naming<Right, F>) => z.strictObject({ ...which, ...fields })
type Asked = z.output<z.ZodObject<typeof fields, z.core.$strict>>

/** @since 0.3.0 */
export type PartsOfRefusal<R extends Right> = AuthorizeArchivedIn<R> | Made<typeof entityRefusals.relation_unknown>

/** ENT-1: what one thing has by a relation, for whoever may see it. */
export const partsOf = <R extends Right, F extends Shape>(room: Naming<R, F>) =>
  viewInRoom<ReturnType<typeof commandOf<F>>, Asked, ListOf<Link>, PartsOfRefusal<R>, R>(
    room,
    'parts',
    commandOf(room),
    {
      reads: (asked, found) => [
        ...authorizeThingNeeds(asked, found),
        pageNeed(asked, ...partsList(asked.kind, asked.id, asked.relation)),
      ],
      answer: ({ actor, kind, id, relation }, slice, env) => {
        const allowed = authorizeThing<R>(slice, { actor, kind, id, act: 'view', archived: 'passes' }, env)
        if (!allowed.ok) return refused(allowed.refusal as AuthorizeArchivedIn<R>)
        const known = knownRelation(env.relations, kind, relation)
        if (!known.ok) return known
        const value = pageOf(slice, links, partsList(kind, id, relation), link => link)
        return ok({ value, because: [allowed.value.because] })
      },
    },
  )
