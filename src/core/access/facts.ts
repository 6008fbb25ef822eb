import { type Entity, type EntityKind, entities } from '../entity/index.ts'
import { GROUPS_PER_ENTITY, type Grant, grants } from '../grant/index.ts'
import { groupSeats, groups, isTaken } from '../group/index.ts'
import { listKey, type Need, type Ref, refOf, type Slice } from '../kernel/index.ts'
import {
  type At,
  type Membership,
  memberNeeds,
  memberships,
  scopeOf,
  standingRole,
  workforceStanding,
} from '../membership/index.ts'
import { organizations } from '../organization/index.ts'
import { users } from '../user/index.ts'
import type { ResourceRef } from './asked.ts'
import type { AccessFacts, AccessGrant, AccessMembership, DerivedRole, EntityResource, GrantThrough } from './model.ts'

/** Of whom something is asked, and on what. */
export type AccessQuestion = {
  readonly userId: string
  readonly resource: ResourceRef
  readonly stage?: string | undefined
}

/** A project, a dataset or an ontology whose organization is known. */
export type Place = { readonly organizationId: string; readonly kind: EntityKind; readonly id: string }

/** What is known of somebody in an organization, before it is said on what they want to do something. */
export type Standing = Omit<AccessFacts, 'resource' | 'grants' | 'stage'> & { readonly membership: AccessMembership }

export const standingNeeds = (userId: string, organizationId: string, found: Slice): readonly Ref[] => [
  refOf(users, userId),
  refOf(organizations, organizationId),
  ...memberNeeds(organizationId, userId, found),
]

const groupGrants = ({ organizationId, kind, id }: Place) =>
  ['grant_by_entity', organizationId, kind, id, 'group'] as const

/** The groups that are granted something on it, each once. */
export const groupsOn = (place: Place, slice: Slice): readonly string[] =>
  slice.list(grants, ...groupGrants(place)).map(({ subjectId }) => subjectId)

/** What is asked about, and the groups that are granted something on it. */
export const resourceNeeds = (resource: ResourceRef, found: Slice): readonly Need[] => {
  const { kind, id } = resource
  if (kind === 'organization') return []
  const organizationId = organizationOf(resource, found)
  return [
    refOf(entities, kind, id),
    ...(organizationId === undefined ? [] : [groupsNeed({ organizationId, kind, id })]),
  ]
}

const groupsNeed = (place: Place): Need => ({ list: listKey(...groupGrants(place)), limit: GROUPS_PER_ENTITY })

/** What a decision about one user on one thing looks at, however many grants, groups and members there are. */
export const placeNeeds = (userId: string, place: Place, found: Slice): readonly Need[] => {
  const { organizationId, kind, id } = place
  return [
    ...standingNeeds(userId, organizationId, found),
    refOf(entities, kind, id),
    refOf(grants, organizationId, kind, id, 'user', userId),
    groupsNeed(place),
    ...groupsOn(place, found).flatMap(groupId => [
      refOf(groups, organizationId, groupId),
      refOf(groupSeats, organizationId, groupId, 'member', userId),
    ]),
  ]
}

/** The organization of what is asked about; undefined where there is no such thing. */
export const organizationOf = ({ kind, id }: ResourceRef, slice: Slice): string | undefined =>
  kind === 'organization' ? id : slice.get(entities, kind, id)?.organizationId

/** The records that `accessFacts` looks at. */
export const accessNeeds = ({ userId, resource }: AccessQuestion, found: Slice): readonly Need[] => {
  const { kind, id } = resource
  if (kind === 'organization') return standingNeeds(userId, id, found)
  const organizationId = organizationOf(resource, found)
  return organizationId === undefined
    ? [refOf(users, userId), ...resourceNeeds(resource, found)]
    : placeNeeds(userId, { organizationId, kind, id }, found)
}

