import { z } from 'zod'
import { type AuthorizeOnRefusal, authorizeOn, authorizeOnNeeds } from '../../access/index.ts'
import { Actor, commandFields, type Made, ok, put, reason, refused } from '../../kernel/index.ts'
import { type Entity, entities } from '../model.ts'
import { entityRefusals } from '../refusals.ts'
import { deleteOn } from '../roles.ts'
import { inRoom, type Room } from '../room.ts'

type Asked = { readonly actor: Actor }

/** @since 0.2.0 */
export type RestoreEntityRefusal =
  | Exclude<AuthorizeOnRefusal, Made<typeof entityRefusals.entity_archived>>
  | Made<typeof entityRefusals.entity_not_archived>

/** ENT-4: everything is back as it was, since archiving changed nothing but the state. */
export const restoreEntity = <F extends z.ZodRawShape>(room: Room<F>) =>
  inRoom<ReturnType<typeof commandOf<F>>, Asked, Entity, RestoreEntityRefusal>(room, 'restore', commandOf(room), {
    reads: (asked, found) => authorizeOnNeeds(asked, found),
    plan: ({ actor, kind, id }, slice, env) => {
      const asked = { actor, kind, id, permission: deleteOn(kind), archived: 'passes' } as const
      const allowed = authorizeOn(slice, asked, env)
      if (!allowed.ok) return refused(allowed.refusal as RestoreEntityRefusal)
      const { entity, because } = allowed.value
      if (entity.status === 'active') return refused(entityRefusals.entity_not_archived({ kind, id }))
      const { archivedAt: _, ...rest } = entity
      const restored: Entity = { ...rest, status: 'active' }
      return ok({
        value: restored,
        because: [because, reason('entity_restored', ['ENT-4'], { kind, id })],
        writes: [put(entities, restored)],
        effects: [],
        organizationId: entity.organizationId,
      })
    },
  })

const commandOf = <F extends z.ZodRawShape>({ which }: Room<F>) =>
  z.strictObject({ actor: Actor, ...which, ...commandFields })
