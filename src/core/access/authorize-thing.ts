import {
  type Entity,
  type EntityAct,
  entities,
  entityRefusals,
  isGranted,
  permissionTo,
  type Right,
} from '../entity/index.ts'
import { type Actor, type Made, type Need, ok, type Result, refOf, refused, type Slice } from '../kernel/index.ts'
import { type At, type AuthorizeRefusal, activeUser, authorize, authorizeNeeds } from '../membership/index.ts'
import { users } from '../user/index.ts'
import {
  type AuthorizedOn,
  type AuthorizeOnRefusal,
  authorizeOn,
  authorizeOnNeeds,
  whyOutside,
} from './authorize-on.ts'

/** A thing of any kind, and what is to be done with it. */
export type AskedThing = {
  readonly actor: Actor
  readonly kind: string
  readonly id: string
  readonly act: EntityAct
  /** Only for looking at it, and for bringing it back (ENT-4). */
  readonly archived?: 'passes'
}

type PermissionMissing = Extract<AuthorizeRefusal, { code: 'permission_missing' }>
type Archived = Made<typeof entityRefusals.entity_archived>

/** What a command about a thing without grants may be refused with. */
export type AuthorizeFreeRefusal =
  | Exclude<AuthorizeOnRefusal, { code: 'entity_permission_missing' }>
  | PermissionMissing

/** The same, by what right the things of a room are seen and changed. */
export type AuthorizeIn<R extends Right> = R extends 'granted'
  ? AuthorizeOnRefusal
  : R extends 'any'
    ? AuthorizeOnRefusal | AuthorizeFreeRefusal
    : AuthorizeFreeRefusal

/** Where archiving makes no difference. */
export type AuthorizeArchivedIn<R extends Right> = Exclude<AuthorizeIn<R>, Archived>

export const authorizeThingNeeds = (
  { actor, kind, id }: Pick<AskedThing, 'actor' | 'kind' | 'id'>,
  found: Slice,
): readonly Need[] => {
  if (isGranted(kind)) return authorizeOnNeeds({ actor, kind, id }, found)
  const organizationId = found.get(entities, kind, id)?.organizationId
  const user = actor.kind === 'user' ? [refOf(users, actor.userId)] : []
  return [
    refOf(entities, kind, id),
    ...(organizationId === undefined ? user : authorizeNeeds(actor, organizationId, found)),
  ]
}

/**
 * ACC-1: the same as `authorizeOn` for things of every kind: what nobody is granted anything on is for whoever may
 * create content.
 */
export const authorizeThing = <R extends Right>(
  slice: Slice,
  { actor, kind, id, act, ...rest }: AskedThing,
  at: At,
): Result<AuthorizedOn, AuthorizeIn<R>> => {
  const judged = isGranted(kind)
    ? authorizeOn(slice, { actor, kind, id, permission: permissionTo(kind, act), ...rest }, at)
    : authorizeFree(slice, { actor, kind, id, act, ...rest }, at)
  return judged as Result<AuthorizedOn, AuthorizeIn<R>>
}

const authorizeFree = (
  slice: Slice,
  { actor, kind, id, archived }: AskedThing,
  at: At,
): Result<AuthorizedOn, AuthorizeFreeRefusal> => {
  const user = actor.kind === 'user' ? activeUser(slice, actor.userId) : undefined
  if (user && !user.ok) return user
  const entity: Entity | undefined = slice.get(entities, kind, id)
  if (!entity) return refused(entityRefusals.entity_not_found({ kind, id }))
  const outside = user && whyOutside(slice, entity, user.value.id, at)
  if (outside) return refused(outside)
  const { organizationId } = entity
  const allowed = authorize(slice, { actor, organizationId, permission: 'content.create', operator: 'may' }, at)
  if (!allowed.ok) return whyNotFree(allowed.refusal, { kind, id })
  if (entity.status === 'archived' && archived !== 'passes')
    return refused(entityRefusals.entity_archived({ kind, id, archivedAt: entity.archivedAt }))
  return ok({ entity, because: allowed.value })
}

/** A role that the catalogue lost is as none (ROL-1). */
const whyNotFree = (
  refusal: AuthorizeRefusal,
  which: { readonly kind: string; readonly id: string },
): Result<never, AuthorizeFreeRefusal> =>
  refusal.code === 'not_a_member' || refusal.code === 'organization_not_found'
    ? refused(entityRefusals.entity_not_found(which))
    : refused(refusal)
