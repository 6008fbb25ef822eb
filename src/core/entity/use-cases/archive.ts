import { z } from 'zod'
import { type AuthorizeOnRefusal, authorizeOn, authorizeOnNeeds } from '../../access/index.ts'
import { Actor, commandFields, ok, put, reason } from '../../kernel/index.ts'
import { type Entity, entities } from '../model.ts'
import { deleteOn } from '../roles.ts'
import { inRoom, type Room } from '../room.ts'

type Asked = { readonly actor: Actor }

/** ENT-4: what is archived keeps its grants, and allows nothing but looking at it. */
export const archiveEntity = <F extends z.ZodRawShape>(room: Room<F>) =>
  inRoom<ReturnType<typeof commandOf<F>>, Asked, Entity, AuthorizeOnRefusal>(room, 'archive', commandOf(room), {
    reads: (asked, found) => authorizeOnNeeds(asked, found),
    plan: ({ actor, kind, id }, slice, env) => {
      const allowed = authorizeOn(slice, { actor, kind, id, permission: deleteOn(kind) }, env)
      if (!allowed.ok) return allowed
      const { entity, because } = allowed.value
      const archived: Entity = { ...entity, status: 'archived', archivedAt: env.now }
      return ok({
        value: archived,
        because: [because, reason('entity_archived_now', ['ENT-4'], { kind, id })],
        writes: [put(entities, archived)],
        effects: [],
        organizationId: entity.organizationId,
      })
    },
  })

const commandOf = <F extends z.ZodRawShape>({ which }: Room<F>) =>
  z.strictObject({ actor: Actor, ...which, ...commandFields })
