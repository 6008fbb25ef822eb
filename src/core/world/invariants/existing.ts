import { domainOwners, domainReleases, domainRules } from '../../domain-rule/index.ts'
import {
  credentialHolders,
  factorSecrets,
  liveChallenges,
  revokedFactors,
  trustedDevices,
  userFactors,
} from '../../factor/index.ts'
import { effects, keyValueAt, type Ref, refOf } from '../../kernel/index.ts'
import { guestHomes, joinRequests, memberships } from '../../membership/index.ts'
import { organizations } from '../../organization/index.ts'
import { emailChanges, users } from '../../user/index.ts'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

type Naming = { readonly ref: Ref; readonly of: { readonly name: string }; readonly id: string | undefined }

/** INV-03: what a record names exists: the organization it is in, and whom else it is about. */
export const existing = (whole: Whole): readonly Breach[] => [
  ...[...ownersOf(whole), ...othersOf(whole)].flatMap(({ ref, of, id }) =>
    id === undefined || whole.has(of, id) ? [] : [breach('INV-03', [ref, id], { problem: `${of.name}_missing` })],
  ),
  ...guestsAtHome(whole),
]

/** A membership without its pair is no breach: whoever came in before pairs were written has none. */
const guestsAtHome = (whole: Whole): readonly Breach[] =>
  whole
    .all(guestHomes)
    .filter(({ organizationId, homeId }) => organizationId === homeId)
    .map(({ organizationId, homeId }) =>
      breach('INV-03', [refOf(guestHomes, organizationId, homeId)], { problem: 'guest_at_home' }),
    )

function* ownersOf({ rows }: Whole): Generator<Naming> {
  for (const { of, ref, record } of rows)
    if (of.kind === 'records' && of.organization !== undefined && of.name !== organizations.name)
      yield { ref, of: organizations, id: String(keyValueAt(record, of.organization)) }
}

/** What belongs to a user alone. */
const OF_USERS: ReadonlySet<string> = new Set(
  [emailChanges, userFactors, factorSecrets, liveChallenges, trustedDevices, revokedFactors, credentialHolders].map(
    ({ name }) => name,
  ),
)

function* othersOf(whole: Whole): Generator<Naming> {
  for (const of of [memberships, joinRequests] as const)
    for (const { organizationId, userId } of whole.all<{ organizationId: string; userId: string }>(of))
      yield { ref: refOf(of, organizationId, userId), of: users, id: userId }
  for (const { of, ref, record } of whole.rows)
    if (OF_USERS.has(of.name)) yield { ref, of: users, id: String(record['userId']) }
  for (const { organizationId, homeId } of whole.all(guestHomes)) {
    const ref = refOf(guestHomes, organizationId, homeId)
    yield { ref, of: organizations, id: organizationId }
    yield { ref, of: organizations, id: homeId }
  }
  for (const { domain, organizationId, dispute } of whole.all(domainOwners)) {
    const ref = refOf(domainOwners, domain)
    yield { ref, of: organizations, id: organizationId }
    yield { ref, of: organizations, id: dispute?.organizationId }
  }
  for (const rule of whole.all(domainRules))
    if (rule.status === 'trusted' && rule.proof.kind === 'owner_consent')
      yield { ref: refOf(domainRules, rule.organizationId, rule.domain), of: organizations, id: rule.proof.owner }
  for (const { organizationId, domain, to } of whole.all(domainReleases))
    yield { ref: refOf(domainReleases, organizationId, domain, to), of: organizations, id: to }
  for (const { id, organizationId } of whole.all(effects))
    yield { ref: refOf(effects, id), of: organizations, id: organizationId }
}
