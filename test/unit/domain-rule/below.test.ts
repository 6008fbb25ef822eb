import { describe, expect, it } from 'vitest'
import { createDomainLists } from '../../../src/adapters/lists/index.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { codeOf, createWorld, DAYS, email, OPERATOR, type Org, type World } from '../../support/world.ts'

const release = async (world: World, org: Org, domain: string, to: Org) =>
  unwrap(await world.charter.domainRules.release({ actor: org.admin, organizationId: org.id, domain, to: to.id }))

const archive = (world: World, { id }: Org) =>
  world.charter.organizations.archive({ actor: OPERATOR, organizationId: id })

const consent = async (world: World, owner: Org, client: Org, domain: string) =>
  unwrap(
    await world.charter.domainRules.prove({
      actor: owner.admin,
      organizationId: client.id,
      domain,
      proof: { kind: 'owner_consent' },
    }),
  )

/** Where a sign-up joins, or why it does not. */
const joins = async (world: World, address: string) => {
  const answer = await world.signUp(address)
  return answer.ok ? answer.value.joined.map(({ organizationId, role }) => [organizationId, role]) : whyOf(answer)
}

const whyOf = (answer: Extract<Answer<unknown>, { ok: false }>) =>
  (answer.refusal.facts as { considered: { because: string }[] }).considered.map(({ because }) => because)

/** Lists that fail for one domain while `down` names it. */
const failing = () => {
  const lists = createDomainLists()
  const state = { down: '' }
  const isPublicProvider = (domain: string) => {
    if (domain === state.down) throw new Error('timeout')
    return lists.isPublicProvider(domain)
  }
  return { state, lists: { ...lists, isPublicProvider } }
}

describe('what is public below a domain (EML-4, INV-06)', () => {
  it('is not taken by the rule of a domain above it', async () => {
    const world = createWorld()
    const mozilla = await world.found('Mozilla')
    await world.rule(mozilla, 'firefox.com', { match: 'subdomains' })
    expect(await joins(world, 'abc@relay.firefox.com')).toEqual(['public'])
    expect(await joins(world, 'abc@de.relay.firefox.com')).toEqual(['public'])
    expect(await joins(world, 'ann@eu.firefox.com')).toEqual([[mozilla.id, 'internal']])
  })

  it('is not taken by a guest’s rule either', async () => {
    const world = createWorld()
    const client = await world.found('Client')
    await world.rule(client, 'firefox.com', { match: 'subdomains', role: 'workforce' })
    expect(await joins(world, 'abc@relay.firefox.com')).toEqual(['public'])
  })

  it('is not shown by a preview as what would be gained (INV-22)', async () => {
    const world = createWorld()
    const mozilla = await world.found('Mozilla')
    await world.user('abc@relay.firefox.com', mozilla)
    const { id } = await world.user('ann@eu.firefox.com', mozilla)
    const shape = { match: 'subdomains', role: 'internal', joining: 'automatic' } as const
    const { members } = unwrap(
      await world.charter.domainRules.preview({
        actor: OPERATOR,
        organizationId: mozilla.id,
        change: { add: { domain: 'firefox.com', ...shape } },
      }),
    )
    expect(members.map(({ userId, change }) => [userId, change])).toEqual([[id, 'gains']])
  })

  it('is not its owner’s to import people of (MEM-10)', async () => {
    const world = createWorld()
    const mozilla = await world.found('Mozilla')
    await world.rule(mozilla, 'firefox.com', { match: 'subdomains' })
    const people = ['abc@relay.firefox.com', 'ann@eu.firefox.com'].map(address => ({
      email: email(address),
      role: 'internal',
    }))
    const { outcomes } = unwrap(
      await world.charter.members.import({ actor: mozilla.admin, organizationId: mozilla.id, people }),
    )
    expect(outcomes.map(outcome => ('refusal' in outcome ? outcome.refusal.code : outcome.kind))).toEqual([
      'address_not_yours',
      'joined',
    ])
  })

  it('leaves to its tenants what is theirs, without a release (DOM-4)', async () => {
    const world = createWorld({ lists: createDomainLists({ publicSuffixes: ['customers.acme.com'] }) })
    const [acme, tenant] = [await world.found('Acme'), await world.found('Tenant')]
    await world.rule(acme, 'acme.com', { match: 'subdomains' })
    const domain = 'tenant.customers.acme.com'
    expect(await joins(world, `boss@${domain}`)).toEqual(['public'])
    const given = { actor: acme.admin, organizationId: acme.id, domain, to: tenant.id }
    expect(codeOf(await world.charter.domainRules.release(given))).toBe('domain_not_yours')
    await world.rule(tenant, domain)
    expect(await joins(world, `boss@${domain}`)).toEqual([[tenant.id, 'internal']])
  })

  it('is taken where an operator lifted the domain of the rule, which makes what is below it no more public', async () => {
    const world = createWorld({ lists: createDomainLists({ publicProviders: ['acme-mail.com'] }) })
    const acme = await world.found('Acme')
    unwrap(
      await world.charter.domainRules.overridePublicDomain({ actor: OPERATOR, domain: 'acme-mail.com', reason: 'x' }),
    )
    await world.rule(acme, 'acme-mail.com', { match: 'subdomains' })
    expect(await joins(world, 'a@de.eu.acme-mail.com')).toEqual([[acme.id, 'internal']])
  })
})

