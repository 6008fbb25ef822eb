import { describe, expect, it } from 'vitest'
import { domainOwners } from '../../../src/core/domain-rule/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { clerkOf, clerkRoles, leadRoles } from '../../support/clerk.ts'
import { itRefuses, itRefusesNoDomains, type Refusals } from '../../support/refusals.ts'
import {
  as,
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

const at = (org: Org, domain = 'acme.com') => ({ actor: org.admin, organizationId: org.id, domain })

const update = (world: World, org: Org, shape: object, existing: 'keep' | 'reconcile' = 'keep') =>
  world.charter.domainRules.update({ ...at(org), existing, ...shape })

const remove = (world: World, org: Org, existing: 'keep' | 'reconcile' = 'keep') =>
  world.charter.domainRules.remove({ ...at(org), existing })

const sweeping = async (world: World) => {
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com')
  await world.signUp('grace@acme.com')
  unwrap(await update(world, acme, { role: 'external' }))
  return acme
}

const removing = async (world: World) => {
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com')
  await world.signUp('grace@acme.com')
  unwrap(await remove(world, acme))
  return acme
}

describe('updateDomainRule', () => {
  it('changes what a rule gives, and says what becomes of those who are in (DOM-5)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const before = await world.rule(acme, 'acme.com')
    await world.signUp('grace@acme.com')
    world.clock.advance(3)
    const answer = await update(world, acme, { match: 'subdomains', joining: 'offered' }, 'reconcile')
    expect(unwrap(answer)).toEqual({
      ...before,
      match: 'subdomains',
      joining: 'offered',
      edition: 2,
      sweep: { existing: 'reconcile', fromEdition: 1, fromRole: 'internal', by: acme.admin, at: START + 3 },
    })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'rule_updated'],
      effects: [{ kind: 'sweep_domain_rule', organizationId: acme.id, domain: 'acme.com' }],
    })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'domainRules.update',
      actor: acme.admin,
      rules: ['DOM-5', 'ROL-4'],
      targets: [`domain_rule/${acme.id}/acme.com`],
    })
  })

  it('needs to be told what happens to those who are in', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    expect(codeOf(await world.charter.domainRules.update({ ...at(acme), role: 'external' } as never))).toBe(
      'input_invalid',
    )
    expect(codeOf(await world.charter.domainRules.remove(at(acme) as never))).toBe('input_invalid')
  })

  it('makes a rule that becomes internal wait for a proof, of a new claim (DOM-3, DOM-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { claim } = await world.rule(acme, 'acme.com', { role: 'external' })
    const rule = unwrap(await update(world, acme, { role: 'internal' }))
    expect(rule).toMatchObject({ status: 'pending', standing: 'pending', claim: { version: 2 } })
    expect(rule.claim.token).not.toBe(claim.token)
    expect(rule).not.toHaveProperty('proof')
    expect(codeOf(await world.signUp('grace@acme.com'))).toBe('no_organization_for_domain')
  })

  it('makes no owner by the record that was published for a guest’s rule (DOM-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { challenge } = await world.pending(acme, 'acme.com', { role: 'workforce' })
    expect(unwrap(await update(world, acme, { role: 'internal' }))).toMatchObject({ claim: { version: 2 } })
    const proof = { kind: 'dns_txt', records: [challenge.value] } as const
    expect(codeOf(await world.charter.domainRules.prove({ ...at(acme), proof }))).toBe('domain_proof_missing')
  })

  it('gives up the domain when the rule becomes a guest’s, and stays proven (DOM-4)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'acme.com')
    expect(unwrap(await update(world, acme, { role: 'external' })).standing).toBe('trusted')
    expect(await world.get(domainOwners, 'acme.com')).toBeUndefined()
    expect((await world.rule(globex, 'acme.com', {}, { kind: 'operator', reason: 'x' })).standing).toBe('trusted')
  })

  it('does not take the domain from who has it by now', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'acme.com')
    world.clock.advance(90 * DAYS)
    await world.rule(globex, 'acme.com')
    unwrap(await update(world, acme, { role: 'external' }))
    expect((await world.get(domainOwners, 'acme.com'))?.organizationId).toBe(globex.id)
  })

  it('changes how one joins without touching those who are in, and without a new edition', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    await world.signUp('grace@acme.com')
    const rule = unwrap(await update(world, acme, { joining: 'offered' }, 'reconcile'))
    expect(rule).toMatchObject({ joining: 'offered', edition: 1 })
    expect(rule).not.toHaveProperty('sweep')
  })

  it('does not make a rule that waits for its proof trusted', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { challenge } = await world.pending(acme, 'acme.com')
    const rule = unwrap(await update(world, acme, { role: 'external' }))
    expect(rule).toMatchObject({ status: 'pending', edition: 2 })
    expect(rule.challenge).toEqual(challenge)
  })

  const refusals: Refusals<Charter<string>['domainRules']['update']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.domainRules.update({
        actor,
        organizationId,
        domain: 'acme.com',
        role: 'external',
        existing: 'keep',
      }),
    ),
    role_unknown: async world => {
      const acme = await world.found('Acme')
      await world.pending(acme, 'acme.com')
      return () => update(world, acme, { role: 'owner' })
    },
    role_not_yours_to_give: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      const clerk = { ...acme, admin: await clerkOf(world, acme) }
      return () => update(world, clerk, { role: 'workforce' })
    },
    own_role_upward: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com', { role: 'lead' })
      const { user } = unwrap(await world.signUp('grace@acme.com'))
      const lead = { ...acme, admin: as(user.id) }
      return () => update(world, lead, { role: 'senior' }, 'reconcile')
    },
    domain_rule_role_administers: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      return () => update(world, acme, { role: 'admin' })
    },
    domain_rule_not_found: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      await world.rule(globex, 'acme.com')
      return () => update(world, acme, { role: 'external' })
    },
    domain_rule_removing: async world => {
      const acme = await removing(world)
      return () => update(world, acme, { role: 'external' })
    },
    domain_rule_sweeping: async world => {
      const acme = await sweeping(world)
      return () => update(world, acme, { joining: 'offered' })
    },
    domain_rule_unchanged: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      return () => update(world, acme, { role: 'internal', match: 'exact', joining: 'automatic' })
    },
    domain_rule_reconcile_untrusted: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      await world.signUp('grace@acme.com')
      world.clock.advance(90 * DAYS)
      return () => update(world, acme, { match: 'subdomains' }, 'reconcile')
    },
  }
  const { own_role_upward: upward, ...others } = refusals
  itRefuses(others, { roles: clerkRoles })
  itRefuses({ own_role_upward: upward }, { roles: leadRoles })

  it.each(['keep', 'reconcile'] as const)(
    'is not for whoever may not change what the rule gave (%s) (ROL-3)',
    async existing => {
      const world = createWorld({ roles: clerkRoles })
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      const clerk = { ...acme, admin: await clerkOf(world, acme) }
      expect(await update(world, clerk, { role: 'external' }, existing)).toMatchObject({
        refusal: { code: 'role_not_yours_to_give', facts: { role: 'internal', held: 'clerk' } },
      })
      unwrap(await update(world, acme, { role: 'external' }, existing))
      await world.sweep(acme, 'acme.com')
      unwrap(await update(world, clerk, { match: 'subdomains' }, existing))
    },
  )

  it('may raise others by the rule by which they came, where one’s own role is not by it (ROL-3)', async () => {
    const world = createWorld({ roles: leadRoles })
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { role: 'lead' })
    const { user } = unwrap(await world.signUp('grace@acme.com'))
    const { id } = await world.user('lead@lead.com', acme)
    await world.member(acme, id, { assigned: { role: 'lead', by: OPERATOR, at: START } })
    unwrap(await update(world, { ...acme, admin: as(id) }, { role: 'senior' }, 'reconcile'))
    await world.sweep(acme, 'acme.com')
    const member = { actor: acme.admin, organizationId: acme.id, userId: user.id }
    expect(unwrap(await world.charter.members.get(member)).role).toBe('senior')
  })

  it('refuses to change nothing', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    expect(codeOf(await update(world, acme, {}))).toBe('domain_rule_unchanged')
  })

  itRefusesNoDomains(async (world, domain) => {
    const acme = await world.found('Acme')
    return () => world.charter.domainRules.update({ ...at(acme, domain), role: 'external', existing: 'keep' })
  })
})

