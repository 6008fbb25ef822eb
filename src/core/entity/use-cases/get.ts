import { z } from 'zod'
import { type AuthorizeOnRefusal, authorizeOn, authorizeOnNeeds } from '../../access/index.ts'
import { Actor, type Made, ok, refused } from '../../kernel/index.ts'
import type { Entity } from '../model.ts'
import type { entityRefusals } from '../refusals.ts'
import { viewOn } from '../roles.ts'
import { type Room, viewInRoom } from '../room.ts'

type Asked = { readonly actor: Actor }

/** @since 0.2.0 */
export type GetEntityRefusal = Exclude<AuthorizeOnRefusal, Made<typeof entityRefusals.entity_archived>>

/** ROL-6, ROL-7: one thing, for whoever may see it; an archived one is still there to be seen. */
export const getEntity = <F extends z.ZodRawShape>(room: Room<F>) =>
  viewInRoom<ReturnType<typeof commandOf<F>>, Asked, Entity, GetEntityRefusal>(room, 'get', commandOf(room), {
    reads: (asked, found) => authorizeOnNeeds(asked, found),
    answer: ({ actor, kind, id }, slice, env) => {
      const asked = { actor, kind, id, permission: viewOn(kind), archived: 'passes' } as const
      const allowed = authorizeOn(slice, asked, env)
      if (!allowed.ok) return refused(allowed.refusal as GetEntityRefusal)
      return ok({ value: allowed.value.entity, because: [allowed.value.because] })
    },
  })

const commandOf = <F extends z.ZodRawShape>({ which }: Room<F>) => z.strictObject({ actor: Actor, ...which })
