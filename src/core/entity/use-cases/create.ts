import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  adminGrantCounts,
  type ChangeGrantRefusal,
  changeGrants,
  type Grant,
  type grantRefusals,
  holdingNeeds,
} from '../../grant/index.ts'
import {
  type Actor as Acting,
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  put,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
  UserId,
  type Write,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, isLasting, memberships } from '../../membership/index.ts'
import { DisplayName } from '../../organization/index.ts'
import { users } from '../../user/index.ts'
import { type Entity, EntityId, entities } from '../model.ts'
import { entityRefusals } from '../refusals.ts'
import { ENTITY_ADMIN } from '../roles.ts'
import { inRoom, type Room } from '../room.ts'

/** At most this many admins from the beginning. */
const MAX_ADMINS = 20

const Create = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  name: DisplayName,
  /** Its first admins; without them whoever creates it. An operator names them. */
  admins: z.array(UserId).min(1).max(MAX_ADMINS).readonly().optional(),
  ...commandFields,
})
type Create = z.output<typeof Create>

/** @since 0.2.0 */
export type CreateEntityRefusal =
  | AuthorizeRefusal
  | Made<typeof entityRefusals.entity_admins_missing | typeof entityRefusals.entity_admins_invalid>
  | Made<typeof grantRefusals.grants_too_many>

const adminsOf = ({ actor, admins }: Pick<Create, 'actor' | 'admins'>): readonly UserId[] =>
  admins ?? (actor.kind === 'user' ? [actor.userId] : [])

/** ENT-7, INV-08: something new, with its first admins in the same commit. */
export const createEntity = (room: Pick<Room, 'name' | 'kind' | 'idOf'>) =>
  inRoom<typeof Create, Create, Entity, CreateEntityRefusal>(room, 'create', Create, {
    reads: ({ actor, organizationId, admins, kind }, found) => [
      ...authorizeNeeds(actor, organizationId, found),
      ...adminsOf({ actor, admins }).flatMap(userId => [
        refOf(users, userId),
        refOf(memberships, organizationId, userId),
        refOf(adminGrantCounts, userId),
        ...holdingNeeds({ organizationId, kind, subject: 'user', subjectId: userId }),
      ]),
    ],
    plan: ({ kind, ...command }, slice, env) => {
      const { actor, organizationId, name } = command
      const allowed = authorize(slice, { actor, organizationId, permission: 'content.create', operator: 'may' }, env)
      if (!allowed.ok) return allowed
      const id = EntityId.parse(env.newId())
      const entity: Entity = {
        organizationId,
        kind,
        id,
        name,
        createdBy: actor,
        createdAt: env.now,
        status: 'active',
      }
      const admins = firstAdmins(entity, adminsOf(command), actor, slice, env)
      if (!admins.ok) return admins
      return ok({
        value: entity,
        because: [allowed.value, reason('first_admins', ['ENT-7', 'INV-08'], { admins: adminsOf(command).length })],
        writes: [put(entities, entity), ...admins.value],
        effects: [],
        organizationId,
      })
    },
  })

/** Each is in for good: whoever's membership expires does not count (MEM-3). */
const firstAdmins = (
  { organizationId, kind, id }: Entity,
  userIds: readonly UserId[],
  by: Acting,
  slice: Slice,
  env: Env,
): Result<readonly Write[], CreateEntityRefusal> => {
  if (userIds.length === 0) return refused(entityRefusals.entity_admins_missing({ kind }))
  const isAble = (userId: string) =>
    slice.get(users, userId)?.status === 'active' && isLasting(slice.get(memberships, organizationId, userId))
  const unable = [...new Set(userIds)].filter(userId => !isAble(userId))
  if (unable.length > 0) return refused(entityRefusals.entity_admins_invalid({ organizationId, userIds: unable }))
  const changed = changeGrants(
    [...new Set(userIds)].map(subjectId => {
      const membership = slice.get(memberships, organizationId, subjectId)
      const given = { organizationId, kind, entityId: id, subjectId, term: membership?.term ?? 1, by, at: env.now }
      const after: Grant = { ...given, subject: 'user', role: ENTITY_ADMIN }
      return { before: undefined, after, holder: { membership, status: 'active' } }
    }),
    slice,
  )
  return changed.ok ? changed : refused(changed.refusal as TooMany)
}

/** A first grant takes nothing away. */
type TooMany = Extract<ChangeGrantRefusal, { code: 'grants_too_many' }>