/** Who somebody is in an organization; undefined for whoever was never in. */
export const standingOf = (userId: string, organizationId: string, slice: Slice, at: At): Standing | undefined => {
  const user = slice.get(users, userId)
  const organization = slice.get(organizations, organizationId)
  const membership = slice.get(memberships, organizationId, userId)
  return (
    user &&
    organization &&
    membership && {
      now: at.now,
      roles: at.roles,
      actor: { kind: 'user', userId, status: user.status },
      organization: { id: organizationId, status: organization.status },
      membership: membershipFacts(membership, slice, at),
    }
  )
}

const membershipFacts = (member: Membership, slice: Slice, at: At): AccessMembership => {
  const { status, assigned, byWorkforce } = member
  const standing = byWorkforce && workforceStanding(member, slice, at)
  return {
    status,
    assigned: assigned && { role: assigned.role, until: assigned.until },
    derived: derivedFacts(member, slice, at),
    gap: standing?.stands === false ? standing.gap : undefined,
  }
}

/** What is derived whether or not something is assigned: that may end before. */
const derivedFacts = ({ assigned: _, ...member }: Membership, slice: Slice, at: At): DerivedRole | undefined => {
  if (member.status === 'ended') return undefined
  // A suspended member has none now, and would have it again (MEM-2).
  const active = { ...member, status: 'active' } as Membership
  const derived = standingRole(active, slice, at)
  if (derived?.by !== 'workforce') return derived && { role: derived.role }
  const scope = scopeOf(active, slice, at)
  return {
    role: derived.role,
    ...(derived.until !== 'lasting' && { until: derived.until }),
    ...(scope && { scope }),
  }
}

/** ACC-2: all that a decision rests on; undefined where there is no such thing, or the user was never in its organization. */
export const accessFacts = (
  { userId, resource, stage }: AccessQuestion,
  slice: Slice,
  at: At,
): AccessFacts | undefined => {
  const { kind, id } = resource
  const organizationId = organizationOf(resource, slice)
  const standing = organizationId === undefined ? undefined : standingOf(userId, organizationId, slice, at)
  if (organizationId === undefined || standing === undefined) return undefined
  if (kind === 'organization') return { ...standing, resource: { kind, id }, grants: [], stage }
  const entity = slice.get(entities, kind, id)
  const grants = grantsOf(userId, { organizationId, kind, id }, slice)
  return entity && { ...standing, resource: resourceOf(kind, entity), grants, stage }
}

/** ENT-6: a thing as a decision looks at it. */
export const resourceOf = (kind: EntityKind, { id, organizationId, status, progress }: Entity): EntityResource => ({
  kind,
  id,
  organizationId,
  status,
  ...(progress !== undefined && { progress }),
})

/** What somebody was granted on one thing, in the term that they are in now. */
const grantsOf = (userId: string, place: Place, slice: Slice): readonly AccessGrant[] => {
  const { organizationId, kind, id } = place
  const member = slice.get(memberships, organizationId, userId)
  const own = slice.get(grants, organizationId, kind, id, 'user', userId)
  const throughGroups = slice
    .list(grants, ...groupGrants(place))
    .filter(({ subjectId }) => isSeated(userId, organizationId, subjectId, slice))
  return [...(own ? [own] : []), ...throughGroups].flatMap(grant => grantFacts(grant, member, slice))
}

const isSeated = (userId: string, organizationId: string, groupId: string, slice: Slice): boolean =>
  isTaken(
    slice.get(groupSeats, organizationId, groupId, 'member', userId),
    slice.get(memberships, organizationId, userId),
  )

/** INV-25: what was given to a user in another term is none. An expiry stays with the grant, since it can be moved. */
export const grantFacts = (grant: Grant, member: Membership | undefined, slice: Slice): readonly AccessGrant[] => {
  if (grant.subject === 'user' && grant.term !== member?.term) return []
  const { role, until, stages } = grant
  return [{ role, through: throughOf(grant, slice), ...(until !== undefined && { until }), ...(stages && { stages }) }]
}

const throughOf = ({ organizationId, subject, subjectId }: Grant, slice: Slice): GrantThrough =>
  subject === 'user'
    ? { kind: 'user' }
    : {
        kind: 'group',
        groupId: subjectId,
        status: slice.get(groups, organizationId, subjectId)?.status ?? 'archived',
      }
