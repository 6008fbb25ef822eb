import { afterEach, describe, expect, it } from 'vitest'
import { createDomainLists } from '../../../src/adapters/lists/index.ts'
import { domainRules } from '../../../src/core/domain-rule/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { itRefuses, itRefusesNoDomains, type Refusals } from '../../support/refusals.ts'
import { codeOf, createWorld, decided, noted, type Org, START, type World } from '../../support/world.ts'

const SHAPE = { match: 'exact', role: 'internal', joining: 'automatic' } as const

const add = (world: World, org: Org, domain: string, shape: object = {}) =>
  world.charter.domainRules.add({ actor: org.admin, organizationId: org.id, domain, ...SHAPE, ...shape })

describe('addDomainRule', () => {
  it('starts a rule that waits for a proof, with the record to publish (DOM-1, DOM-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const answer = await add(world, acme, 'EU.Acme.com', { match: 'subdomains', role: 'external', joining: 'offered' })
    const rule = unwrap(answer)
    expect(rule).toEqual({
      organizationId: acme.id,
      domain: 'eu.acme.com',
      match: 'subdomains',
      role: 'external',
      joining: 'offered',
      status: 'pending',
      createdAt: START,
      edition: 1,
      claim: { version: 1, token: expect.stringMatching(/^[0-9a-f]{40}$/) },
      standing: 'pending',
      challenge: {
        type: 'dns_txt',
        name: '_orgcharter-challenge.eu.acme.com',
        value: `orgcharter=${rule.claim.token}`,
      },
    })
    const { standing: _, challenge: __, ...stored } = rule
    expect(await world.get(domainRules, acme.id, 'eu.acme.com')).toEqual(stored)
    expect(decided(answer)).toEqual({ because: ['role_permits', 'rule_awaits_proof'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'domainRules.add',
      actor: acme.admin,
      rules: ['DOM-3', 'INV-06', 'ROL-4'],
      targets: [`domain_rule/${acme.id}/eu.acme.com`],
    })
  })

  it('has no effect before it is proven (INV-06)', async () => {
    const world = createWorld()
    await add(world, await world.found('Acme'), 'acme.com')
    expect(codeOf(await world.signUp('grace@acme.com'))).toBe('no_organization_for_domain')
  })

  it('is one for an organization and a domain, in whatever spelling (INV-05, EML-2)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await add(world, acme, 'bücher.com')
    for (const spelling of ['BÜCHER.com', 'xn--bcher-kva.com', 'XN--BCHER-KVA.COM'])
      expect(codeOf(await add(world, acme, spelling))).not.toBe('ok')
    expect(codeOf(await add(world, globex, 'bücher.com'))).toBe('ok')
    expect(codeOf(await add(world, acme, 'a.bücher.com'))).toBe('ok')
  })

  it('gives each claim another token', async () => {
    const world = createWorld()
    const tokens = new Set<string>()
    for (const name of ['Aa', 'Bb', 'Cc'])
      tokens.add(unwrap(await add(world, await world.found(name), 'acme.com')).claim.token)
    expect(tokens.size).toBe(3)
  })

  it('lets special-use domains carry rules in tests alone (EML-4)', async () => {
    for (const domain of ['acme.test', 'vendor.example', 'x.invalid', 'x.localhost']) {
      const production = createWorld()
      expect(codeOf(await add(production, await production.found('Acme'), domain))).toBe('domain_is_special_use')
      const testing = createWorld({ specialUseDomains: 'allow_in_tests' })
      const acme = await testing.found('Acme')
      await testing.rule(acme, domain)
      expect(codeOf(await testing.signUp(`grace@${domain}`))).toBe('ok')
    }
  })

  const refusals: Refusals<Charter<string>['domainRules']['add']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.domainRules.add({ actor, organizationId, domain: 'acme.com', ...SHAPE }),
    ),
    domain_is_public_provider: async world => {
      const acme = await world.found('Acme')
      return () => add(world, acme, 'gmail.com')
    },
    domain_is_public_suffix: async world => {
      const acme = await world.found('Acme')
      return () => add(world, acme, 'co.uk')
    },
    domain_is_special_use: async world => {
      const acme = await world.found('Acme')
      return () => add(world, acme, 'acme.test')
    },
    domain_lists_failed: async world => {
      const acme = await world.found('Acme')
      listsAreDown.value = true
      return () => add(world, acme, 'acme.com')
    },
    role_unknown: async world => {
      const acme = await world.found('Acme')
      return () => add(world, acme, 'acme.com', { role: 'owner' })
    },
    role_not_yours_to_give: async world => {
      const acme = await world.found('Acme')
      const clerk = { ...acme, admin: await clerkOf(world, acme) }
      return () => add(world, clerk, 'acme.com', { role: 'internal' })
    },
    domain_rule_role_administers: async world => {
      const acme = await world.found('Acme')
      return () => add(world, acme, 'acme.com', { role: 'admin' })
    },
    domain_rule_exists: async world => {
      const acme = await world.found('Acme')
      await add(world, acme, 'acme.com')
      return () => add(world, acme, 'acme.com', { role: 'external' })
    },
    domain_rule_removing: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      await world.signUp('grace@acme.com')
      const gone = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
      unwrap(await world.charter.domainRules.remove(gone))
      return () => add(world, acme, 'acme.com')
    },
  }
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
  itRefuses(refusals, { lists, roles: clerkRoles })

  itRefusesNoDomains(async (world, domain) => {
    const acme = await world.found('Acme')
    return () => add(world, acme, domain)
  })

  it.each(['constructor', 'toString', '__proto__', ''])('refuses the role %j', async role => {
    const world = createWorld()
    const acme = await world.found('Acme')
    expect(codeOf(await add(world, acme, 'acme.com', { role }))).toMatch(/^(role_unknown|input_invalid)$/)
  })
})
