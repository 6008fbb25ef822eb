import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  OrganizationId,
  ok,
  pageFields,
  pageNeed,
  reason,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, memberships } from '../../membership/index.ts'
import { activeOrganization } from '../../organization/index.ts'
import { overdueNeeds, suspendOverdue } from '../overdue.ts'

/** How many members one commit looks at. */
const MOST = 100

const SweepOverdue = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  /** Where the commit before said to go on. */
  after: pageFields.after,
  limit: z.int().min(1).max(MOST).default(MOST),
  ...commandFields,
})
type SweepOverdue = z.output<typeof SweepOverdue>

/**
 * What one commit did. `skipped`: who is overdue, and administers something alone or is not the actor's to change. Go on
 * `after` what is `next` until it is `finished`.
 *
 * @since 0.4.0
 */
export type OverdueSwept = {
  readonly suspended: number
  readonly skipped: number
  readonly finished: boolean
  readonly next?: string
}

const BY_ORGANIZATION = 'membership_by_organization'

/**
 * MFA-2: one bounded commit of suspending whoever did not enrol in time, where the policy says so. Sign-ins deny them
 * without it; it ends their sessions and says so in the list of members. It can stop between any two commits and begin anew.
 */
export const sweepOverdue: UseCase<typeof SweepOverdue, OverdueSwept, AuthorizeRefusal, Env> = {
  name: 'mfa.sweepOverdue',
  command: SweepOverdue,
  reads: (command, found, env) => {
    const { actor, organizationId } = command
    return [
      ...authorizeNeeds(actor, organizationId, found),
      pageNeed(command, BY_ORGANIZATION, organizationId),
      ...overdueNeeds(organizationId, membersOf(command, found), found, env),
    ]
  },
  plan: (command, slice, env) => {
    const { actor, organizationId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    const asked = { actor, organization: organization.value }
    const { userIds, skipped, writes, effects } = suspendOverdue(asked, membersOf(command, slice), slice, env)
    const next = slice.next(BY_ORGANIZATION, organizationId)
    return ok({
      value: { suspended: userIds.length, skipped, finished: next === undefined, ...(next !== undefined && { next }) },
      because: [allowed.value, reason('overdue_suspended', ['MFA-2', 'MEM-2', 'MEM-3'], { count: userIds.length })],
      writes,
      effects,
      organizationId,
    })
  },
}

const membersOf = ({ organizationId }: SweepOverdue, slice: Slice) =>
  slice.list(memberships, BY_ORGANIZATION, organizationId)
