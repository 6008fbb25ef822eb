import { z } from 'zod'
import { type AuthorizeArchivedIn, authorizeThing, authorizeThingNeeds } from '../../access/index.ts'
import { Actor, type ListOf, ok, pageFields, pageNeed, pageOf, refused } from '../../kernel/index.ts'
import { type Link, links, usesList } from '../link.ts'
import { type Right, type Room, viewInRoom } from '../room.ts'

const fields = { actor: Actor, ...pageFields }

type Shape = z.core.$ZodLooseShape
type Naming<R extends Right, F extends Shape> = Pick<Room<R, F>, 'name' | 'right' | 'of' | 'which'>
const commandOf = <F extends Shape>({ which }: Naming<Right, F>) => z.strictObject({ ...which, ...fields })
type Asked = z.output<z.ZodObject<typeof fields, z.core.$strict>>

/** ENT-4: where one thing is used, for whoever may see it. */
export const usesOf = <R extends Right, F extends Shape>(room: Naming<R, F>) =>
  viewInRoom<ReturnType<typeof commandOf<F>>, Asked, ListOf<Link>, AuthorizeArchivedIn<R>, R>(
    room,
    'uses',
    commandOf(room),
    {
      reads: (asked, found) => [
        ...authorizeThingNeeds(asked, found),
        pageNeed(asked, ...usesList(asked.kind, asked.id)),
      ],
      answer: ({ actor, kind, id }, slice, env) => {
        const allowed = authorizeThing<R>(slice, { actor, kind, id, act: 'view', archived: 'passes' }, env)
        if (!allowed.ok) return refused(allowed.refusal as AuthorizeArchivedIn<R>)
        return ok({ value: pageOf(slice, links, usesList(kind, id), link => link), because: [allowed.value.because] })
      },
    },
  )