describe('below a domain, what another organization owns (RES-8, DOM-4)', () => {
  const owned = async (match: 'exact' | 'subdomains' = 'exact') => {
    const world = createWorld()
    const [acme, bolt, client] = [await world.found('Acme'), await world.found('Bolt'), await world.found('Client')]
    await world.rule(acme, 'acme.com', { match: 'subdomains' })
    await release(world, acme, 'eu.acme.com', bolt)
    await world.rule(bolt, 'eu.acme.com', { match })
    return { world, acme, bolt, client }
  }

  it('stays that one’s while it is archived (ORG-5)', async () => {
    const { world, acme, bolt } = await owned()
    await archive(world, bolt)
    expect((await joins(world, 'x@eu.acme.com')).sort()).toEqual(['domain_owned_by_another', 'organization_archived'])
    expect(await joins(world, 'x@us.acme.com')).toEqual([[acme.id, 'internal']])
    // An exact rule is for no address below it: that is Acme’s still.
    expect(await joins(world, 'x@de.eu.acme.com')).toEqual([[acme.id, 'internal']])
    await world.charter.organizations.restore({ actor: OPERATOR, organizationId: bolt.id })
    expect(await joins(world, 'x@eu.acme.com')).toEqual([[bolt.id, 'internal']])
  })

  it('stays that one’s as far as its rule reaches', async () => {
    const { world, bolt } = await owned('subdomains')
    await archive(world, bolt)
    expect((await joins(world, 'x@de.eu.acme.com')).sort()).toEqual([
      'domain_owned_by_another',
      'organization_archived',
    ])
  })

  it.each([0, 1])(
    'is nobody’s while it is in dispute, not of a party by a rule above either (party %i) (DOM-3)',
    async party => {
      const { world, acme, bolt, client } = await owned()
      await release(world, acme, 'eu.acme.com', client)
      await world.rule(party === 0 ? acme : client, 'eu.acme.com')
      expect((await joins(world, 'x@eu.acme.com')).sort()).toEqual(['disputed', 'disputed', 'domain_owned_by_another'])
      await world.charter.domainRules.settle({ actor: OPERATOR, domain: 'eu.acme.com', owner: bolt.id, reason: 'x' })
      expect(await joins(world, 'x@eu.acme.com')).toEqual([[bolt.id, 'internal']])
    },
  )

  it('is the upper owner’s once it has lapsed: who has lapsed holds nothing against anybody', async () => {
    const { world, acme } = await owned()
    world.clock.advance(50 * DAYS)
    await world.proveByDns(acme, 'acme.com')
    world.clock.advance(40 * DAYS)
    expect(await joins(world, 'x@eu.acme.com')).toEqual([[acme.id, 'internal']])
  })

  it.each(['exact', 'subdomains'] as const)(
    'is not given away by the consent of whoever owns what is above (%s) (DOM-3)',
    async match => {
      const { world, acme, bolt, client } = await owned(match)
      await world.pending(client, 'acme.com', { role: 'workforce', match: 'subdomains' })
      await consent(world, acme, client, 'acme.com')
      for (const address of ['x@eu.acme.com', 'x@de.eu.acme.com']) {
        const joined = await joins(world, address)
        expect(joined).not.toContainEqual([client.id, 'workforce'])
        expect(joined).toContainEqual([match === 'exact' && address.includes('de.') ? acme.id : bolt.id, 'internal'])
      }
      expect(await joins(world, 'x@us.acme.com')).toContainEqual([client.id, 'workforce'])
    },
  )

  it('is for a guest’s rule with a proof of its own: that claims nothing', async () => {
    const { world, bolt, client } = await owned()
    await world.rule(client, 'acme.com', { role: 'workforce', match: 'subdomains' })
    expect(await joins(world, 'x@eu.acme.com')).toEqual(
      expect.arrayContaining([
        [bolt.id, 'internal'],
        [client.id, 'workforce'],
      ]),
    )
  })
})

describe('lists that do not answer (INV-28)', () => {
  it.each([
    ['the owned domain', 'acme.com', 'eu.acme.com'],
    ['a domain between', 'eu.acme.com', 'de.eu.acme.com'],
  ])('open nothing below an owned domain: %s', async (_, down, domain) => {
    const { state, lists } = failing()
    const world = createWorld({ lists })
    const [acme, bolt] = [await world.found('Acme'), await world.found('Bolt')]
    await world.rule(acme, 'acme.com')
    await world.pending(bolt, domain)
    state.down = down
    expect(codeOf(await world.proveByDns(bolt, domain))).toBe('domain_owned_above')
    state.down = ''
  })

  it('give nobody’s people to the owner above', async () => {
    const { state, lists } = failing()
    const world = createWorld({ lists })
    const [acme, bolt] = [await world.found('Acme'), await world.found('Bolt')]
    await world.rule(bolt, 'eu.acme.com')
    await world.rule(acme, 'acme.com', { match: 'subdomains' })
    state.down = 'eu.acme.com'
    expect(await joins(world, 'x@eu.acme.com')).toEqual(['public', 'public'])
    state.down = ''
  })
})
