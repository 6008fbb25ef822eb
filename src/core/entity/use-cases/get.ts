import { z } from 'zod'
import { type AuthorizeOnRefusal, authorizeOn, authorizeOnNeeds } from '../../access/index.ts'
import { Actor, ok } from '../../kernel/index.ts'
import type { Entity } from '../model.ts'
import { viewOn } from '../roles.ts'
import { type Room, viewInRoom } from '../room.ts'

type Asked = { readonly actor: Actor }

/** ROL-6, ROL-7: one thing, for whoever may see it; an archived one is still there to be seen. */
export const getEntity = <F extends z.ZodRawShape>(room: Room<F>) =>
  viewInRoom<ReturnType<typeof commandOf<F>>, Asked, Entity, AuthorizeOnRefusal>(room, 'get', commandOf(room), {
    reads: (asked, found) => authorizeOnNeeds(asked, found),
    answer: ({ actor, kind, id }, slice, env) => {
      const asked = { actor, kind, id, permission: viewOn(kind), archived: 'passes' } as const
      const allowed = authorizeOn(slice, asked, env)
      return allowed.ok ? ok({ value: allowed.value.entity, because: [allowed.value.because] }) : allowed
    },
  })

const commandOf = <F extends z.ZodRawShape>({ which }: Room<F>) => z.strictObject({ actor: Actor, ...which })
