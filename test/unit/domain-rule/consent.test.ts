import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, itRefusesNoDomains, type Refusals } from '../../support/refusals.ts'
import {
  as,
  codeOf,
  createWorld,
  DAYS,
  deactivate,
  decided,
  noted,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

const DOMAIN = 'vendor.com'

const consent = (world: World, owner: Org, client: Org) =>
  world.charter.domainRules.prove({
    actor: owner.admin,
    organizationId: client.id,
    domain: DOMAIN,
    proof: { kind: 'owner_consent' },
  })

const withdraw = (world: World, owner: Pick<Org, 'admin'>, client: Org) =>
  world.charter.domainRules.withdrawConsent({ actor: owner.admin, organizationId: client.id, domain: DOMAIN })

const remove = async (world: World, org: Org, domain = DOMAIN) => {
  unwrap(await world.charter.domainRules.remove({ actor: org.admin, organizationId: org.id, domain, existing: 'keep' }))
  await world.charter.domainRules.sweep({ actor: org.admin, organizationId: org.id, domain })
}

const settle = async (world: World, owner: Org) =>
  unwrap(await world.charter.domainRules.settle({ actor: OPERATOR, domain: DOMAIN, owner: owner.id, reason: 'x' }))

const standing = async (world: World, org: Org) =>
  unwrap(await world.charter.domainRules.list({ actor: OPERATOR, organizationId: org.id })).items.find(
    ({ domain }) => domain === DOMAIN,
  )?.standing

/** Vendor owns vendor.com and agrees to Client’s rule for its people. */
const agreed = async (world: World) => {
  const [vendor, client, rival] = [await world.found('Vendor'), await world.found('Client'), await world.found('Rival')]
  await world.rule(vendor, DOMAIN)
  await world.pending(client, DOMAIN, { role: 'workforce' })
  unwrap(await consent(world, vendor, client))
  return { vendor, client, rival }
}

describe('the owner’s consent (DOM-3)', () => {
  it.each(['external', 'workforce'])('makes a rule for the %s type trusted', async role => {
    const world = createWorld()
    const [vendor, client] = [await world.found('Vendor'), await world.found('Client')]
    await world.rule(vendor, DOMAIN)
    await world.pending(client, DOMAIN, { role })
    expect(unwrap(await consent(world, vendor, client)).standing).toBe('trusted')
  })

  it('is not for a rule that would make the other the owner (DOM-4)', async () => {
    const world = createWorld()
    const [vendor, client] = [await world.found('Vendor'), await world.found('Client')]
    await world.rule(vendor, DOMAIN)
    await world.pending(client, DOMAIN)
    expect(codeOf(await consent(world, vendor, client))).toBe('domain_consent_internal')
  })

  it('is nobody’s but the owner’s: not the client’s, not another member’s, not of who owns another domain', async () => {
    const world = createWorld()
    const { vendor, client, rival } = await agreed(world)
    await world.rule(rival, 'rival.com')
    await world.pending(rival, DOMAIN, { role: 'workforce' })
    const { user } = unwrap(await world.signUp('wim@vendor.com'))
    const asked = (actor: Org['admin']) => consent(world, { ...vendor, admin: actor }, rival)
    expect(codeOf(await asked(rival.admin))).toBe('domain_not_owned')
    expect(codeOf(await asked(client.admin))).toBe('domain_not_owned')
    expect(codeOf(await asked(as(user.id)))).toBe('permission_missing')
    expect(codeOf(await asked(vendor.admin))).toBe('ok')
  })

  it('tells no stranger who owns the domain', async () => {
    const world = createWorld()
    const { vendor, client, rival } = await agreed(world)
    await world.charter.organizations.archive({ actor: OPERATOR, organizationId: vendor.id })
    for (const answer of [await consent(world, rival, client), await withdraw(world, rival, client)])
      expect(answer).toEqual({
        ok: false,
        refusal: { kind: 'state', code: 'domain_not_owned', facts: { domain: DOMAIN } },
      })
  })

  it('lapses like every proof, and can be given again', async () => {
    const world = createWorld()
    const { vendor, client } = await agreed(world)
    world.clock.advance(89 * DAYS)
    await world.proveByDns(vendor, DOMAIN)
    world.clock.advance(DAYS)
    expect(await standing(world, client)).toBe('lapsed')
    expect(unwrap(await consent(world, vendor, client)).standing).toBe('trusted')
  })

  it('is not given by an owner whose own proof has lapsed, nor by one in a dispute', async () => {
    const world = createWorld()
    const { vendor, client, rival } = await agreed(world)
    world.clock.advance(90 * DAYS)
    expect(codeOf(await consent(world, vendor, client))).toBe('domain_not_owned')
    await world.proveByDns(vendor, DOMAIN)
    await world.rule(rival, DOMAIN)
    expect(codeOf(await consent(world, vendor, client))).toBe('domain_not_owned')
  })

  it('is not given by one whose proof has lapsed while another still proves the domain', async () => {
    const world = createWorld()
    const { vendor, client, rival } = await agreed(world)
    world.clock.advance(50 * DAYS)
    await world.rule(rival, DOMAIN)
    world.clock.advance(40 * DAYS)
    expect(codeOf(await consent(world, vendor, client))).toBe('domain_not_owned')
  })

  it('is without effect during a dispute, and holds again if the owner wins', async () => {
    const world = createWorld()
    const { vendor, client, rival } = await agreed(world)
    await world.rule(rival, DOMAIN)
    expect(await standing(world, client)).toBe('disputed')
    expect(codeOf(await world.signUp('wim@vendor.com'))).toBe('no_organization_for_domain')
    await settle(world, vendor)
    expect(await standing(world, client)).toBe('trusted')
  })

  const losses: readonly (readonly [
    string,
    (world: World, orgs: Awaited<ReturnType<typeof agreed>>) => Promise<void>,
  ])[] = [
    [
      'lost the domain by lapsing',
      async (world, { rival }) => {
        world.clock.advance(90 * DAYS - 1)
        await world.rule(rival, DOMAIN)
      },
    ],
    [
      'lost a dispute',
      async (world, { rival }) => {
        await world.rule(rival, DOMAIN)
        await settle(world, rival)
      },
    ],
    ['removed the rule', async (world, { vendor }) => remove(world, vendor)],
    [
      'made the rule a guest’s',
      async (world, { vendor }) => {
        unwrap(
          await world.charter.domainRules.update({
            actor: vendor.admin,
            organizationId: vendor.id,
            domain: DOMAIN,
            role: 'external',
            existing: 'keep',
          }),
        )
        await world.sweep(vendor, DOMAIN)
      },
    ],
  ]

  it.each(losses)('ends when the owner has %s', async (_, lose) => {
    const world = createWorld()
    const orgs = await agreed(world)
    // The owner’s proof lapses before the consent does.
    world.clock.advance(1)
    unwrap(await consent(world, orgs.vendor, orgs.client))
    await lose(world, orgs)
    expect(await standing(world, orgs.client)).toBe('consent_ended')
    const joined = await world.signUp('wim@vendor.com')
    expect(joined.ok ? joined.value.joined.map(j => j.organizationId) : []).not.toContain(orgs.client.id)
  })

  const returns: readonly (readonly [
    string,
    (world: World, orgs: Awaited<ReturnType<typeof agreed>>) => Promise<void>,
  ])[] = [
    [
      'wins the domain back in a dispute',
      async (world, { vendor, rival }) => {
        await world.rule(rival, DOMAIN)
        await settle(world, rival)
        unwrap(await world.proveByDns(vendor, DOMAIN))
        await settle(world, vendor)
      },
    ],
    [
      'has the domain back since the other gave it up',
      async (world, { vendor, rival }) => {
        await world.rule(rival, DOMAIN)
        await settle(world, rival)
        await remove(world, rival)
        unwrap(await world.proveByDns(vendor, DOMAIN))
      },
    ],
    [
      'has the domain back since the other conceded a dispute',
      async (world, { vendor, rival }) => {
        await world.rule(rival, DOMAIN)
        await settle(world, rival)
        unwrap(await world.proveByDns(vendor, DOMAIN))
        await remove(world, rival)
      },
    ],
    [
      'removes the rule, adds it again and proves it',
      async (world, { vendor }) => {
        await remove(world, vendor)
        await world.rule(vendor, DOMAIN)
      },
    ],
    [
      'loses the domain by lapsing and has it back after the other has lapsed',
      async (world, { vendor, rival, client }) => {
        world.clock.advance(45 * DAYS)
        unwrap(await consent(world, vendor, client))
        world.clock.advance(45 * DAYS)
        await world.rule(rival, DOMAIN, {}, undefined)
        await remove(world, rival)
        unwrap(await world.proveByDns(vendor, DOMAIN))
      },
    ],
  ]

  it.each(returns)('never comes back when the owner %s (INV-25)', async (_, comeBack) => {
    const world = createWorld()
    const orgs = await agreed(world)
    await comeBack(world, orgs)
    expect(await standing(world, orgs.vendor)).toBe('trusted')
    expect(await standing(world, orgs.client)).toBe('consent_ended')
    expect(unwrap(await consent(world, orgs.vendor, orgs.client)).standing).toBe('trusted')
  })

  it('holds when the owner renews its own proof', async () => {
    const world = createWorld()
    const { vendor, client } = await agreed(world)
    world.clock.advance(30 * DAYS)
    await world.proveByDns(vendor, DOMAIN)
    expect(await standing(world, client)).toBe('trusted')
  })

  it('is without effect while the owner’s own proof has lapsed, and holds again when it is given', async () => {
    const world = createWorld()
    const { vendor, client } = await agreed(world)
    world.clock.advance(60 * DAYS)
    unwrap(await consent(world, vendor, client))
    world.clock.advance(30 * DAYS - 1)
    expect(await standing(world, client)).toBe('trusted')
    world.clock.advance(1)
    expect(await standing(world, client)).toBe('lapsed')
    expect(await world.signUp('wim@vendor.com')).toMatchObject({
      refusal: { facts: { considered: [{ because: 'lapsed' }, { because: 'lapsed' }] } },
    })
    world.clock.advance(10 * DAYS)
    await world.proveByDns(vendor, DOMAIN)
    expect(await standing(world, client)).toBe('trusted')
  })

  it.each([
    ['approval', 'automatic', 'pending'],
    ['approval', 'offered', 'pending'],
    ['offered', 'automatic', 'pending'],
    ['automatic', 'offered', 'trusted'],
    ['automatic', 'approval', 'trusted'],
    ['offered', 'approval', 'trusted'],
  ] as const)('given for %s, it makes %s %s: less asking needs it anew', async (joining, changed, expected) => {
    const world = createWorld()
    const [vendor, client] = [await world.found('Vendor'), await world.found('Client')]
    await world.rule(vendor, DOMAIN)
    const { claim } = await world.pending(client, DOMAIN, { role: 'workforce', joining })
    unwrap(await consent(world, vendor, client))
    const change = { actor: client.admin, organizationId: client.id, domain: DOMAIN, existing: 'keep' } as const
    const rule = unwrap(await world.charter.domainRules.update({ ...change, joining: changed }))
    expect(rule).toMatchObject({ standing: expected, edition: 1, joining: changed })
    expect(rule.claim.token === claim.token).toBe(expected === 'trusted')
    if (expected === 'trusted') return
    expect(rule).not.toHaveProperty('proof')
    expect(unwrap(await world.signUp('wim@vendor.com')).joined.map(j => j.organizationId)).toEqual([vendor.id])
    expect(unwrap(await consent(world, vendor, client)).standing).toBe('trusted')
  })

  it('covers what was agreed to: another role or another reach needs it anew', async () => {
    for (const shape of [{ role: 'external' }, { match: 'subdomains' }] as const) {
      const world = createWorld()
      const { client } = await agreed(world)
      const change = { actor: client.admin, organizationId: client.id, domain: DOMAIN, existing: 'keep' } as const
      expect(unwrap(await world.charter.domainRules.update({ ...change, ...shape })).standing).toBe('pending')
    }
  })
})

describe('withdrawConsent', () => {
  it('ends joining by the rule at once, and changes nobody who is in (DOM-3, INV-06)', async () => {
    const world = createWorld()
    const { vendor, client } = await agreed(world)
    const { user } = unwrap(await world.signUp('wim@vendor.com'))
    world.clock.advance(1)
    const answer = await withdraw(world, vendor, client)
    expect(unwrap(answer)).toMatchObject({ status: 'pending', standing: 'pending', claim: { version: 2 } })
    expect(unwrap(answer)).not.toHaveProperty('proof')
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'consent_withdrawn'],
      effects: [{ kind: 'notify_admins', organizationId: client.id, about: 'consent_withdrawn', domain: DOMAIN }],
    })
    expect(noted(world.entries(client.id).at(-1))).toEqual({
      action: 'domainRules.withdrawConsent',
      actor: vendor.admin,
      actingOrganizationId: vendor.id,
      rules: ['DOM-3', 'INV-06', 'ROL-4'],
      targets: [`domain_rule/${client.id}/${DOMAIN}`, `trusted_rule_count/${DOMAIN}`],
    })
    expect(unwrap(await world.signUp('new@vendor.com')).joined.map(j => j.organizationId)).toEqual([vendor.id])
    const member = await world.charter.members.get({
      actor: client.admin,
      organizationId: client.id,
      userId: user.id,
    })
    expect(unwrap(member)).toMatchObject({ role: 'workforce', status: 'active', joinedAt: START })
  })

  it('is also for a consent that has lapsed', async () => {
    const world = createWorld()
    const { vendor, client } = await agreed(world)
    world.clock.advance(90 * DAYS)
    expect(unwrap(await withdraw(world, vendor, client)).status).toBe('pending')
  })

  const refusals: Refusals<Charter<string>['domainRules']['withdrawConsent']> = {
    organization_archived: async world => {
      const { vendor, client } = await agreed(world)
      await world.charter.organizations.archive({ actor: OPERATOR, organizationId: vendor.id })
      return () => withdraw(world, vendor, client)
    },
    user_not_found: async world => {
      const { client } = await agreed(world)
      return () => withdraw(world, { admin: as('nobody') }, client)
    },
    user_deactivated: async world => {
      const { vendor, client } = await agreed(world)
      await deactivate(world, vendor.adminId)
      return () => withdraw(world, vendor, client)
    },
    not_a_member: async world => {
      const { vendor, client } = await agreed(world)
      const { id } = await world.user('eve@people.com', vendor)
      await world.member(vendor, id, { assigned: { role: 'forgotten', by: OPERATOR, at: START } })
      return () => withdraw(world, { admin: as(id) }, client)
    },
    member_suspended: async world => {
      const { vendor, client } = await agreed(world)
      const { id } = await world.user('eve@people.com', vendor)
      const assigned = { role: 'admin', by: OPERATOR, at: START }
      await world.member(vendor, id, { status: 'suspended', suspendedAt: START, assigned } as never)
      return () => withdraw(world, { admin: as(id) }, client)
    },
    permission_missing: async world => {
      const { client } = await agreed(world)
      const { user } = unwrap(await world.signUp('wim@vendor.com'))
      return () => withdraw(world, { admin: as(user.id) }, client)
    },
    operator_not_allowed: async world => {
      const { client } = await agreed(world)
      return () => withdraw(world, { admin: OPERATOR }, client)
    },
    domain_not_owned: async world => {
      const { client, rival } = await agreed(world)
      return () => withdraw(world, rival, client)
    },
    domain_consent_not_given: async world => {
      const { vendor, rival } = await agreed(world)
      await world.pending(rival, DOMAIN, { role: 'external' })
      await world.proveByDns(rival, DOMAIN)
      return () => withdraw(world, vendor, rival)
    },
    domain_rule_not_found: async world => {
      const { vendor, rival } = await agreed(world)
      return () => withdraw(world, vendor, rival)
    },
    domain_rule_removing: async world => {
      const { vendor, client } = await agreed(world)
      await world.signUp('wim@vendor.com')
      unwrap(
        await world.charter.domainRules.remove({
          actor: client.admin,
          organizationId: client.id,
          domain: DOMAIN,
          existing: 'keep',
        }),
      )
      return () => withdraw(world, vendor, client)
    },
    domain_rule_sweeping: async world => {
      const { vendor, client } = await agreed(world)
      await world.signUp('wim@vendor.com')
      unwrap(
        await world.charter.domainRules.update({
          actor: client.admin,
          organizationId: client.id,
          domain: DOMAIN,
          role: 'external',
          existing: 'keep',
        }),
      )
      return () => withdraw(world, vendor, client)
    },
  }
  itRefuses(refusals)

  itRefusesNoDomains(async (world, domain) => {
    const { client, vendor } = await agreed(world)
    return () => world.charter.domainRules.withdrawConsent({ actor: vendor.admin, organizationId: client.id, domain })
  })
})
