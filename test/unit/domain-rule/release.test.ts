import { describe, expect, it } from 'vitest'
import { domainOwners, domainReleases } from '../../../src/core/domain-rule/index.ts'
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

const release = (world: World, org: Org, domain: string, to: Pick<Org, 'id'>) =>
  world.charter.domainRules.release({ actor: org.admin, organizationId: org.id, domain, to: to.id })

/** Adds and proves a rule; answers `ok`, or the refusal of the proof. */
const claim = async (world: World, org: Org, domain: string) => {
  await world.pending(org, domain)
  return codeOf(await world.proveByDns(org, domain))
}

describe('releaseDomain', () => {
  it('lets one other organization own a domain below the owner’s (DOM-4)', async () => {
    const world = createWorld()
    const [acme, sister] = [await world.found('Acme'), await world.found('Sister')]
    await world.rule(acme, 'acme.com')
    const answer = await release(world, acme, 'EU.acme.com', sister)
    const { tenure } = (await world.get(domainOwners, 'acme.com')) ?? {}
    const released = {
      organizationId: acme.id,
      domain: 'eu.acme.com',
      to: sister.id,
      tenure,
      by: acme.admin,
      at: START,
    }
    expect(unwrap(answer)).toEqual(released)
    expect(world.all(domainReleases)).toEqual([released])
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'domain_released'],
      effects: [{ kind: 'notify_admins', organizationId: sister.id, about: 'domain_released', domain: 'eu.acme.com' }],
    })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'domainRules.release',
      actor: acme.admin,
      rules: ['DOM-4', 'ROL-4'],
      targets: [`domain_release/${acme.id}/eu.acme.com/${sister.id}`],
    })
    expect(world.entries(sister.id)).toHaveLength(1)
    expect(await claim(world, sister, 'eu.acme.com')).toBe('ok')
  })

  const refusals: Refusals<Charter<string>['domainRules']['release']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.domainRules.release({ actor, organizationId, domain: 'eu.acme.com', to: organizationId as never }),
    ),
    domain_not_yours: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      await world.rule(acme, 'acme.com')
      return () => release(world, globex, 'eu.acme.com', globex)
    },
    domain_disputed: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      await world.dispute(acme, globex, 'acme.com')
      return () => release(world, acme, 'eu.acme.com', globex)
    },
  }
  itRefuses(refusals)

  it.each([
    ['the owned domain itself', 'acme.com'],
    ['a domain above it', 'com.com'],
    ['a domain beside it', 'notacme.com'],
  ])('does not release %s', async (_, domain) => {
    const world = createWorld()
    const [acme, sister] = [await world.found('Acme'), await world.found('Sister')]
    await world.rule(acme, 'acme.com')
    expect(codeOf(await release(world, acme, domain, sister))).toBe('domain_not_yours')
  })

  it('does not release to nobody (INV-03)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    expect(await release(world, acme, 'eu.acme.com', { id: 'nowhere' as never })).toMatchObject({
      refusal: { code: 'organization_not_found', facts: { organizationId: 'nowhere' } },
    })
  })

  it('is the nearest owner’s to give', async () => {
    const world = createWorld()
    const [acme, sister, third] = [await world.found('Acme'), await world.found('Sister'), await world.found('Third')]
    await world.rule(acme, 'acme.com')
    await release(world, acme, 'eu.acme.com', sister)
    await world.rule(sister, 'eu.acme.com')
    expect(codeOf(await release(world, acme, 'de.eu.acme.com', third))).toBe('domain_not_yours')
    expect(codeOf(await release(world, sister, 'de.eu.acme.com', third))).toBe('ok')
    expect(await claim(world, third, 'de.eu.acme.com')).toBe('ok')
  })

  it('is for neither party of a dispute, until it is settled or proven again by who still stands (DOM-3)', async () => {
    const world = createWorld()
    const [acme, globex, third] = [await world.found('Acme'), await world.found('Globex'), await world.found('Third')]
    await world.rule(acme, 'acme.com')
    world.clock.advance(50 * DAYS)
    await world.rule(globex, 'acme.com')
    const ask = async (org: Org) => codeOf(await release(world, org, 'eu.acme.com', third))
    expect([await ask(acme), await ask(globex), await ask(third)]).toEqual([
      'domain_disputed',
      'domain_disputed',
      'domain_not_yours',
    ])
    world.clock.advance(40 * DAYS)
    expect([await ask(acme), await ask(globex)]).toEqual(['domain_not_yours', 'domain_disputed'])
    await world.proveByDns(globex, 'acme.com')
    expect(await ask(globex)).toBe('ok')
    expect(await claim(world, third, 'eu.acme.com')).toBe('ok')
  })

  it('is not for an owner whose proof has lapsed', async () => {
    const world = createWorld()
    const [acme, sister] = [await world.found('Acme'), await world.found('Sister')]
    await world.rule(acme, 'acme.com')
    world.clock.advance(90 * DAYS)
    expect(codeOf(await release(world, acme, 'eu.acme.com', sister))).toBe('domain_not_yours')
  })

  itRefusesNoDomains(async (world, domain) => {
    const acme = await world.found('Acme')
    return () => release(world, acme, domain, acme)
  })
})

