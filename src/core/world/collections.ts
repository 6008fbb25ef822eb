import { domainOverrides, domainOwners, domainReleases, domainRules, trustedRuleCounts } from '../domain-rule/index.ts'
import { auditEntries, type Collection, type Counter, effects, idempotencyRecords } from '../kernel/index.ts'
import { adminCounts, joinRequests, memberCounts, memberships } from '../membership/index.ts'
import { organizations } from '../organization/index.ts'
import { userEmails, users } from '../user/index.ts'

/** What is stored, each row once: adapters, DDL, arbitraries and the invariant checker are generic over it. @since 0.1.0 */
export type Collections = readonly (Collection | Counter)[]

/** The table itself: hand it to an adapter that makes its schema from it. @since 0.1.0 */
export const collections: Collections = [
  organizations,
  users,
  userEmails,
  memberships,
  joinRequests,
  memberCounts,
  adminCounts,
  domainRules,
  domainOwners,
  domainReleases,
  domainOverrides,
  trustedRuleCounts,
  auditEntries,
  effects,
  idempotencyRecords,
] as readonly (Collection<never> | Counter)[] as Collections
