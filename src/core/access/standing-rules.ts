import { permissionsOn } from '../entity/index.ts'
import { reason } from '../kernel/index.ts'
import { organizationPermissions, roleOf } from '../role/index.ts'
import { isBefore } from './is-before.ts'
import type { AccessFacts, AccessMembership } from './model.ts'
import { continues, denies, factsInvalid, type Held, type Rule } from './step.ts'

const ON_ITS_KIND = continues(({ permission, kind }) =>
  reason('permission_on_its_kind', ['ACC-1'], { permission, kind: kind ?? 'organization' }),
)
const ORGANIZATION_ACTIVE = continues(() => reason('organization_active', ['ORG-5']))
const USER_ACTIVE = continues(() => reason('user_active', ['MEM-7']))
const MEMBER_ACTIVE = continues(({ held }) => reason('member_active', ['MEM-1'], { role: held?.role }))

/** Whether it is a question at all: a permission that there is, on something of its kind, of this organization. */
const isAsked: Rule = ({ permission, kind, facts: { now, organization, resource } }) => {
  if (!Number.isFinite(now)) return denies(factsInvalid())
  const known: readonly string[] = kind === undefined ? organizationPermissions : permissionsOn(kind)
  if (!known.includes(permission)) return denies(reason('permission_unknown', ['ACC-1'], { permission }))
  if (resource.kind !== (kind ?? 'organization'))
    return denies(reason('permission_of_another_kind', ['ACC-1'], { permission, kind: resource.kind }))
  const organizationId = resource.kind === 'organization' ? resource.id : resource.organizationId
  return organizationId === organization.id
    ? ON_ITS_KIND
    : denies(reason('resource_of_another_organization', ['ORG-3'], { kind: resource.kind, id: resource.id }))
}

const organizationStands: Rule = ({ facts: { organization } }) =>
  organization.status === 'active'
    ? ORGANIZATION_ACTIVE
    : denies(reason('organization_archived', ['ORG-5'], { organizationId: organization.id }))

const userStands: Rule = ({ facts: { actor } }) =>
  actor.status === 'active' ? USER_ACTIVE : denies(reason('user_deactivated', ['MEM-7'], { userId: actor.userId }))

const memberStands: Rule = ({ held, facts }) => {
  const { membership } = facts
  if (!membership) return denies(reason('not_a_member', ['MEM-1'], { userId: facts.actor.userId }))
  if (membership.status === 'suspended') return denies(reason('member_suspended', ['MEM-2']))
  if (membership.status !== 'active') return denies(reason('membership_ended', ['MEM-2']))
  if (held) return MEMBER_ACTIVE
  const role = roleNow(membership, facts.now)
  return role === undefined
    ? denies(whyNoRole(membership))
    : denies(reason('role_not_in_catalogue', ['ROL-1'], { role }))
}

const whyNoRole = ({ assigned, gap }: AccessMembership) =>
  gap === undefined
    ? reason('membership_expired', ['MEM-1', 'INV-25'], { until: assigned?.until })
    : reason('workforce_gap', ['WRK-1', 'WRK-5', 'INV-13'], { gap })

/** What comes before every permission. */
export const standingRules: readonly Rule[] = [isAsked, organizationStands, userStands, memberStands]

/** MEM-1: whether the role by which the member acts is derived. */
export const isDerived = ({ assigned, derived }: AccessMembership, now: number): boolean =>
  !(assigned && isBefore(now, assigned.until)) && derived !== undefined && isBefore(now, derived.until)

/** MEM-1: the assigned role while it lasts, else the derived one. */
export const roleNow = (membership: AccessMembership, now: number): string | undefined => {
  const { assigned, derived } = membership
  if (assigned && isBefore(now, assigned.until)) return assigned.role
  return isDerived(membership, now) ? derived?.role : undefined
}

/** The role by which the actor acts, where they are in. */
export const heldRole = ({ membership, roles, now }: AccessFacts): Held | undefined => {
  if (membership?.status !== 'active') return undefined
  const role = roleNow(membership, now)
  const definition = role === undefined ? undefined : roleOf(roles, role)
  return role === undefined || definition === undefined ? undefined : { role, definition }
}
