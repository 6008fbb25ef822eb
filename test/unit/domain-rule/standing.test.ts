import { describe, expect, it } from 'vitest'
import { type DomainOwner, type DomainRule, standingOf } from '../../../src/core/domain-rule/index.ts'
import { OrganizationId } from '../../../src/core/kernel/index.ts'
import { defaultRoles } from '../../../src/core/role/index.ts'
import { OPERATOR } from '../../support/world.ts'

const [acme, globex] = ['acme', 'globex'].map(id => OrganizationId.parse(id)) as [OrganizationId, OrganizationId]
const token = (digit: string) => digit.repeat(40)

const owner: DomainOwner = {
  domain: 'acme.com' as DomainOwner['domain'],
  organizationId: acme,
  claim: token('1'),
  tenure: token('a'),
  since: 1,
}
const dispute = { organizationId: globex, claim: token('2'), at: 1 }
const proven = { at: 1, until: 100, by: OPERATOR }

const trusted = (shape: object = {}): DomainRule =>
  ({
    organizationId: acme,
    domain: 'acme.com',
    match: 'exact',
    role: 'internal',
    joining: 'automatic',
    createdAt: 1,
    edition: 1,
    claim: { version: 1, token: token('1') },
    status: 'trusted',
    proof: { kind: 'dns_txt', ...proven },
    ...shape,
  }) as DomainRule

const agreed = { role: 'external', proof: { kind: 'owner_consent', owner: acme, tenure: token('a'), ...proven } }
const pending = { status: 'pending', proof: undefined }

const facts = { owner, ownersRule: trusted(), isPublic: false, roles: defaultRoles, now: 50 }

const CASES: readonly (readonly [standing: string, when: string, rule: DomainRule, given: object])[] = [
  ['trusted', 'its organization owns the domain by this claim', trusted(), {}],
  [
    'trusted',
    'it makes nobody the owner, whoever owns the domain',
    trusted({ role: 'external' }),
    { owner: undefined },
  ],
  ['trusted', 'the owner agreed in this very ownership', trusted({ organizationId: globex, ...agreed }), {}],
  ['pending', 'there is no proof', trusted(pending), {}],
  ['removing', 'it is being taken away', trusted({ status: 'removing', proof: undefined }), {}],
  ['role_missing', 'the catalogue lost the role', trusted({ role: 'forgotten' }), {}],
  ['role_missing', 'the role administers by now', trusted({ role: 'admin' }), {}],
  ['role_missing', 'the role is a property of every object', trusted({ role: 'constructor' }), {}],
  ['public', 'the domain is public', trusted(), { isPublic: true }],
  ['trusted', 'the proof ends a moment later', trusted(), { now: 99 }],
  ['lapsed', 'the proof ends at this moment', trusted(), { now: 100 }],
  ['lapsed', 'the proof has ended, of a rule that makes nobody the owner', trusted({ role: 'external' }), { now: 101 }],
  ['disputed', 'another disputes the domain', trusted(), { owner: { ...owner, dispute } }],
  [
    'disputed',
    'its organization disputes the domain by this claim',
    trusted({ organizationId: globex, claim: { version: 1, token: token('2') } }),
    { owner: { ...owner, dispute } },
  ],
  ['superseded', 'nobody owns the domain', trusted(), { owner: undefined }],
  ['superseded', 'another owns the domain', trusted({ organizationId: globex }), {}],
  [
    'superseded',
    'its organization owns the domain by another claim',
    trusted(),
    { owner: { ...owner, claim: token('3') } },
  ],
  [
    'superseded',
    'its organization disputes the domain by another claim',
    trusted({ organizationId: globex }),
    { owner: { ...owner, dispute } },
  ],
  ['consent_ended', 'nobody owns the domain', trusted(agreed), { owner: undefined }],
  [
    'consent_ended',
    'another owns it than who agreed',
    trusted(agreed),
    { owner: { ...owner, organizationId: globex } },
  ],
  ['consent_ended', 'who agreed has lost it meanwhile', trusted(agreed), { owner: { ...owner, tenure: token('b') } }],
  ['disputed', 'the domain of who agreed is in dispute', trusted(agreed), { owner: { ...owner, dispute } }],
  ['consent_ended', 'who agreed has no rule any more', trusted(agreed), { ownersRule: undefined }],
  [
    'lapsed',
    'the proof of who agreed has ended',
    trusted(agreed),
    { ownersRule: trusted({ proof: { kind: 'dns_txt', ...proven, until: 50 } }) },
  ],
]

describe('standingOf', () => {
  it.each(CASES)('is %s when %s (DOM-3, INV-06)', (standing, _, rule, given) => {
    expect(standingOf(rule, { ...facts, ...given })).toBe(standing)
  })
})
