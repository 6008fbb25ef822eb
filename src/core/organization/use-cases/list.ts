import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  type ListOf,
  type Made,
  type Need,
  ok,
  pageFields,
  pageNeed,
  reason,
  refOf,
  refused,
  UserId,
  type View,
} from '../../kernel/index.ts'
import { activeUser, memberNow, membershipRefusals, memberships, workforceNeeds } from '../../membership/index.ts'
import type { RoleName } from '../../role/index.ts'
import { type userRefusals, users } from '../../user/index.ts'
import { organizations } from '../model.ts'
import type { OrganizationView } from '../view.ts'

const List = z.strictObject({ actor: Actor, userId: UserId, ...pageFields })

/** @since 0.1.0 */
export type OrganizationOfUser = OrganizationView & { readonly role: RoleName | null; readonly joinedAt: number }

/** @since 0.1.0 */
export type ListOrganizationsRefusal =
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | Made<typeof membershipRefusals.not_yourself>

const BY_USER = 'membership_by_user'

/** MEM-6: the organizations that a user is in, with the role in each; for the user and the operator. */
export const listOrganizations: View<typeof List, ListOf<OrganizationOfUser>, ListOrganizationsRefusal, Env> = {
  name: 'organizations.list',
  command: List,
  reads: (command, found) => [
    refOf(users, command.userId),
    pageNeed(command, BY_USER, command.userId),
    ...found
      .list(memberships, BY_USER, command.userId)
      .flatMap((member): readonly Need[] => [refOf(organizations, member.organizationId), ...workforceNeeds(member)]),
  ],
  answer: ({ actor, userId }, slice, env) => {
    if (actor.kind === 'user' && actor.userId !== userId) return refused(membershipRefusals.not_yourself({ userId }))
    const user = activeUser(slice, userId)
    if (!user.ok) return user
    const items = slice.list(memberships, BY_USER, userId).flatMap(member => {
      const organization = slice.get(organizations, member.organizationId)
      if (!organization || member.status === 'ended') return []
      const { id, name, kind, status } = organization
      return [{ id, name, kind, status, role: memberNow(member, slice, env).role, joinedAt: member.joinedAt }]
    })
    const next = slice.next(BY_USER, userId)
    return ok({
      value: { items, ...(next !== undefined && { next }) },
      because: [reason('own_memberships', ['MEM-6'])],
    })
  },
}
