import { z } from 'zod'
import { type AuthorizeArchivedIn, authorizeThing, authorizeThingNeeds } from '../../access/index.ts'
import { Actor, commandFields, type Made, ok, put, reason, refused } from '../../kernel/index.ts'
import { type Entity, type EntityOf, entities } from '../model.ts'
import { entityRefusals } from '../refusals.ts'
import { inRoom, type KindIn, type Right, type Room } from '../room.ts'

type Shape = z.core.$ZodLooseShape
type Naming<R extends Right, F extends Shape> = Pick<Room<R, F>, 'name' | 'right' | 'of' | 'which'>
type Asked = { readonly actor: Actor }

/** @since 0.2.0 */
export type RestoreEntityRefusal<R extends Right> =
  | AuthorizeArchivedIn<R>
  | Made<typeof entityRefusals.entity_not_archived>

/** ENT-4: everything is back as it was, since archiving changed nothing but the state. */
export const restoreEntity = <R extends Right, F extends Shape>(room: Naming<R, F>) =>
  inRoom<ReturnType<typeof commandOf<F>>, Asked, EntityOf<KindIn<R>>, RestoreEntityRefusal<R>, R>(
    room,
    'restore',
    commandOf(room),
    {
      reads: (asked, found) => authorizeThingNeeds(asked, found),
      plan: ({ actor, kind, id }, slice, env) => {
        const allowed = authorizeThing<R>(slice, { actor, kind, id, act: 'delete', archived: 'passes' }, env)
        if (!allowed.ok) return refused(allowed.refusal as AuthorizeArchivedIn<R>)
        const { entity, because } = allowed.value
        if (entity.status === 'active') return refused(entityRefusals.entity_not_archived({ kind, id }))
        const { archivedAt: _, ...rest } = entity
        const restored: Entity = { ...rest, status: 'active' }
        return ok({
          value: restored as EntityOf<KindIn<R>>,
          because: [because, reason('entity_restored', ['ENT-4'], { kind, id })],
          writes: [put(entities, restored)],
          effects: [],
          organizationId: entity.organizationId,
        })
      },
    },
  )

const commandOf = <F extends Shape>({ which }: Naming<Right, F>) =>
  z.strictObject({ actor: Actor, ...which, ...commandFields })
