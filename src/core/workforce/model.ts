import { z } from 'zod'
import { Actor, collection, counter, Instant, idSchema, OrganizationId } from '../kernel/index.ts'

/** WRK-5. Of how many projects and datasets a scope can consist. */
export const MAX_SCOPE = 1_000

/**
 * WRK-5. The projects and datasets, by id, on which a vendor's people work; what is not named is none of theirs.
 *
 * @since 0.3.0
 */
export const EngagementScope = z.strictObject({
  projects: z.array(idSchema).max(MAX_SCOPE).readonly(),
  datasets: z.array(idSchema).max(MAX_SCOPE).readonly(),
})
export type EngagementScope = z.output<typeof EngagementScope>

const common = {
  organizationId: OrganizationId,
  vendorId: OrganizationId,
  /** Counts up each time it is opened anew: a workforce membership of an earlier one gives nothing (INV-25). */
  edition: z.int().min(1),
  openedBy: Actor,
  openedAt: Instant,
  /** Epoch ms: before it nobody of the vendor has access. */
  from: Instant.exactOptional(),
  /** Epoch ms: from then on nobody of the vendor has access, and it is not prolonged. */
  until: Instant.exactOptional(),
  /** How many workforce memberships there can be at most. */
  seats: z.int().min(0).max(10_000_000).exactOptional(),
  scope: EngagementScope.exactOptional(),
}

/**
 * WRK-5. A host and a vendor working together: when, how many, on what. Without a record the vendor's people can be
 * granted things without these limits.
 *
 * @since 0.3.0
 */
export const Engagement = z.discriminatedUnion('status', [
  z.strictObject({ ...common, status: z.literal('open') }),
  z.strictObject({
    ...common,
    status: z.literal('ended'),
    endedBy: Actor,
    endedAt: Instant,
    /** How many workforce memberships there were then, for the progress of the sweep. */
    people: z.int().min(0),
  }),
])
export type Engagement = z.output<typeof Engagement>

/** The host's record, which the vendor may see. */
export const engagements = collection('engagement', Engagement, {
  key: ['organizationId', 'vendorId'],
  organization: 'organizationId',
  secondary: {
    engagement_by_organization: { fields: ['organizationId'], order: ['openedAt'] },
    engagement_by_vendor: { fields: ['vendorId'], order: ['openedAt'] },
  },
})

/** Workforce memberships that are not ended, of one vendor in one host, by the edition of their engagement. */
export const workforceCounts = counter('workforce_count', ['organizationId', 'vendorId', 'edition'])

/** Those that have an end are kept one by one, so that the last of them is known. */
export const MAX_TIMED = 1_000

/**
 * What grants on projects and datasets a user or a group has in one organization: how many for good, and when each of the
 * others ends. For whoever is in by such grants alone it says whether they are still in (INV-13).
 *
 * @since 0.3.0
 */
export const Holding = z.strictObject({
  organizationId: OrganizationId,
  subject: z.enum(['user', 'group']),
  subjectId: idSchema,
  /** Of a user: the term of the membership in which they were granted. */
  term: z.int().min(1).exactOptional(),
  lasting: z.int().min(0),
  /** Epoch ms, ascending. */
  timed: z.array(Instant).max(MAX_TIMED).readonly(),
  /** Of a group that is archived, whose grants give nothing. */
  closed: z.literal(true).exactOptional(),
})
export type Holding = z.output<typeof Holding>

export const holdings = collection('holding', Holding, {
  key: ['organizationId', 'subject', 'subjectId'],
  organization: 'organizationId',
})
