import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, type ListOf, OrganizationId, ok, pageFields, pageNeed, pageOf, type View } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { invitations } from '../model.ts'
import type { InvitationState } from '../rules.ts'
import { type InvitationView, invitationView } from '../view.ts'

const STATES = ['pending', 'accepted', 'declined', 'revoked', 'expired'] as const satisfies readonly InvitationState[]

const List = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  status: z.enum(STATES).optional(),
  ...pageFields,
})
type List = z.output<typeof List>

/**
 * The organization's invitations, oldest first. What has expired is stored among the pending ones, so a page of either
 * can have fewer than were asked for, and a next one.
 */
export const listInvitations: View<typeof List, ListOf<InvitationView>, AuthorizeRefusal, Env> = {
  name: 'invitations.list',
  command: List,
  reads: (command, found) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    pageNeed(command, ...keyOf(command)),
  ],
  answer: (command, slice, env) => {
    const { actor, organizationId, status } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.invite', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const page = pageOf(slice, invitations, keyOf(command), invitation => invitationView(invitation, env.now))
    const items = page.items.filter(item => status === undefined || item.status === status)
    return ok({ value: { ...page, items }, because: [allowed.value] })
  },
}

const keyOf = ({ organizationId, status }: List): [string, ...string[]] =>
  status === undefined
    ? ['invitation_by_organization', organizationId]
    : ['invitation_by_status', organizationId, status === 'expired' ? 'pending' : status]
