import { z } from 'zod'
import { Actor, type ListOf, OrganizationId, ok, pageFields, pageNeed, pageOf } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { type Entity, entities } from '../model.ts'
import { type Room, viewInRoom } from '../room.ts'

const List = z.strictObject({ actor: Actor, organizationId: OrganizationId, ...pageFields })
type List = z.output<typeof List>

const BY_ORGANIZATION = 'entity_by_organization'

/** ROL-4: all that the organization has of one kind, for whoever sees all of it; others ask `access.whatCan`. */
export const listEntities = (room: Pick<Room, 'name' | 'kind' | 'idOf'>) =>
  viewInRoom<typeof List, List, ListOf<Entity>, AuthorizeRefusal>(room, 'list', List, {
    reads: ({ kind, ...command }, found) => [
      ...authorizeNeeds(command.actor, command.organizationId, found),
      pageNeed(command, BY_ORGANIZATION, command.organizationId, kind),
    ],
    answer: ({ actor, organizationId, kind }, slice, env) => {
      const asked = { actor, organizationId, permission: 'content.read_all', operator: 'may' } as const
      const allowed = authorize(slice, asked, env)
      if (!allowed.ok) return allowed
      const list = [BY_ORGANIZATION, organizationId, kind] as const
      return ok({ value: pageOf(slice, entities, list, entity => entity), because: [allowed.value] })
    },
  })
