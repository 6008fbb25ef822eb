import { domainOverrides, domainOwners, domainReleases, domainRules, trustedRuleCounts } from '../domain-rule/index.ts'
import { entities, linkCounts, links, relationUseCounts, useCounts } from '../entity/index.ts'
import {
  credentialHolders,
  factorSecrets,
  liveChallenges,
  revokedFactors,
  trustedDevices,
  userFactors,
} from '../factor/index.ts'
import { adminGrantCounts, entityAdminCounts, grants, groupGrantCounts, offboardings } from '../grant/index.ts'
import { groupSeats, groups, seatCounts } from '../group/index.ts'
import { invitations, invitationTokens, invitedAddresses } from '../invitation/index.ts'
import { auditEntries, type Collection, type Counter, effects, idempotencyRecords } from '../kernel/index.ts'
import {
  adminCounts,
  guestHomes,
  joinRequests,
  memberCounts,
  membershipCounts,
  memberships,
} from '../membership/index.ts'
import { organizations } from '../organization/index.ts'
import { emailChanges, userEmails, users } from '../user/index.ts'
import { engagements, holdings, workforceCounts } from '../workforce/index.ts'

/** What is stored, each row once: adapters, DDL, arbitraries and the invariant checker are generic over it. @since 0.1.0 */
export type Collections = readonly (Collection | Counter)[]

/** The table itself: hand it to an adapter that makes its schema from it. @since 0.1.0 */
export const collections: Collections = [
  organizations,
  users,
  userEmails,
  emailChanges,
  memberships,
  joinRequests,
  memberCounts,
  membershipCounts,
  adminCounts,
  guestHomes,
  domainRules,
  domainOwners,
  domainReleases,
  domainOverrides,
  trustedRuleCounts,
  invitations,
  invitedAddresses,
  invitationTokens,
  groups,
  groupSeats,
  seatCounts,
  entities,
  links,
  linkCounts,
  useCounts,
  relationUseCounts,
  grants,
  entityAdminCounts,
  adminGrantCounts,
  groupGrantCounts,
  offboardings,
  engagements,
  workforceCounts,
  holdings,
  userFactors,
  factorSecrets,
  liveChallenges,
  trustedDevices,
  revokedFactors,
  credentialHolders,
  auditEntries,
  effects,
  idempotencyRecords,
] as readonly (Collection<never> | Counter)[] as Collections
