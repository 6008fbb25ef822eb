import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, type ListOf, OrganizationId, ok, pageFields, pageNeed, pageOf, type View } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../authorize.ts'
import { memberships } from '../model.ts'
import { type Member, memberNow } from '../view.ts'
import { workforceNeeds } from '../workforce.ts'

const List = z.strictObject({ actor: Actor, organizationId: OrganizationId, ...pageFields })

const BY_ORGANIZATION = 'membership_by_organization'

/** ROL-4: the members, in the order in which they joined. */
export const listMembers: View<typeof List, ListOf<Member>, AuthorizeRefusal, Env> = {
  name: 'members.list',
  command: List,
  reads: (command, found) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    pageNeed(command, BY_ORGANIZATION, command.organizationId),
    ...found.list(memberships, BY_ORGANIZATION, command.organizationId).flatMap(workforceNeeds),
  ],
  answer: ({ actor, organizationId }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.read', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    return ok({
      value: pageOf(slice, memberships, [BY_ORGANIZATION, organizationId], member => memberNow(member, slice, env)),
      because: [allowed.value],
    })
  },
}
