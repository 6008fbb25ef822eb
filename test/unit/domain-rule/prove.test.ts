import { afterEach, describe, expect, it } from 'vitest'
import { createDomainLists } from '../../../src/adapters/lists/index.ts'
import { domainOwners, domainRules, trustedRuleCounts } from '../../../src/core/domain-rule/index.ts'
import { add } from '../../../src/core/kernel/index.ts'
import { memberships } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { itRefuses, itRefusesNoDomains, type Refusals } from '../../support/refusals.ts'
import {
  codeOf,
  createWorld,
  DAYS,
  decided,
  noted,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

type TxtRecords = readonly (string | string[])[]

const dns = (world: World, org: Org, records: TxtRecords, domain = 'acme.com') =>
  world.charter.domainRules.prove({
    actor: org.admin,
    organizationId: org.id,
    domain,
    proof: { kind: 'dns_txt', records: records as string[] },
  })

const attest = (world: World, org: Org, domain = 'acme.com') =>
  world.charter.domainRules.prove({
    actor: OPERATOR,
    organizationId: org.id,
    domain,
    proof: { kind: 'operator', reason: 'contract 4711' },
  })

const update = (world: World, org: Org, shape: object) =>
  world.charter.domainRules.update({
    actor: org.admin,
    organizationId: org.id,
    domain: 'acme.com',
    existing: 'keep',
    ...shape,
  })

const standing = async (world: World, org: Org, domain = 'acme.com') =>
  unwrap(await world.charter.domainRules.list({ actor: OPERATOR, organizationId: org.id })).items.find(
    rule => rule.domain === domain,
  )?.standing

describe('proveDomainRule', () => {
  it('trusts a rule whose record DNS shows, and makes its organization the owner (DOM-3, DOM-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { challenge, claim } = await world.pending(acme, 'acme.com')
    world.clock.advance(11)
    const answer = await dns(world, acme, ['v=spf1 -all', challenge.value])
    const proof = { kind: 'dns_txt', at: START + 11, until: START + 11 + 90 * DAYS, by: acme.admin }
    expect(unwrap(answer)).toMatchObject({ status: 'trusted', standing: 'trusted', proof, claim })
    expect(await world.get(domainOwners, 'acme.com')).toEqual(
      expect.objectContaining({ domain: 'acme.com', organizationId: acme.id, claim: claim.token, since: START + 11 }),
    )
    expect(decided(answer)).toEqual({ because: ['role_permits', 'claim_proven'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'domainRules.prove',
      actor: acme.admin,
      rules: ['DOM-3', 'ROL-4'],
      targets: [`domain_rule/${acme.id}/acme.com`, 'trusted_rule_count/acme.com', 'domain_owner/acme.com'],
    })
    expect(codeOf(await world.signUp('grace@acme.com'))).toBe('ok')
  })

  it('trusts what the operator attests (DOM-3, ORG-6)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.pending(acme, 'acme.com')
    const answer = await attest(world, acme)
    expect(unwrap(answer)).toMatchObject({
      standing: 'trusted',
      proof: { kind: 'operator', reason: 'contract 4711', by: OPERATOR },
    })
    expect(decided(answer).because).toEqual(['actor_is_operator', 'claim_proven'])
  })

  it('trusts a guest’s or workforce rule to which the owner agrees, and shows for whom they acted (DOM-3)', async () => {
    const world = createWorld()
    const [acme, vendor] = [await world.found('Acme'), await world.found('Vendor')]
    await world.rule(vendor, 'vendor.com')
    await world.pending(acme, 'vendor.com', { role: 'workforce' })
    const answer = await world.charter.domainRules.prove({
      actor: vendor.admin,
      organizationId: acme.id,
      domain: 'vendor.com',
      proof: { kind: 'owner_consent' },
    })
    expect(unwrap(answer)).toMatchObject({ standing: 'trusted', proof: { kind: 'owner_consent', owner: vendor.id } })
    expect(noted(world.entries(acme.id).at(-1))).toMatchObject({
      action: 'domainRules.prove',
      actor: vendor.admin,
      actingOrganizationId: vendor.id,
    })
    expect(unwrap(await world.signUp('wim@vendor.com')).joined.map(j => [j.organizationId, j.role])).toEqual(
      [
        [acme.id, 'workforce'],
        [vendor.id, 'internal'],
      ].sort(),
    )
    expect((await world.get(domainOwners, 'vendor.com'))?.organizationId).toBe(vendor.id)
  })

  it.each([
    ['a text', (value: string) => [value]],
    ['two chunks', (value: string) => [[value.slice(0, 9), value.slice(9)]]],
    ['a chunk for each letter', (value: string) => [[...value]]],
    ['one of many', (value: string) => ['', 'x', [], ['y', ''], value, 'z']],
  ])('reads the record as %s (RFC 7208)', async (_, records) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { challenge } = await world.pending(acme, 'acme.com')
    expect(codeOf(await dns(world, acme, records(challenge.value) as TxtRecords))).toBe('ok')
  })

  it.each([
    ['no records', () => []],
    ['an empty one', () => ['']],
    ['the token alone', (value: string) => [value.replace('orgcharter=', '')]],
    ['it in upper case', (value: string) => [value.toUpperCase()]],
    ['it with a space', (value: string) => [` ${value}`, `${value} `]],
    ['it in quotes', (value: string) => [`"${value}"`]],
    ['it in two records', (value: string) => [value.slice(0, 9), value.slice(9)]],
    ['it and more', (value: string) => [`${value}0`, [value, 'x']]],
    ['its beginning', (value: string) => [value.slice(0, -1)]],
  ])('refuses %s (DOM-3)', async (_, records) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { challenge } = await world.pending(acme, 'acme.com')
    const found = records(challenge.value) as TxtRecords
    expect(await dns(world, acme, found)).toEqual({
      ok: false,
      refusal: {
        kind: 'forbidden',
        code: 'domain_proof_missing',
        facts: { name: challenge.name, value: challenge.value, found: found.length },
      },
    })
  })

  it('refuses the record of another organization, and of another domain (DOM-3)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.pending(acme, 'acme.com')
    const others = await world.pending(globex, 'acme.com')
    const another = await world.pending(acme, 'acme.org')
    expect(codeOf(await dns(world, acme, [others.challenge.value, another.challenge.value]))).toBe(
      'domain_proof_missing',
    )
  })

  it('refuses a record of an earlier claim (DOM-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { challenge } = await world.rule(acme, 'acme.com', { role: 'external' })
    unwrap(await update(world, acme, { role: 'internal' }))
    await world.sweep(acme, 'acme.com')
    expect(codeOf(await dns(world, acme, [challenge.value]))).toBe('domain_proof_missing')
    expect(codeOf(await world.proveByDns(acme, 'acme.com'))).toBe('ok')
  })

  it('refuses the record of a rule that was removed and added again (DOM-3, INV-25)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { challenge } = await world.rule(acme, 'acme.com')
    const gone = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
    unwrap(await world.charter.domainRules.remove(gone))
    await world.charter.domainRules.sweep({ actor: acme.admin, organizationId: acme.id, domain: 'acme.com' })
    await world.pending(acme, 'acme.com')
    expect(codeOf(await dns(world, acme, [challenge.value]))).toBe('domain_proof_missing')
  })

  it('takes DNS from the operator too: it is the host that looks it up', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { challenge } = await world.pending(acme, 'acme.com')
    const proof = { kind: 'dns_txt', records: [challenge.value] } as const
    const command = { actor: OPERATOR, organizationId: acme.id, domain: 'acme.com', proof }
    expect(codeOf(await world.charter.domainRules.prove(command))).toBe('ok')
  })

  it('takes at most a thousand records, of three hundred chunks', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.pending(acme, 'acme.com')
    for (const records of [Array(1_001).fill('x'), [Array(301).fill('x')], ['x'.repeat(65_536)]])
      expect(codeOf(await dns(world, acme, records))).toBe('input_invalid')
    expect(codeOf(await dns(world, acme, Array(1_000).fill('x')))).toBe('domain_proof_missing')
  })

  const listsAreDown = { value: false }
  afterEach(() => {
    listsAreDown.value = false
  })
  const lists = createDomainLists({
    disposable: () => {
      if (listsAreDown.value) throw new Error('down')
      return false
    },
  })
  const pending = async (world: World, shape: Parameters<World['pending']>[2] = {}, domain = 'acme.com') => {
    const acme = await world.found('Acme')
    await world.pending(acme, domain, shape)
    return acme
  }
  const refusals: Refusals<Charter<string>['domainRules']['prove']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.domainRules.prove({
        actor,
        organizationId,
        domain: 'acme.com',
        proof: { kind: 'dns_txt', records: [] },
      }),
    ),
    operator_not_allowed: async world => {
      const acme = await pending(world, { role: 'external' })
      await world.rule(await world.found('Globex'), 'acme.com')
      return () =>
        world.charter.domainRules.prove({
          actor: OPERATOR,
          organizationId: acme.id,
          domain: 'acme.com',
          proof: { kind: 'owner_consent' },
        })
    },
    domain_is_public_provider: async world => {
      await world.charter.domainRules.overridePublicDomain({ actor: OPERATOR, domain: 'gmail.com', reason: 'x' })
      const acme = await pending(world, {}, 'gmail.com')
      await world.charter.domainRules.endOverride({ actor: OPERATOR, domain: 'gmail.com' })
      return () => attest(world, acme, 'gmail.com')
    },
    domain_is_public_suffix: async world => {
      await world.charter.domainRules.overridePublicDomain({ actor: OPERATOR, domain: 'co.uk', reason: 'x' })
      const acme = await pending(world, {}, 'co.uk')
      await world.charter.domainRules.endOverride({ actor: OPERATOR, domain: 'co.uk' })
      return () => attest(world, acme, 'co.uk')
    },
    domain_is_special_use: async world => {
      const acme = await world.found('Acme')
      return () => attest(world, acme, 'acme.test')
    },
    domain_lists_failed: async world => {
      const acme = await pending(world)
      listsAreDown.value = true
      return () => attest(world, acme)
    },
    domain_rule_not_found: async world => {
      const acme = await world.found('Acme')
      return () => attest(world, acme)
    },
    domain_rule_removing: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      await world.signUp('grace@acme.com')
      const gone = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
      unwrap(await world.charter.domainRules.remove(gone))
      return () => attest(world, acme)
    },
    domain_rule_sweeping: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      await world.signUp('grace@acme.com')
      unwrap(await update(world, acme, { role: 'external' }))
      return () => attest(world, acme)
    },
    domain_proof_missing: async world => {
      const acme = await pending(world)
      return () => dns(world, acme, [])
    },
    domain_proof_operator_only: async world => {
      const acme = await pending(world)
      return () =>
        world.charter.domainRules.prove({
          actor: acme.admin,
          organizationId: acme.id,
          domain: 'acme.com',
          proof: { kind: 'operator', reason: 'because' },
        })
    },
    domain_consent_internal: async world => {
      const acme = await pending(world)
      const globex = await world.found('Globex')
      await world.rule(globex, 'acme.com')
      return () =>
        world.charter.domainRules.prove({
          actor: globex.admin,
          organizationId: acme.id,
          domain: 'acme.com',
          proof: { kind: 'owner_consent' },
        })
    },
    domain_not_owned: async world => {
      const acme = await pending(world, { role: 'external' })
      return () =>
        world.charter.domainRules.prove({
          actor: acme.admin,
          organizationId: acme.id,
          domain: 'acme.com',
          proof: { kind: 'owner_consent' },
        })
    },
    domain_owned: async world => {
      const acme = await pending(world)
      await world.rule(await world.found('Globex'), 'acme.com')
      return () => attest(world, acme)
    },
    domain_owned_above: async world => {
      const acme = await pending(world, {}, 'eu.acme.com')
      await world.rule(await world.found('Globex'), 'acme.com')
      return () => attest(world, acme, 'eu.acme.com')
    },
    domain_disputed: async world => {
      const acme = await pending(world)
      await world.dispute(await world.found('Globex'), await world.found('Initech'), 'acme.com')
      return () => world.proveByDns(acme, 'acme.com')
    },
    domain_rules_too_many: async world => {
      const acme = await pending(world, { role: 'external' })
      await world.write(add(trustedRuleCounts, ['acme.com'], 1_000))
      return () => attest(world, acme)
    },
  }
  const { domain_rules_too_many: tooMany, ...others } = refusals
  itRefuses(others, { lists })
  // The counter is written past the rules, so that it counts rules that are not there.
  itRefuses({ domain_rules_too_many: tooMany }, { check: 'by_hand' })

  itRefusesNoDomains(async (world, domain) => {
    const acme = await world.found('Acme')
    return () => attest(world, acme, domain)
  })
})

