import { z } from 'zod'
import { type AuthorizeArchivedIn, authorizeThing, authorizeThingNeeds } from '../../access/index.ts'
import { Actor, ok, refused } from '../../kernel/index.ts'
import type { EntityOf } from '../model.ts'
import { type KindIn, type Right, type Room, viewInRoom } from '../room.ts'

type Shape = z.core.$ZodLooseShape
type Naming<R extends Right, F extends Shape> = Pick<Room<R, F>, 'name' | 'right' | 'of' | 'which'>
type Asked = { readonly actor: Actor }

/** ROL-6, ROL-7: one thing, for whoever may see it; an archived one is still there to be seen. */
export const getEntity = <R extends Right, F extends Shape>(room: Naming<R, F>) =>
  viewInRoom<ReturnType<typeof commandOf<F>>, Asked, EntityOf<KindIn<R>>, AuthorizeArchivedIn<R>, R>(
    room,
    'get',
    commandOf(room),
    {
      reads: (asked, found) => authorizeThingNeeds(asked, found),
      answer: ({ actor, kind, id }, slice, env) => {
        const allowed = authorizeThing<R>(slice, { actor, kind, id, act: 'view', archived: 'passes' }, env)
        if (!allowed.ok) return refused(allowed.refusal as AuthorizeArchivedIn<R>)
        return ok({ value: allowed.value.entity as EntityOf<KindIn<R>>, because: [allowed.value.because] })
      },
    },
  )

const commandOf = <F extends Shape>({ which }: Naming<Right, F>) => z.strictObject({ actor: Actor, ...which })
