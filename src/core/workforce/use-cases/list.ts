import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, type ListOf, OrganizationId, ok, pageFields, pageNeed, pageOf, type View } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { engagements } from '../model.ts'
import { type EngagementView, engagementView } from '../view.ts'

const List = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  /** As which of the two the organization is looked at. */
  side: z.enum(['host', 'vendor']).default('host'),
  ...pageFields,
})
type List = z.output<typeof List>

const listOf = ({ organizationId, side }: List) =>
  [side === 'host' ? 'engagement_by_organization' : 'engagement_by_vendor', organizationId] as const

/** ORG-4, WRK-5: with whom the organization works, for whoever sees its settings, on either side. */
export const listEngagements: View<typeof List, ListOf<EngagementView>, AuthorizeRefusal, Env> = {
  name: 'engagements.list',
  command: List,
  reads: (command, found) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    pageNeed(command, ...listOf(command)),
  ],
  answer: (command, slice, env) => {
    const { actor, organizationId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.read', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const value = pageOf(slice, engagements, listOf(command), each => engagementView(each, env.now))
    return ok({ value, because: [allowed.value] })
  },
}
