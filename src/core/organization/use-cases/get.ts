import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, type Made, OrganizationId, ok, reason, refused, type View } from '../../kernel/index.ts'
import { activeRole, activeUser, authorizeNeeds, membershipRefusals, memberships } from '../../membership/index.ts'
import type { userRefusals } from '../../user/index.ts'
import { organizations } from '../model.ts'
import { organizationRefusals } from '../refusals.ts'
import type { OrganizationView } from '../view.ts'

const Get = z.strictObject({ actor: Actor, organizationId: OrganizationId })

/** @since 0.1.0 */
export type GetOrganizationRefusal =
  | Made<typeof organizationRefusals.organization_not_found>
  | Made<typeof membershipRefusals.not_a_member>
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>

export const getOrganization: View<typeof Get, OrganizationView, GetOrganizationRefusal, Env> = {
  name: 'organizations.get',
  command: Get,
  reads: ({ actor, organizationId }, found) => authorizeNeeds(actor, organizationId, found),
  answer: ({ actor, organizationId }, slice, env) => {
    const user = actor.kind === 'user' ? activeUser(slice, actor.userId) : undefined
    if (user && !user.ok) return user
    const organization = slice.get(organizations, organizationId)
    if (!organization) return refused(organizationRefusals.organization_not_found({ organizationId }))
    const member = user && slice.get(memberships, organizationId, user.value.id)
    if (user && !activeRole(member, slice, env))
      return refused(membershipRefusals.not_a_member({ organizationId, userId: user.value.id }))
    const { id, name, kind, status } = organization
    return ok({ value: { id, name, kind, status }, because: [reason('member_sees_organization', ['ORG-4'])] })
  },
}
