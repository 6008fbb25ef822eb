import type { DomainRule } from '../../core/domain-rule/index.ts'
import { type AuditEntry, type Effect, type Facts, OrganizationId, UserId } from '../../core/kernel/index.ts'
import type { Membership } from '../../core/membership/index.ts'
import type { Organization } from '../../core/organization/index.ts'
import type { UserEmail } from '../../core/user/index.ts'

/** Valid records of the real collections, as small as they can be. */
export const organizationRecord = (id: string, name = 'Acme'): Organization => ({
  id: OrganizationId.parse(id),
  name,
  kind: 'standard',
  mfa: { mode: 'off' },
  createdAt: 1,
  status: 'active',
})

export const emailRecord = (address: string, userId: string): UserEmail => ({ address, userId: UserId.parse(userId) })

/** `rule`: the edition of the rule for acme.com by which the member came. */
export const memberRecord = (
  organizationId: string,
  userId: string,
  { joinedAt = 1, rule }: { readonly joinedAt?: number; readonly rule?: number } = {},
): Membership => ({
  organizationId: OrganizationId.parse(organizationId),
  userId: UserId.parse(userId),
  term: 1,
  joinedAt,
  ...(rule !== undefined && { byRule: { role: 'internal', domain: 'acme.com', edition: rule, at: 1 } }),
  status: 'active',
})

const claimed = (organizationId: string, domain: string) => ({
  organizationId: OrganizationId.parse(organizationId),
  domain,
  match: 'exact' as const,
  role: 'internal',
  joining: 'automatic' as const,
  createdAt: 1,
  edition: 1,
  claim: { version: 1, token: '0123456789abcdef0123456789abcdef01234567' },
})

export const pendingRuleRecord = (organizationId: string, domain: string): DomainRule => ({
  ...claimed(organizationId, domain),
  status: 'pending',
})

export const trustedRuleRecord = (organizationId: string, domain: string, until: number): DomainRule => ({
  ...claimed(organizationId, domain),
  status: 'trusted',
  proof: { kind: 'dns_txt', at: 1, until, by: { kind: 'operator', name: 'support' } },
})

export const entryRecord = (organizationId: string, id: string): AuditEntry => ({
  organizationId,
  id,
  at: 1,
  actor: { kind: 'operator', name: 'support' },
  action: 'members.add',
  changes: [],
  rules: ['AUD-1'],
})

export const effectRecord = (id: string, payload: Facts = {}): Effect => ({
  id,
  queue: 'outbox',
  kind: 'notify',
  payload,
  createdAt: 1,
  availableAt: 1,
  attempts: 0,
})
