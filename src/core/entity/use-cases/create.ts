import { z } from 'zod'
import { judgeParts, type PartRefusal, partNeeds } from '../../access/index.ts'
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
  type Facts,
  type Made,
  type Need,
  OrganizationId,
  ok,
  put,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
  type UserId,
  type Write,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, isLasting, memberships } from '../../membership/index.ts'
import { DisplayName } from '../../organization/index.ts'
import { users } from '../../user/index.ts'
import { RelationName } from '../link.ts'
import { type Entity, EntityId, type EntityOf, entities } from '../model.ts'
import { Fields, type FieldsRefusal, judgeFields } from '../own-fields.ts'
import { attached, firstParts, type Parts, type PartsRefusal } from '../parts.ts'
import { entityRefusals } from '../refusals.ts'
import { isGranted, relationOf } from '../relations.ts'
import { ENTITY_ADMIN } from '../roles.ts'
import { inRoom, type KindIn, type Right, type Room, type Seen } from '../room.ts'
import { MAX_PARTS } from '../why-no-relations.ts'

const fields = {
  actor: Actor,
  organizationId: OrganizationId,
  name: DisplayName,
  /** ENT-8. */
  fields: Fields.optional(),
  /** What it is to have, by the name of each relation. */
  parts: z.record(RelationName, z.array(EntityId).max(MAX_PARTS).readonly()).readonly().optional(),
  ...commandFields,
}

type Shape = z.core.$ZodLooseShape
type Making<R extends Right, K extends Shape, M extends Shape> = Pick<
  Room<R, Shape, K, M>,
  'name' | 'right' | 'of' | 'ofKind' | 'makes' | 'partsOf'
>
const commandOf = <K extends Shape, M extends Shape>({ ofKind, makes }: Making<Right, K, M>) =>
  z.strictObject({ ...ofKind, ...makes, ...fields })

type Create = z.output<z.ZodObject<typeof fields, z.core.$strict>> & {
  readonly admins?: readonly UserId[] | undefined
  readonly stages?: readonly string[] | undefined
}

type AdminRefusal =
  | Made<typeof entityRefusals.entity_admins_missing | typeof entityRefusals.entity_admins_invalid>
  | Made<typeof grantRefusals.grants_too_many>

/** What only a kind with grants is refused with. @since 0.2.0 */
export type CreateEntityRefusal<R extends Right = 'granted'> =
  | AuthorizeRefusal
  | PartRefusal
  | PartsRefusal
  | FieldsRefusal
  | (R extends 'granted' ? AdminRefusal : never)

const adminsOf = ({ kind, actor, admins }: Pick<Seen<Create, string>, 'kind' | 'actor' | 'admins'>) =>
  isGranted(kind) ? (admins ?? (actor.kind === 'user' ? [actor.userId] : [])) : []

/** ENT-2, ENT-7, INV-08: something new, with what it must have and its first admins in the same commit. */
export const createEntity = <R extends Right, K extends Shape, M extends Shape>(room: Making<R, K, M>) =>
  inRoom<ReturnType<typeof commandOf<K, M>>, Create, EntityOf<KindIn<R>>, CreateEntityRefusal<R>, R>(
    room,
    'create',
    commandOf(room),
    {
      reads: (command, found, env) => needs(command, room.partsOf(command), found, env),
      plan: (command, slice, env) => {
        const { actor, organizationId } = command
        const allowed = authorize(slice, { actor, organizationId, permission: 'content.create', operator: 'may' }, env)
        if (!allowed.ok) return allowed
        const own = judgeFields(env.fields, command.kind, command.fields)
        if (!own.ok) return own
        const entity = newEntity(command, own.value, env)
        const parts = withParts(entity, room.partsOf(command), actor, slice, env)
        if (!parts.ok) return parts
        const admins = withAdmins(entity, adminsOf(command), actor, slice, env)
        if (!admins.ok) return refused(admins.refusal as never)
        const { kind, id } = entity
        return ok({
          value: entity as EntityOf<KindIn<R>>,
          because: [
            allowed.value,
            isGranted(kind)
              ? reason('first_admins', ['ENT-7', 'INV-08'], { admins: adminsOf(command).length })
              : reason('entity_created', ['ORG-3'], { kind, id }),
            ...(parts.value.length > 0 ? [reason('parts_attached', ['ENT-2', 'ENT-3', 'INV-09'], { kind, id })] : []),
          ],
          writes: [put(entities, entity), ...parts.value, ...admins.value],
          effects: [],
          organizationId,
        })
      },
    },
  )

const needs = (command: Seen<Create, string>, parts: Parts, found: Slice, { relations }: Env): readonly Need[] => {
  const { actor, organizationId, kind } = command
  return [
    ...authorizeNeeds(actor, organizationId, found),
    ...adminsOf(command).flatMap(userId => [
      refOf(users, userId),
      refOf(memberships, organizationId, userId),
      refOf(adminGrantCounts, userId),
      ...holdingNeeds({ organizationId, kind, subject: 'user', subjectId: userId }),
    ]),
    ...Object.entries(parts).flatMap(([name, ids]) => {
      const relation = relationOf(relations, kind, name)
      return relation ? ids.flatMap(toId => partNeeds(actor, { relation, toId }, found)) : []
    }),
  ]
}

const newEntity = (
  { kind, actor, organizationId, name, stages }: Seen<Create, string>,
  own: { readonly fields?: Facts },
  env: Env,
): Entity => ({
  organizationId,
  kind,
  id: EntityId.parse(env.newId()),
  name,
  createdBy: actor,
  createdAt: env.now,
  status: 'active',
  ...(kind === 'project' && { progress: 'not_started' as const }),
  ...(stages && { stages }),
  ...own,
})

/** ENT-1 to ENT-3: all that it is to have, or nothing of it. */
const withParts = (
  entity: Entity,
  parts: Parts,
  actor: Acting,
  slice: Slice,
  env: Env,
): Result<readonly Write[], PartsRefusal | PartRefusal> => {
  const first = firstParts(env.relations, entity.kind, parts)
  if (!first.ok) return first
  const { organizationId } = entity
  const judged = judgeParts(slice, { actor, organizationId }, first.value, env)
  return judged.ok ? ok(attached(entity, first.value, { by: actor, at: env.now })) : judged
}

/** Each is in for good: whoever's membership expires does not count (MEM-3). */
const withAdmins = (
  { organizationId, kind, id }: Entity,
  userIds: readonly UserId[],
  by: Acting,
  slice: Slice,
  env: Env,
): Result<readonly Write[], AdminRefusal> => {
  if (!isGranted(kind)) return ok([])
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
