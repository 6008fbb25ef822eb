import { z } from 'zod'
import { type AdmitRefusal, admit, admitNeeds } from '../../domain-rule/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  reason,
  refOf,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { activeUser, type Member, memberOf, membershipRefusals } from '../../membership/index.ts'
import { activeOrganization, type organizationRefusals, organizations } from '../../organization/index.ts'

const JoinOffered = z.strictObject({ actor: Actor, organizationId: OrganizationId, ...commandFields })

/** @since 0.1.0 */
export type JoinOfferedRefusal =
  | Made<typeof organizationRefusals.organization_not_found | typeof organizationRefusals.organization_archived>
  | Made<typeof membershipRefusals.operator_not_allowed>
  | AdmitRefusal

/** DOM-1: the user accepts what was offered. */
export const joinOffered: UseCase<typeof JoinOffered, Member, JoinOfferedRefusal, Env> = {
  name: 'users.joinOffered',
  command: JoinOffered,
  reads: ({ actor, organizationId }, found, env) =>
    actor.kind === 'user'
      ? [refOf(organizations, organizationId), ...admitNeeds({ organizationId, userId: actor.userId }, found, env)]
      : [],
  plan: ({ actor, organizationId }, slice, env) => {
    if (actor.kind !== 'user') return refused(membershipRefusals.operator_not_allowed({ permission: 'join' }))
    const user = activeUser(slice, actor.userId)
    if (!user.ok) return user
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    const admitted = admit({ organizationId, userId: actor.userId }, 'offered', slice, env)
    if (!admitted.ok) return admitted
    const { member, because, writes } = admitted.value
    return ok({
      value: memberOf(member, env),
      because: [reason('offer_accepted', ['DOM-1', 'RES-2']), ...because],
      writes,
      effects: [],
      organizationId,
    })
  },
}
