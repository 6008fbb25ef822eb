import { describe, expect, it } from 'vitest'
import { offboardings } from '../../../src/core/grant/index.ts'
import { memberships } from '../../../src/core/membership/index.ts'
import { defaultRoles, extendRoles } from '../../../src/core/role/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { datasetOf, targetRefusals } from '../../support/targets.ts'
import { as, codeOf, createWorld, DAYS, decided, OPERATOR, type Org, START, type World } from '../../support/world.ts'

const on = (org: Pick<Org, 'id' | 'admin'>, userId: string) =>
  ({ actor: org.admin, organizationId: org.id, userId }) as {
    actor: Org['admin']
    organizationId: Org['id']
    userId: never
  }

/** Acme, whose rule for acme.com and below has let Grace in, at an address below. */
const derived = async (world: World, shape: object = {}) => {
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com', { match: 'subdomains', ...shape })
  const { user } = unwrap(await world.signUp('grace@eu.acme.com'))
  return { acme, id: user.id }
}

/** Somebody whom the rule for acme.com let in, and whose address is elsewhere by now. */
const strayed = async (world: World) => {
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com')
  const { id } = await world.user('grace@eu.acme.com', acme)
  await world.member(acme, id, { byRule: { role: 'internal', domain: 'acme.com', edition: 1, at: START } })
  return { acme, id: id as string }
}

const reconcile = (world: World, org: Pick<Org, 'id' | 'admin'>, userId: string) =>
  world.charter.members.reconcile(on(org, userId))

describe('reconcileMember', () => {
  it('gives the role of a closer rule that has come since (MEM-1, RES-2)', async () => {
    const world = createWorld()
    const { acme, id } = await derived(world)
    await world.rule(acme, 'eu.acme.com', { role: 'external' })
    world.clock.advance(3)
    const answer = await reconcile(world, acme, id)
    expect(unwrap(answer)).toMatchObject({
      role: 'external',
      term: 1,
      byRule: { role: 'external', domain: 'eu.acme.com', edition: 1, at: START + 3 },
    })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'exact_domain', 'derived_role_is_of_the_rules'],
      effects: [{ kind: 'rotate_sessions', organizationId: acme.id, userId: id }],
    })
    const before = world.snapshot()
    expect(decided(await reconcile(world, acme, id)).effects).toEqual([])
    expect(world.snapshot()).toEqual(before)
  })

  it('puts out whom no rule gives anything any more, and a rule can let them in again (INV-12)', async () => {
    const world = createWorld()
    const { acme, id } = await strayed(world)
    const answer = await reconcile(world, acme, id)
    expect(unwrap(answer)).toMatchObject({ status: 'ended', ending: 'rule_changed', role: null })
    expect(decided(answer).effects?.map(({ kind }) => kind)).toEqual(['end_sessions', 'sweep_member'])
    expect(world.all(offboardings)).toMatchObject([{ userId: id, term: 1 }])
    await world.rule(acme, 'eu.acme.com', { role: 'external' })
    expect(unwrap(await world.signIn('grace@eu.acme.com')).joined).toMatchObject([{ role: 'external' }])
    expect(await world.get(memberships, acme.id, id)).toMatchObject({ term: 2 })
  })

  it('leaves alone what a person assigned (MEM-1)', async () => {
    const world = createWorld()
    const { acme, id } = await strayed(world)
    unwrap(await world.charter.members.changeRole({ ...on(acme, id), role: 'external' }))
    expect(unwrap(await reconcile(world, acme, id))).toMatchObject({ status: 'active', role: 'external' })
    expect(await world.get(memberships, acme.id, id)).not.toHaveProperty('byRule')
  })

  it('lets a rule without effect put nobody out, and a suspended member stay so (DOM-3, MEM-2)', async () => {
    const world = createWorld()
    const { acme, id } = await derived(world)
    unwrap(await world.charter.members.suspend(on(acme, id)))
    world.clock.advance(90 * DAYS)
    const answer = await reconcile(world, acme, id)
    expect(unwrap(answer)).toMatchObject({ status: 'suspended', role: 'internal' })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'rule_without_effect_changes_nobody'], effects: [] })
  })

  it('leaves to the sweep of a rule whom its change has yet to reach (DOM-5)', async () => {
    const world = createWorld()
    const { acme, id } = await derived(world)
    const rule = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com' } as const
    unwrap(await world.charter.domainRules.update({ ...rule, match: 'exact', existing: 'keep' }))
    expect(decided(await reconcile(world, acme, id)).because).toEqual(['role_permits', 'rule_change_yet_to_reach'])
    await world.sweep(acme, 'acme.com')
    expect(unwrap(await reconcile(world, acme, id))).toMatchObject({ status: 'active', role: 'internal' })
  })

  it('brings nobody back whose time was over (INV-25)', async () => {
    const world = createWorld()
    const { acme, id } = await strayed(world)
    unwrap(await world.charter.members.changeRole({ ...on(acme, id), role: 'external', until: START + 5 }))
    unwrap(await reconcile(world, acme, id))
    await world.rule(acme, 'eu.acme.com', { role: 'external' })
    world.clock.advance(5)
    expect(codeOf(await reconcile(world, acme, id))).toBe('member_state')
  })

  const refusals: Omit<
    Refusals<Charter<string>['members']['reconcile']>,
    'own_role_upward' | 'entities_left_without_admin'
  > = {
    ...targetRefusals((world, actor, organizationId, userId) =>
      world.charter.members.reconcile({ actor, organizationId, userId: userId as never }),
    ),
    role_not_yours_to_give: async world => {
      const { acme, id } = await derived(world, { role: 'external' })
      await world.rule(acme, 'eu.acme.com', { role: 'internal' })
      const clerk = { id: acme.id, admin: await clerkOf(world, acme) }
      return () => reconcile(world, clerk, id)
    },
  }
  itRefuses(refusals, { roles: clerkRoles })

  // What was to be put right stays as it was found.
  const kept: Pick<Refusals<Charter<string>['members']['reconcile']>, 'entities_left_without_admin'> = {
    entities_left_without_admin: async world => {
      const { acme, id } = await strayed(world)
      await datasetOf(world, acme, id)
      return () => reconcile(world, acme, id)
    },
  }
  itRefuses(kept, { roles: clerkRoles, check: 'by_hand' })

  /** Whoever is a greeter may change greeters and hosts, of whom hosts stand above them. */
  const greeters = extendRoles(defaultRoles, {
    strongestFirst: ['admin', 'host', 'greeter', 'internal', 'external', 'workforce'],
    roles: {
      host: { type: 'internal', administers: false, permissions: ['members.read'], manages: [] },
      greeter: {
        type: 'internal',
        administers: false,
        permissions: ['members.read', 'members.write'],
        manages: ['host', 'greeter'],
      },
    },
  })
  const upward: Pick<Refusals<Charter<string>['members']['reconcile']>, 'own_role_upward'> = {
    own_role_upward: async world => {
      const { acme, id } = await derived(world, { role: 'greeter' })
      await world.rule(acme, 'eu.acme.com', { role: 'host' })
      return () => reconcile(world, { id: acme.id, admin: as(id) }, id)
    },
  }
  itRefuses(upward, { roles: greeters })

  it('is an operator’s to do, too (ORG-6)', async () => {
    const world = createWorld()
    const { acme, id } = await strayed(world)
    expect(unwrap(await reconcile(world, { id: acme.id, admin: OPERATOR }, id)).status).toBe('ended')
  })
})
