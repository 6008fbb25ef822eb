import { describe, expect, it } from 'vitest'
import { domainOwners, domainRules } from '../../../src/core/domain-rule/index.ts'
import { PLATFORM } from '../../../src/core/kernel/index.ts'
import { memberships } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
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

const settle = (world: World, owner: Pick<Org, 'id'>, domain = 'odd.com') =>
  world.charter.domainRules.settle({ actor: OPERATOR, domain, owner: owner.id, reason: 'the register says so' })

const remove = (world: World, org: Org, domain = 'odd.com') =>
  world.charter.domainRules.remove({ actor: org.admin, organizationId: org.id, domain, existing: 'keep' })

const attest = (world: World, org: Org, domain = 'odd.com') =>
  world.charter.domainRules.prove({
    actor: OPERATOR,
    organizationId: org.id,
    domain,
    proof: { kind: 'operator', reason: 'contract' },
  })

const standings = async (world: World, orgs: readonly Org[], domain = 'odd.com') => {
  const found: (string | undefined)[] = []
  for (const org of orgs) {
    const { items } = unwrap(await world.charter.domainRules.list({ actor: OPERATOR, organizationId: org.id }))
    found.push(items.find(rule => rule.domain === domain)?.standing)
  }
  return found
}

const disputed = async () => {
  const world = createWorld()
  const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
  await world.rule(acme, 'odd.com')
  const { user } = unwrap(await world.signUp('grace@odd.com'))
  await world.rule(globex, 'odd.com')
  return { world, acme, globex, grace: user.id }
}

