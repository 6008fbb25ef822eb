import { describe, expect, it } from 'vitest'
import { domainOverrides } from '../../../src/core/domain-rule/index.ts'
import { memberships } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, itRefusesNoDomains, type Refusals } from '../../support/refusals.ts'
import { codeOf, createWorld, decided, noted, OPERATOR, type Org, START, type World } from '../../support/world.ts'

const override = (world: World, domain: string) =>
  world.charter.domainRules.overridePublicDomain({ actor: OPERATOR, domain, reason: 'they own it' })

const end = (world: World, domain: string) => world.charter.domainRules.endOverride({ actor: OPERATOR, domain })

const add = (world: World, org: Org, domain: string) =>
  world.charter.domainRules.add({
    actor: org.admin,
    organizationId: org.id,
    domain,
    match: 'exact',
    role: 'internal',
    joining: 'automatic',
  })

describe('overridePublicDomain', () => {
  it('lets one public domain carry rules, explicitly and audited (EML-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    expect(codeOf(await add(world, acme, 'gmail.com'))).toBe('domain_is_public_provider')
    const answer = await override(world, 'GMail.com')
    const value = { domain: 'gmail.com', by: OPERATOR, reason: 'they own it', at: START }
    expect(unwrap(answer)).toEqual(value)
    expect(world.all(domainOverrides)).toEqual([value])
    expect(decided(answer)).toEqual({ because: ['public_domain_overridden'], effects: [] })
    expect(world.entries('platform').map(noted)).toEqual([
      {
        action: 'domainRules.overridePublicDomain',
        actor: OPERATOR,
        rules: ['EML-4', 'INV-06', 'ORG-6'],
        targets: ['domain_override/gmail.com'],
      },
    ])
    await world.rule(acme, 'gmail.com')
    expect(unwrap(await world.signUp('somebody@gmail.com')).joined).toHaveLength(1)
  })

  it('is for that one domain, not for those beside, above or below it', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await override(world, 'us.yahoo.com')
    const codes: string[] = []
    for (const domain of ['us.yahoo.com', 'yahoo.com', 'eu.yahoo.com', 'x.us.yahoo.com', 'gmail.com'])
      codes.push(codeOf(await add(world, acme, domain)))
    expect(codes).toEqual(['ok', ...Array(4).fill('domain_is_public_provider')])
  })

  it('does not lift special use', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    unwrap(await override(world, 'acme.test'))
    expect(codeOf(await add(world, acme, 'acme.test'))).toBe('domain_is_special_use')
  })

  const refusals: Refusals<Charter<string>['domainRules']['overridePublicDomain']> = {
    operator_only: async world => {
      const { admin } = await world.found('Acme')
      return () => world.charter.domainRules.overridePublicDomain({ actor: admin, domain: 'gmail.com', reason: 'x' })
    },
  }
  itRefuses(refusals)

  itRefusesNoDomains(async (world, domain) => () => override(world, domain))
})

describe('endOverride', () => {
  it('ends the effect of every rule on the domain at once, and changes nobody who is in (EML-4, INV-06)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await override(world, 'gmail.com')
    await world.rule(acme, 'gmail.com')
    await world.rule(globex, 'gmail.com', { role: 'external' })
    const { user } = unwrap(await world.signUp('a@gmail.com'))
    const answer = await end(world, 'gmail.com')
    expect(unwrap(answer)).toMatchObject({ domain: 'gmail.com', reason: 'they own it' })
    expect(decided(answer)).toEqual({ because: ['public_domain_override_ended'], effects: [] })
    expect(noted(world.entries('platform').at(-1))).toMatchObject({
      action: 'domainRules.endOverride',
      rules: ['EML-4', 'INV-06'],
    })
    expect(await world.signUp('b@gmail.com')).toMatchObject({
      refusal: {
        code: 'no_organization_for_domain',
        facts: { isPublic: true, considered: [{ because: 'public' }, { because: 'public' }] },
      },
    })
    expect(await world.get(memberships, acme.id, user.id)).toMatchObject({ status: 'active' })
    const { items } = unwrap(await world.charter.domainRules.list({ actor: acme.admin, organizationId: acme.id }))
    expect(items.map(({ standing }) => standing)).toEqual(['public'])
  })

  const refusals: Refusals<Charter<string>['domainRules']['endOverride']> = {
    operator_only: async world => {
      const { admin } = await world.found('Acme')
      await override(world, 'gmail.com')
      return () => world.charter.domainRules.endOverride({ actor: admin, domain: 'gmail.com' })
    },
    domain_not_overridden: async world => {
      await override(world, 'gmail.com')
      await end(world, 'gmail.com')
      return () => end(world, 'gmail.com')
    },
  }
  itRefuses(refusals)

  itRefusesNoDomains(async (world, domain) => () => end(world, domain))
})