describe('a domain below an owned one (DOM-4)', () => {
  const owned = async () => {
    const world = createWorld()
    const orgs = [await world.found('Acme'), await world.found('Sister'), await world.found('Third')] as const
    await world.rule(orgs[0], 'acme.com')
    return [world, ...orgs] as const
  }

  it('is refused to another organization without a release', async () => {
    const [world, , sister] = await owned()
    await world.pending(sister, 'de.eu.acme.com')
    expect(await world.proveByDns(sister, 'de.eu.acme.com')).toMatchObject({
      refusal: { kind: 'conflict', code: 'domain_owned_above', facts: { domain: 'de.eu.acme.com', above: 'acme.com' } },
    })
  })

  it('is refused with a release to a third one', async () => {
    const [world, acme, sister, third] = await owned()
    await release(world, acme, 'eu.acme.com', third)
    expect(await claim(world, sister, 'eu.acme.com')).toBe('domain_owned_above')
  })

  it('is refused with a release of a domain beside or below it', async () => {
    const [world, acme, sister] = await owned()
    await release(world, acme, 'us.acme.com', sister)
    await release(world, acme, 'de.eu.acme.com', sister)
    expect(await claim(world, sister, 'eu.acme.com')).toBe('domain_owned_above')
    expect(await claim(world, sister, 'de.eu.acme.com')).toBe('ok')
  })

  it('passes with a release of a domain between', async () => {
    const [world, acme, sister] = await owned()
    await release(world, acme, 'eu.acme.com', sister)
    expect(await claim(world, sister, 'de.eu.acme.com')).toBe('ok')
  })

  it('passes by no kind of proof without a release', async () => {
    const [world, , sister] = await owned()
    await world.pending(sister, 'eu.acme.com')
    const command = { actor: OPERATOR, organizationId: sister.id, domain: 'eu.acme.com' }
    const proof = { kind: 'operator', reason: 'x' } as const
    expect(codeOf(await world.charter.domainRules.prove({ ...command, proof }))).toBe('domain_owned_above')
  })

  it('is refused by the release of an ownership that ended, also when the domain is the same owner’s again (INV-25)', async () => {
    const [world, acme, sister, third] = await owned()
    await release(world, acme, 'eu.acme.com', sister)
    const change = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
    unwrap(await world.charter.domainRules.remove(change))
    await world.sweep(acme, 'acme.com')
    await world.rule(third, 'acme.com')
    world.clock.advance(400 * DAYS)
    await world.rule(acme, 'acme.com')
    expect(await claim(world, sister, 'eu.acme.com')).toBe('domain_owned_above')
    unwrap(await release(world, acme, 'eu.acme.com', sister))
    expect(codeOf(await world.proveByDns(sister, 'eu.acme.com'))).toBe('ok')
  })

  it('passes with a release of an ownership that went on, however late it was proven again', async () => {
    const [world, acme, sister] = await owned()
    await release(world, acme, 'eu.acme.com', sister)
    world.clock.advance(100 * DAYS)
    await world.proveByDns(acme, 'acme.com')
    expect(await claim(world, sister, 'eu.acme.com')).toBe('ok')
  })

  it('is its owner’s own', async () => {
    const [world, acme] = await owned()
    expect(await claim(world, acme, 'eu.acme.com')).toBe('ok')
    expect(await claim(world, acme, 'x.de.acme.com')).toBe('ok')
  })

  it('may be a guest’s rule of anybody who proves it', async () => {
    const [world, , sister] = await owned()
    expect((await world.rule(sister, 'eu.acme.com', { role: 'external' })).standing).toBe('trusted')
  })

  it('is decided by the nearest owner, not by the one above that', async () => {
    const [world, acme, sister, third] = await owned()
    await release(world, acme, 'eu.acme.com', sister)
    await release(world, acme, 'de.eu.acme.com', third)
    await world.rule(sister, 'eu.acme.com')
    expect(await claim(world, third, 'de.eu.acme.com')).toBe('domain_owned_above')
    // Acme’s own domain above does not make this Acme’s, either.
    await world.pending(acme, 'fr.eu.acme.com')
    expect(codeOf(await world.proveByDns(acme, 'fr.eu.acme.com'))).toBe('domain_owned_above')
  })

  it('is not released by what was released above it before the owner took that back', async () => {
    const [world, acme, sister] = await owned()
    await release(world, acme, 'eu.acme.com', sister)
    await world.rule(acme, 'eu.acme.com')
    expect(await claim(world, sister, 'de.eu.acme.com')).toBe('domain_owned_above')
    expect(await claim(world, sister, 'eu.acme.com')).toBe('ok')
  })

  it('stays its owner’s when the one above is claimed later', async () => {
    const world = createWorld()
    const [acme, sister] = [await world.found('Acme'), await world.found('Sister')]
    await world.rule(sister, 'eu.acme.com', { match: 'subdomains' })
    expect(await claim(world, acme, 'acme.com')).toBe('ok')
    const change = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
    unwrap(await world.charter.domainRules.update({ ...change, match: 'subdomains' }))
    expect(unwrap(await world.signUp('a@eu.acme.com')).joined.map(j => j.organizationId)).toEqual([sister.id])
    expect(unwrap(await world.signUp('a@us.acme.com')).joined.map(j => j.organizationId)).toEqual([acme.id])
    world.clock.advance(10)
    expect(unwrap(await world.proveByDns(sister, 'eu.acme.com')).standing).toBe('trusted')
  })

  it('is free where the owner above has lapsed', async () => {
    const [world, , sister] = await owned()
    world.clock.advance(90 * DAYS)
    expect(await claim(world, sister, 'eu.acme.com')).toBe('ok')
  })
})
