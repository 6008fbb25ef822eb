import { type EntityPermission, kindOf } from '../entity/index.ts'
import { grants } from '../grant/index.ts'
import { groupSeats } from '../group/index.ts'
import { type Actor, type Because, type ListOf, type Need, pageNeed, type Slice } from '../kernel/index.ts'
import { type At, isOfAnotherVendor, memberships } from '../membership/index.ts'
import type { RoleCatalogue } from '../role/index.ts'
import type { ResourceRef } from './asked.ts'
import { can } from './can.ts'
import { accessFacts, accessNeeds, groupsOn, organizationOf, type Place, resourceNeeds } from './facts.ts'
import { implicitRoles } from './implicitly.ts'
import type { AccessSource, Permission } from './model.ts'

/** One user who may, by what, and why. @since 0.2.0 */
export type WhoCan = { readonly userId: string; readonly source: AccessSource; readonly because: Because }

export type WhoQuestion = {
  readonly actor: Actor
  readonly permission: Permission
  readonly resource: ResourceRef
  readonly after?: string | undefined
  readonly limit: number
}

/** One of the lists in which those who may can be found; each of them is walked in turn. */
type Stage = {
  readonly name: string
  readonly list: readonly [secondary: string, ...values: string[]]
  usersOf(slice: Slice): readonly string[]
  /** Whether the user stands in this list: the first in which they do is the one that gives them. */
  has(userId: string, slice: Slice): boolean
}

const everybody = (organizationId: string): Stage => {
  const list = ['membership_by_organization', organizationId] as const
  return {
    name: 'members',
    list,
    usersOf: slice => slice.list(memberships, ...list).map(({ userId }) => userId),
    has: () => true,
  }
}

const assigned = (organizationId: string, role: string): Stage => {
  const list = ['membership_by_assigned_role', organizationId, role] as const
  return {
    name: `role.${role}`,
    list,
    usersOf: slice => slice.list(memberships, ...list).map(({ userId }) => userId),
    has: (userId, slice) => slice.get(memberships, organizationId, userId)?.assigned?.role === role,
  }
}

const granted = ({ organizationId, kind, id }: Place): Stage => {
  const list = ['grant_by_entity', organizationId, kind, id, 'user'] as const
  return {
    name: 'granted',
    list,
    usersOf: slice => slice.list(grants, ...list).map(({ subjectId }) => subjectId),
    has: (userId, slice) => slice.get(grants, organizationId, kind, id, 'user', userId) !== undefined,
  }
}

const GROUP = 'group.'

const seated = ({ organizationId }: Place, groupId: string): Stage => {
  const list = ['group_seat_by_group', organizationId, groupId, 'member'] as const
  return {
    name: `${GROUP}${groupId}`,
    list,
    usersOf: slice => slice.list(groupSeats, ...list).map(({ userId }) => userId),
    has: (userId, slice) => slice.get(groupSeats, organizationId, groupId, 'member', userId) !== undefined,
  }
}

const stagesOf = ({ permission, resource }: WhoQuestion, slice: Slice, roles: RoleCatalogue): readonly Stage[] => {
  const { kind, id } = resource
  const organizationId = organizationOf(resource, slice)
  if (organizationId === undefined || (kindOf(permission) ?? 'organization') !== kind) return []
  if (kind === 'organization') return [everybody(organizationId)]
  const implicit = implicitRoles(permission as EntityPermission, roles)
  // What does not administer may be derived (DOM-2), and those who have it so stand in no list of their own.
  if (implicit.some(role => !roles.roles[role]?.administers)) return [everybody(organizationId)]
  const place = { organizationId, kind, id }
  return [
    ...implicit.map(role => assigned(organizationId, role)),
    granted(place),
    ...[...groupsOn(place, slice)].sort().map(groupId => seated(place, groupId)),
  ]
}

/** In which of the stages a page begins, and after what; undefined for a cursor that none of them gave. */
const startOf = (after: string | undefined, stages: readonly Stage[]) => {
  if (after === undefined) return { index: 0 }
  const [name = '', ...rest] = after.split(':')
  const index = stages.findIndex(stage => stage.name === name)
  if (index >= 0) return { index, ...(rest.length > 0 && rest[0] !== '' && { after: rest.join(':') }) }
  if (!name.startsWith(GROUP) || !stages.some(stage => stage.name === 'granted')) return undefined
  // What the group was granted has been revoked meanwhile: the next one has its turn.
  const next = stages.findIndex(stage => stage.name.startsWith(GROUP) && stage.name > name)
  return { index: next < 0 ? stages.length : next }
}

/** The stage of the page that is asked for, with those before it. */
const pageOf = (question: WhoQuestion, slice: Slice, roles: RoleCatalogue) => {
  const stages = stagesOf(question, slice, roles)
  const start = startOf(question.after, stages)
  return (
    start && {
      before: stages.slice(0, start.index),
      stage: stages[start.index],
      next: stages[start.index + 1],
      ...start,
    }
  )
}

export const whoNeeds = (question: WhoQuestion, found: Slice, { roles }: Pick<At, 'roles'>): readonly Need[] => {
  const { resource } = question
  const page = pageOf(question, found, roles)
  if (!page?.stage) return resourceNeeds(resource, found)
  const { stage, after } = page
  return [
    ...resourceNeeds(resource, found),
    pageNeed({ limit: question.limit, after }, ...stage.list),
    ...stage.usersOf(found).flatMap(userId => accessNeeds({ userId, resource }, found)),
  ]
}

/**
 * ACC-3: one page of those who may, each decided by `can` on their own facts, so that the two agree. Each stands in the
 * first of the lists in which they are found, and in no other, whatever was on earlier pages; undefined for a cursor that
 * no page gave. To a vendor's people those of other vendors are in none (WRK-6).
 */
export const whoCanPage = (question: WhoQuestion, slice: Slice, at: At): ListOf<WhoCan> | undefined => {
  const page = pageOf(question, slice, at.roles)
  if (!page) return undefined
  const { before, stage, next } = page
  if (!stage) return { items: [] }
  const inner = slice.next(...stage.list)
  const cursor = inner === undefined ? next && `${next.name}:` : `${stage.name}:${inner}`
  return {
    items: stage
      .usersOf(slice)
      .filter(userId => !before.some(({ has }) => has(userId, slice)))
      .flatMap(userId => rowOf(question, userId, slice, at)),
    ...(cursor !== undefined && { next: cursor }),
  }
}

const rowOf = (question: WhoQuestion, userId: string, slice: Slice, at: At): readonly WhoCan[] => {
  const { permission, resource } = question
  if (isHidden(question, userId, slice, at)) return []
  const facts = accessFacts({ userId, resource }, slice, at)
  const decision = facts && can(permission, facts)
  return decision?.allowed ? [{ userId, source: decision.source, because: decision.because }] : []
}

const isHidden = ({ actor, resource }: WhoQuestion, userId: string, slice: Slice, at: At): boolean => {
  const organizationId = organizationOf(resource, slice)
  if (actor.kind !== 'user' || organizationId === undefined) return false
  const [viewer, member] = [actor.userId, userId].map(each => slice.get(memberships, organizationId, each))
  return isOfAnotherVendor(viewer, member, slice, at)
}