describe('removeDomainRule', () => {
  it('ends a rule with this commit, and what it has of the domain (DOM-5, DOM-4)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'acme.com')
    await world.signUp('grace@acme.com')
    world.clock.advance(3)
    const answer = await remove(world, acme, 'reconcile')
    expect(unwrap(answer)).toMatchObject({
      status: 'removing',
      standing: 'removing',
      removedAt: START + 3,
      sweep: { existing: 'reconcile', fromEdition: 1, fromRole: 'internal', by: acme.admin, at: START + 3 },
    })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'rule_removed'],
      effects: [{ kind: 'sweep_domain_rule', organizationId: acme.id, domain: 'acme.com' }],
    })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'domainRules.remove',
      actor: acme.admin,
      rules: ['DOM-5', 'ROL-4'],
      targets: [`domain_rule/${acme.id}/acme.com`, 'trusted_rule_count/acme.com', 'domain_owner/acme.com'],
    })
    expect(await world.get(domainOwners, 'acme.com')).toBeUndefined()
    expect((await world.rule(globex, 'acme.com')).standing).toBe('trusted')
  })

  it('is done at once for a rule that was never proven', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.pending(acme, 'acme.com')
    expect(decided(await remove(world, acme)).effects).toEqual([])
    expect(unwrap(await world.charter.domainRules.list({ actor: acme.admin, organizationId: acme.id })).items).toEqual(
      [],
    )
  })

  it('leaves alone who owns the domain by now', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'acme.com')
    world.clock.advance(90 * DAYS)
    await world.rule(globex, 'acme.com')
    unwrap(await remove(world, acme))
    expect((await world.get(domainOwners, 'acme.com'))?.organizationId).toBe(globex.id)
  })

  const refusals: Refusals<Charter<string>['domainRules']['remove']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.domainRules.remove({ actor, organizationId, domain: 'acme.com', existing: 'keep' }),
    ),
    role_not_yours_to_give: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      const clerk = { ...acme, admin: await clerkOf(world, acme) }
      return () => remove(world, clerk, 'reconcile')
    },
    domain_rule_not_found: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      await world.rule(globex, 'acme.com')
      return () => remove(world, acme)
    },
    domain_rule_removing: async world => {
      const acme = await removing(world)
      return () => remove(world, acme)
    },
    domain_rule_sweeping: async world => {
      const acme = await sweeping(world)
      return () => remove(world, acme)
    },
  }
  itRefuses(refusals, { roles: clerkRoles })

  it('is for whoever may change rules where nobody loses anything (ROL-3)', async () => {
    const world = createWorld({ roles: clerkRoles })
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    const clerk = { ...acme, admin: await clerkOf(world, acme) }
    expect(codeOf(await remove(world, clerk, 'keep'))).toBe('ok')
  })

  itRefusesNoDomains(async (world, domain) => {
    const acme = await world.found('Acme')
    return () => world.charter.domainRules.remove({ ...at(acme, domain), existing: 'keep' })
  })
})

describe('sweepDomainRule, refused', () => {
  const refusals: Refusals<Charter<string>['domainRules']['sweep']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.domainRules.sweep({ actor, organizationId, domain: 'acme.com' }),
    ),
    domain_rule_not_found: async world => {
      const acme = await removing(world)
      await world.sweep(acme, 'acme.com')
      return () => world.charter.domainRules.sweep(at(acme))
    },
  }
  itRefuses(refusals)

  itRefusesNoDomains(async (world, domain) => {
    const acme = await world.found('Acme')
    return () => world.charter.domainRules.sweep(at(acme, domain))
  })
})
