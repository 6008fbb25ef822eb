import { z } from 'zod'
import { Actor, collection, counter, Instant, idSchema, OrganizationId, UserId } from '../kernel/index.ts'
import { RoleName } from '../role/index.ts'

/** MEM-1. A role that a person gave. @since 0.1.0 */
export const AssignedRole = z.strictObject({
  role: RoleName,
  by: Actor,
  at: Instant,
  /** From this moment on the role is none (INV-25); whoever has one for a time never counts as the last admin (MEM-3). */
  until: Instant.exactOptional(),
  reason: z.string().max(500).exactOptional(),
})
export type AssignedRole = z.output<typeof AssignedRole>

/**
 * MEM-1. A role that a domain rule gives, with its source: the rule is (organization, domain), and `edition` is the
 * state of the rule that gave it (INV-12).
 *
 * @since 0.1.0
 */
export const RuleRole = z.strictObject({ role: RoleName, domain: z.string(), edition: z.int().min(1), at: Instant })
export type RuleRole = z.output<typeof RuleRole>

/** So that one decision reads a bounded number of groups. */
export const WORKFORCE_GROUPS = 200

/**
 * WRK-1. That the user came as one of a vendor's people: `term` is that of their membership in the vendor, `edition` that
 * of the engagement. It gives the catalogue's workforce role for as long as these stand, and a grant on a project or a
 * dataset is there: the user's own, or that of one of `groups`, in which they have a seat.
 *
 * @since 0.3.0
 */
export const WorkforceRole = z.strictObject({
  vendorId: OrganizationId,
  term: z.int().min(1),
  edition: z.int().min(1),
  at: Instant,
  groups: z.array(idSchema).max(WORKFORCE_GROUPS).readonly(),
})
export type WorkforceRole = z.output<typeof WorkforceRole>

const common = {
  organizationId: OrganizationId,
  userId: UserId,
  /**
   * Counts up each time the user comes in anew. Group seats and grants name it, so that what somebody had before they
   * were out stays gone when they are back (INV-25).
   */
  term: z.int().min(1),
  joinedAt: Instant,
  /** MFA-4: of whoever came in anew, when they first did. */
  firstJoinedAt: Instant.exactOptional(),
  /** INVI-2: of whoever came in anew, the last term that a person ended: no invitation of before outlives it. */
  removedTerm: z.int().min(1).exactOptional(),
  assigned: AssignedRole.exactOptional(),
  byRule: RuleRole.exactOptional(),
  byWorkforce: WorkforceRole.exactOptional(),
}

/**
 * Why a membership ended. `rule_changed` and `workforce_over` (the last grant went, WRK-2) let a rule join the user: who
 * left or was removed by a person comes back by a person's act.
 *
 * @since 0.1.0
 */
export const Ending = z.enum(['rule_changed', 'left', 'removed', 'workforce_over'])
export type Ending = z.output<typeof Ending>

/** MEM-1, MEM-2. One user in one organization. @since 0.1.0 */
export const Membership = z.discriminatedUnion('status', [
  z.strictObject({ ...common, status: z.literal('active') }),
  z.strictObject({ ...common, status: z.literal('suspended'), suspendedAt: Instant }),
  z.strictObject({
    ...common,
    status: z.literal('ended'),
    endedAt: Instant,
    ending: Ending,
    /** In the words of whoever put the member out. */
    reason: z.string().max(500).exactOptional(),
  }),
])
export type Membership = z.output<typeof Membership>

export const memberships = collection('membership', Membership, {
  key: ['organizationId', 'userId'],
  organization: 'organizationId',
  secondary: {
    membership_by_organization: { fields: ['organizationId'], order: ['joinedAt'] },
    membership_by_user: { fields: ['userId'] },
    membership_by_assigned_role: { fields: ['organizationId', 'assigned.role'], order: ['joinedAt'] },
    /** INV-13: a vendor's people in one host, and one of them in all hosts. */
    membership_by_vendor: { fields: ['organizationId', 'byWorkforce.vendorId'], order: ['joinedAt'] },
    membership_by_vendor_of_user: { fields: ['userId', 'byWorkforce.vendorId'], order: ['byWorkforce.term'] },
    membership_by_rule: { fields: ['organizationId', 'byRule.domain', 'byRule.edition'], order: ['joinedAt'] },
  },
})

/** DOM-1. A joining that waits: for the user (offered) or for an admin (approval), or that one of them declined. @since 0.1.0 */
export const JoinRequest = z.strictObject({
  organizationId: OrganizationId,
  userId: UserId,
  status: z.enum(['offered', 'awaiting_approval', 'declined']),
  domain: z.string(),
  at: Instant,
})
export type JoinRequest = z.output<typeof JoinRequest>

export const joinRequests = collection('join_request', JoinRequest, {
  key: ['organizationId', 'userId'],
  organization: 'organizationId',
  secondary: {
    join_request_by_organization: { fields: ['organizationId', 'status'], order: ['at'] },
    join_request_by_user: { fields: ['userId'] },
  },
})

/** Members that are not ended. */
export const memberCounts = counter('member_count', ['organizationId'])

/**
 * Memberships of a user, ended ones included. Whoever changes all of them asks that there are no more than they saw: one
 * that is begun at the same moment stands in no list that was read.
 */
export const membershipCounts = counter('membership_count', ['userId'], 'none')

/** INV-01's one guarded record: active members of active users whose role administers, and does not expire. */
export const adminCounts = counter('admin_count', ['organizationId'])