describe('a dispute (DOM-3, DOM-4)', () => {
  it('tells nobody in their own trail who else had the domain, or wants it (INV-24)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'odd.com')
    world.clock.advance(91 * DAYS)
    await world.rule(globex, 'odd.com')
    unwrap(await world.proveByDns(acme, 'odd.com'))
    unwrap(await remove(world, globex))
    const trail = async (org: Org) =>
      unwrap(await world.charter.audit.list({ actor: org.admin, organizationId: org.id })).items
    expect(JSON.stringify(await trail(globex))).not.toContain(`"${acme.id}"`)
    expect(JSON.stringify(await trail(acme))).not.toContain(`"${globex.id}"`)
    const { items } = unwrap(await world.charter.audit.platform({ actor: OPERATOR }))
    expect(items.map(({ action, changes }) => [action, ...changes.map(({ target }) => target)])).toEqual([
      ['domainRules.prove', 'domain_owner/odd.com'],
      ['domainRules.remove', 'domain_owner/odd.com'],
    ])
  })

  it('begins with the proof by DNS of another organization, and leaves the owner’s records alone (INV-24)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'odd.com')
    const rule = await world.get(domainRules, acme.id, 'odd.com')
    const entries = world.entries(acme.id)
    await world.pending(globex, 'odd.com')
    const answer = await world.proveByDns(globex, 'odd.com')
    expect(unwrap(answer)).toMatchObject({ status: 'trusted', standing: 'disputed' })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'claim_proven', 'domain_disputed'],
      effects: [
        { kind: 'notify_admins', organizationId: acme.id, about: 'domain_disputed', domain: 'odd.com' },
        { kind: 'notify_operator', about: 'domain_disputed', domain: 'odd.com' },
      ],
    })
    expect(await world.get(domainOwners, 'odd.com')).toMatchObject({
      organizationId: acme.id,
      dispute: { organizationId: globex.id, at: START },
    })
    expect(await standings(world, [acme, globex])).toEqual(['disputed', 'disputed'])
    expect(await world.get(domainRules, acme.id, 'odd.com')).toEqual(rule)
    expect(world.entries(acme.id)).toEqual(entries)
  })

  it('does not begin by the operator’s word', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'odd.com')
    await world.pending(globex, 'odd.com')
    expect(codeOf(await attest(world, globex))).toBe('domain_owned')
    expect(await standings(world, [acme])).toEqual(['trusted'])
  })

  it('leaves both without effect, and nobody who is in changed', async () => {
    const { world, acme, globex, grace } = await disputed()
    const member = await world.get(memberships, acme.id, grace)
    expect(await world.signUp('new@odd.com')).toMatchObject({
      refusal: {
        code: 'no_organization_for_domain',
        facts: {
          considered: [acme, globex].map(({ id }) => ({ organizationId: id, domain: 'odd.com', because: 'disputed' })),
        },
      },
    })
    expect(unwrap(await world.signIn('grace@odd.com')).joined).toEqual([])
    expect(await world.get(memberships, acme.id, grace)).toEqual(member)
  })

  it('does not concern a third organization’s rule for guests', async () => {
    const { world } = await disputed()
    const third = await world.found('Third')
    await world.rule(third, 'odd.com', { role: 'external' })
    expect(unwrap(await world.signUp('new@odd.com')).joined.map(j => j.organizationId)).toEqual([third.id])
  })

  it('is between two: a third that proves the domain is refused', async () => {
    const { world } = await disputed()
    const third = await world.found('Third')
    await world.pending(third, 'odd.com')
    expect(codeOf(await world.proveByDns(third, 'odd.com'))).toBe('domain_disputed')
    expect(codeOf(await attest(world, third))).toBe('domain_disputed')
  })

  it('goes on when a party proves the domain again', async () => {
    const { world, acme, globex } = await disputed()
    for (const org of [acme, globex]) {
      world.clock.advance(1)
      expect(unwrap(await world.proveByDns(org, 'odd.com')).standing).toBe('disputed')
    }
    expect(await standings(world, [acme, globex])).toEqual(['disputed', 'disputed'])
  })

  it('is not won by proving the domain again after one’s own proof has lapsed', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'odd.com')
    world.clock.advance(50 * DAYS)
    await world.rule(globex, 'odd.com')
    world.clock.advance(40 * DAYS)
    expect(await standings(world, [acme, globex])).toEqual(['lapsed', 'disputed'])
    expect(codeOf(await attest(world, acme))).toBe('domain_owned')
    expect(unwrap(await world.proveByDns(acme, 'odd.com')).standing).toBe('disputed')
    expect(await standings(world, [acme, globex])).toEqual(['disputed', 'disputed'])
    await settle(world, globex)
    expect(await standings(world, [acme, globex])).toEqual(['superseded', 'trusted'])
  })

  it('is won by the party that still proves the domain when the owner’s proof has lapsed', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'odd.com')
    world.clock.advance(50 * DAYS)
    await world.rule(globex, 'odd.com')
    world.clock.advance(40 * DAYS)
    expect(unwrap(await world.proveByDns(globex, 'odd.com')).standing).toBe('trusted')
    expect(await standings(world, [acme, globex])).toEqual(['lapsed', 'trusted'])
    expect((await world.get(domainOwners, 'odd.com'))?.organizationId).toBe(globex.id)
  })

  it('is carried on against whom still proves the domain, by a third', async () => {
    const world = createWorld()
    const [acme, globex, third] = [await world.found('Acme'), await world.found('Globex'), await world.found('Third')]
    await world.rule(acme, 'odd.com')
    world.clock.advance(50 * DAYS)
    await world.rule(globex, 'odd.com')
    world.clock.advance(40 * DAYS)
    await world.pending(third, 'odd.com')
    expect(codeOf(await attest(world, third))).toBe('domain_owned')
    expect(unwrap(await world.proveByDns(third, 'odd.com')).standing).toBe('disputed')
    expect(await standings(world, [acme, globex, third])).toEqual(['lapsed', 'disputed', 'disputed'])
  })

  it('is over when the owner proves the domain again and the other party does not any more', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'odd.com')
    await world.rule(globex, 'odd.com')
    for (const days of [89, 1]) {
      world.clock.advance(days * DAYS)
      const { standing } = unwrap(await world.proveByDns(acme, 'odd.com'))
      expect(standing).toBe(days === 89 ? 'disputed' : 'trusted')
    }
    expect(await standings(world, [acme, globex])).toEqual(['trusted', 'lapsed'])
    expect(unwrap(await world.proveByDns(globex, 'odd.com')).standing).toBe('disputed')
  })

  it('is over when both had lapsed and the owner proves the domain again', async () => {
    const { world, acme, globex } = await disputed()
    world.clock.advance(90 * DAYS)
    expect(unwrap(await world.proveByDns(acme, 'odd.com')).standing).toBe('trusted')
    expect(await standings(world, [acme, globex])).toEqual(['trusted', 'lapsed'])
  })

  it('leaves the domain to anybody once both have lapsed', async () => {
    const { world, acme, globex } = await disputed()
    const third = await world.found('Third')
    world.clock.advance(90 * DAYS)
    expect((await world.rule(third, 'odd.com', {}, { kind: 'operator', reason: 'x' })).standing).toBe('trusted')
    expect(await standings(world, [acme, globex, third])).toEqual(['lapsed', 'lapsed', 'trusted'])
  })

  it('does not hand on what was released to another (DOM-4)', async () => {
    const world = createWorld()
    const [acme, globex, third] = [await world.found('Acme'), await world.found('Globex'), await world.found('Third')]
    await world.rule(acme, 'odd.com')
    const below = { actor: acme.admin, organizationId: acme.id, domain: 'eu.odd.com' }
    unwrap(await world.charter.domainRules.release({ ...below, to: globex.id }))
    await world.rule(globex, 'eu.odd.com')
    await world.pending(third, 'eu.odd.com')
    expect(codeOf(await world.proveByDns(third, 'eu.odd.com'))).toBe('domain_owned_above')
    expect(await standings(world, [globex], 'eu.odd.com')).toEqual(['trusted'])
    unwrap(await remove(world, globex, 'eu.odd.com'))
    expect(codeOf(await world.proveByDns(third, 'eu.odd.com'))).toBe('domain_owned_above')
  })

  it('goes on for a party to whom nothing is released any more', async () => {
    const world = createWorld()
    const [acme, globex, third] = [await world.found('Acme'), await world.found('Globex'), await world.found('Third')]
    await world.dispute(globex, third, 'eu.odd.com')
    await world.rule(acme, 'odd.com')
    world.clock.advance(1)
    expect(unwrap(await world.proveByDns(third, 'eu.odd.com')).standing).toBe('disputed')
  })

  const won = ({ id }: Org) => ({
    kind: 'notify_admins',
    organizationId: id,
    about: 'dispute_settled',
    domain: 'odd.com',
    isOwner: true,
  })

  it.each([0, 1])('is conceded by removing one’s rule, and the other is told (party %i) (AUD-7)', async party => {
    const { world, acme, globex } = await disputed()
    const [leaver, other] = party === 0 ? [acme, globex] : [globex, acme]
    const answer = await remove(world, leaver)
    expect(decided(answer).effects).toContainEqual(won(other))
    expect(await standings(world, [other])).toEqual(['trusted'])
    expect(await world.get(domainOwners, 'odd.com')).not.toHaveProperty('dispute')
    expect(unwrap(await world.signUp('new@odd.com')).joined.map(j => j.organizationId)).toEqual([other.id])
  })

  it.each([0, 1])('is conceded by making one’s rule a guest’s (party %i)', async party => {
    const { world, acme, globex } = await disputed()
    const [leaver, other] = party === 0 ? [acme, globex] : [globex, acme]
    const change = { actor: leaver.admin, organizationId: leaver.id, domain: 'odd.com', existing: 'keep' } as const
    const answer = await world.charter.domainRules.update({ ...change, role: 'external' })
    expect(unwrap(answer).standing).toBe('trusted')
    expect(decided(answer).effects).toContainEqual(won(other))
    expect(await standings(world, [leaver, other])).toEqual(['trusted', 'trusted'])
    const joined = unwrap(await world.signUp('new@odd.com')).joined.map(j => [j.organizationId, j.role])
    expect(joined.sort()).toEqual(
      [
        [leaver.id, 'external'],
        [other.id, 'internal'],
      ].sort(),
    )
  })
})

