import { z } from 'zod'
import { Actor, type ListOf, OrganizationId, ok, pageFields, pageNeed, pageOf } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { type EntityOf, entities } from '../model.ts'
import { isGranted } from '../relations.ts'
import { type KindIn, type Right, type Room, viewInRoom } from '../room.ts'

const fields = { actor: Actor, organizationId: OrganizationId, ...pageFields }
type List = z.output<z.ZodObject<typeof fields, z.core.$strict>>

type Shape = z.core.$ZodLooseShape
type Naming<R extends Right, K extends Shape> = Pick<Room<R, Shape, K>, 'name' | 'right' | 'of' | 'ofKind'>
const commandOf = <K extends Shape>({ ofKind }: Naming<Right, K>) => z.strictObject({ ...ofKind, ...fields })

const BY_ORGANIZATION = 'entity_by_organization'

/** ROL-4: all that the organization has of one kind, for whoever sees all of it; others ask `access.whatCan`. */
export const listEntities = <R extends Right, K extends Shape>(room: Naming<R, K>) =>
  viewInRoom<ReturnType<typeof commandOf<K>>, List, ListOf<EntityOf<KindIn<R>>>, AuthorizeRefusal, R>(
    room,
    'list',
    commandOf(room),
    {
      reads: ({ kind, ...command }, found) => [
        ...authorizeNeeds(command.actor, command.organizationId, found),
        pageNeed(command, BY_ORGANIZATION, command.organizationId, kind),
      ],
      answer: ({ actor, organizationId, kind }, slice, env) => {
        const permission = isGranted(kind) ? 'content.read_all' : 'content.create'
        const allowed = authorize(slice, { actor, organizationId, permission, operator: 'may' }, env)
        if (!allowed.ok) return allowed
        const list = [BY_ORGANIZATION, organizationId, kind] as const
        return ok({
          value: pageOf(slice, entities, list, entity => entity as EntityOf<KindIn<R>>),
          because: [allowed.value],
        })
      },
    },
  )