describe('proveDomainRule, again and no more (DOM-3)', () => {
  it('renews the trust from the moment of the proof on, and counts the rule once', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    const owner = await world.get(domainOwners, 'acme.com')
    world.clock.advance(80 * DAYS)
    const renewed = unwrap(await world.proveByDns(acme, 'acme.com'))
    expect(renewed).toMatchObject({ claim: { version: 1 }, edition: 1, proof: { until: START + 170 * DAYS } })
    expect(await world.get(domainOwners, 'acme.com')).toEqual(owner)
    world.clock.set(START + 170 * DAYS - 1)
    expect(await standing(world, acme)).toBe('trusted')
    world.clock.advance(1)
    expect(await standing(world, acme)).toBe('lapsed')
  })

  it('holds as long as the host says', async () => {
    const world = createWorld({ proofValidFor: 10 })
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    world.clock.advance(9)
    expect(codeOf(await world.signUp('a@acme.com'))).toBe('ok')
    world.clock.advance(1)
    expect(codeOf(await world.signUp('b@acme.com'))).toBe('no_organization_for_domain')
  })

  it('stops joining at the very end of the proof, and changes nobody who is in (INV-25)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    const { user } = unwrap(await world.signUp('grace@acme.com'))
    const member = await world.get(memberships, acme.id, user.id)
    world.clock.set(START + 90 * DAYS - 1)
    expect(codeOf(await world.signUp('a@acme.com'))).toBe('ok')
    world.clock.advance(1)
    expect(await world.signUp('b@acme.com')).toMatchObject({
      refusal: { code: 'no_organization_for_domain', facts: { considered: [{ because: 'lapsed' }] } },
    })
    expect(unwrap(await world.signIn('grace@acme.com')).joined).toEqual([])
    expect(await world.get(memberships, acme.id, user.id)).toEqual(member)
  })

  it('is not undone when the clock goes back after another has taken the domain (INV-25)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'acme.com')
    world.clock.advance(90 * DAYS)
    await world.rule(globex, 'acme.com')
    world.clock.set(START + 1)
    expect(await standing(world, acme)).not.toBe('trusted')
    expect(unwrap(await world.signUp('x@acme.com')).joined.map(j => j.organizationId)).toEqual([globex.id])
  })

  it('lets another organization have the domain once it has lapsed, by any proof (DOM-4)', async () => {
    for (const proof of [undefined, { kind: 'operator', reason: 'x' } as const]) {
      const world = createWorld()
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      await world.rule(acme, 'acme.com')
      world.clock.advance(90 * DAYS)
      const rule = await world.rule(globex, 'acme.com', {}, proof)
      expect(rule.standing).toBe('trusted')
      expect((await world.get(domainOwners, 'acme.com'))?.organizationId).toBe(globex.id)
      expect(await standing(world, acme)).toBe('lapsed')
    }
  })

  it('begins a dispute when the one that lapsed proves it again', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'acme.com')
    world.clock.advance(90 * DAYS)
    await world.rule(globex, 'acme.com')
    expect(codeOf(await attest(world, acme))).toBe('domain_owned')
    expect(unwrap(await world.proveByDns(acme, 'acme.com')).standing).toBe('disputed')
    expect([await standing(world, acme), await standing(world, globex)]).toEqual(['disputed', 'disputed'])
  })

  it('renews what has lapsed and nobody else has taken', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    world.clock.advance(400 * DAYS)
    expect(unwrap(await world.proveByDns(acme, 'acme.com')).standing).toBe('trusted')
    expect(await world.get(domainRules, acme.id, 'acme.com')).toMatchObject({ claim: { version: 1 } })
  })
})