describe('settleDispute', () => {
  it('decides for the owner, or for the other (DOM-3, ORG-6)', async () => {
    for (const party of [0, 1]) {
      const { world, acme, globex, grace } = await disputed()
      const [winner, loser] = party === 0 ? [acme, globex] : [globex, acme]
      const member = await world.get(memberships, acme.id, grace)
      const rules = world.all(domainRules)
      world.clock.advance(5)
      const answer = await settle(world, winner)
      expect(unwrap(answer)).toMatchObject({ domain: 'odd.com', organizationId: winner.id })
      expect(unwrap(answer)).not.toHaveProperty('dispute')
      expect(decided(answer)).toEqual({
        because: ['dispute_settled'],
        effects: [acme, globex].map(({ id }) => ({
          kind: 'notify_admins',
          organizationId: id,
          about: 'dispute_settled',
          domain: 'odd.com',
          isOwner: id === winner.id,
        })),
      })
      expect(noted(world.entries(winner.id).at(-1))).toEqual({
        action: 'domainRules.settle',
        actor: OPERATOR,
        rules: ['DOM-3', 'DOM-4', 'ORG-6'],
        targets: [],
      })
      // Who else was a party is for the operator alone to read (INV-24).
      expect(noted(world.entries(PLATFORM).at(-1))).toMatchObject({ targets: ['domain_owner/odd.com'] })
      expect(await standings(world, [winner, loser])).toEqual(['trusted', 'superseded'])
      expect(unwrap(await world.signUp('new@odd.com')).joined.map(j => j.organizationId)).toEqual([winner.id])
      expect(await world.get(memberships, acme.id, grace)).toEqual(member)
      expect(world.all(domainRules)).toEqual(rules)
    }
  })

  it('is not undone by the loser’s operator proof; by DNS there is another dispute', async () => {
    const { world, acme, globex } = await disputed()
    await settle(world, globex)
    expect(codeOf(await attest(world, acme))).toBe('domain_owned')
    expect(unwrap(await world.proveByDns(acme, 'odd.com')).standing).toBe('disputed')
  })

  const refusals: Refusals<Charter<string>['domainRules']['settle']> = {
    operator_only: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      await world.dispute(acme, globex, 'odd.com')
      return () =>
        world.charter.domainRules.settle({ actor: acme.admin, domain: 'odd.com', owner: acme.id, reason: 'mine' })
    },
    domain_not_disputed: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'odd.com')
      return () => settle(world, acme)
    },
    domain_dispute_not_a_party: async world => {
      const [acme, globex, third] = [await world.found('Acme'), await world.found('Globex'), await world.found('Third')]
      await world.dispute(acme, globex, 'odd.com')
      return () => settle(world, third)
    },
  }
  itRefuses(refusals)

  it('knows no dispute over a domain that nobody owns', async () => {
    const world = createWorld()
    expect(codeOf(await settle(world, await world.found('Acme')))).toBe('domain_not_disputed')
  })

  itRefusesNoDomains(async (world, domain) => {
    const acme = await world.found('Acme')
    return () => settle(world, acme, domain)
  })
})
