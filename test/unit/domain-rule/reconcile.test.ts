import { describe, expect, it } from 'vitest'
import { type DomainRule, domainRules } from '../../../src/core/domain-rule/index.ts'
import { offboardings } from '../../../src/core/grant/index.ts'
import { effectiveRole, type Membership, memberships } from '../../../src/core/membership/index.ts'
import { defaultRoles } from '../../../src/core/role/index.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { datasetOf } from '../../support/targets.ts'
import {
  breachesOf,
  codeOf,
  createWorld,
  DAYS,
  OPERATOR,
  type Org,
  START,
  userOf,
  type World,
} from '../../support/world.ts'

type Existing = 'keep' | 'reconcile'
type Who = 'derived' | 'below' | 'assigned' | 'suspended' | 'ended' | 'shared'

const ADDRESS: { readonly [W in Who]: string } = {
  derived: 'grace@acme.com',
  below: 'bo@eu.acme.com',
  assigned: 'ada@acme.com',
  suspended: 'sue@acme.com',
  ended: 'ed@acme.com',
  shared: 'support@acme.com',
}

/** Acme, whose rule for acme.com and below has joined somebody of each kind. */
const populated = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com', { match: 'subdomains' })
  for (const address of Object.values(ADDRESS)) unwrap(await world.signUp(address))
  const idOf = async (who: Who) => (await userOf(world, ADDRESS[who])).id
  const member = async (who: Who, state: object) => {
    const before = await world.get(memberships, acme.id, await idOf(who))
    await world.member(acme, await idOf(who), { ...before, ...state } as never)
  }
  await member('assigned', { assigned: { role: 'external', by: OPERATOR, at: START } })
  await member('suspended', { status: 'suspended', suspendedAt: START })
  await member('ended', { status: 'ended', endedAt: START, ending: 'left' })
  const shared = { actor: acme.admin, organizationId: acme.id, userId: await idOf('shared') }
  unwrap(await world.charter.members.approve(shared))
  return { world, acme }
}

const update = (world: World, org: Org, shape: object, existing: Existing = 'keep') =>
  world.charter.domainRules.update({
    actor: org.admin,
    organizationId: org.id,
    domain: 'acme.com',
    existing,
    ...shape,
  })

const remove = (world: World, org: Org, existing: Existing = 'keep', domain = 'acme.com') =>
  world.charter.domainRules.remove({ actor: org.admin, organizationId: org.id, domain, existing })

/** `status role rule assigned`, `-` where there is none. */
const line = (member: Membership | undefined): string =>
  member
    ? [
        member.status === 'ended' ? member.ending : member.status,
        effectiveRole(member, { roles: defaultRoles, now: START }) ?? '-',
        member.byRule ? `${member.byRule.role}@${member.byRule.edition}` : '-',
        member.assigned?.role ?? '-',
      ].join(' ')
    : 'nobody'

const lines = async (world: World, org: Org): Promise<Record<string, string>> => {
  const found: Record<string, string> = {}
  for (const [who, address] of Object.entries(ADDRESS)) {
    const { id } = await userOf(world, address)
    found[who] = line(await world.get(memberships, org.id, id))
  }
  return found
}

type Change = {
  readonly what: string
  readonly existing: Existing
  readonly make: (world: World, org: Org) => Promise<unknown>
}
type Row = Change & { readonly becomes: { readonly [W in Who]: string } }

const BEFORE: Row['becomes'] = {
  derived: 'active internal internal@1 -',
  below: 'active internal internal@1 -',
  assigned: 'active external internal@1 external',
  suspended: 'suspended internal internal@1 -',
  ended: 'left internal internal@1 -',
  shared: 'active internal internal@1 -',
}

const TABLE: readonly Row[] = [
  {
    what: 'another role',
    existing: 'keep',
    make: (world, org) => update(world, org, { role: 'workforce' }, 'keep'),
    becomes: {
      derived: 'active internal workforce@2 internal',
      below: 'active internal workforce@2 internal',
      assigned: 'active external workforce@2 external',
      suspended: 'suspended internal workforce@2 internal',
      ended: 'left workforce workforce@2 -',
      shared: 'active internal workforce@2 internal',
    },
  },
  {
    what: 'another role',
    existing: 'reconcile',
    make: (world, org) => update(world, org, { role: 'workforce' }, 'reconcile'),
    becomes: {
      derived: 'active workforce workforce@2 -',
      below: 'active workforce workforce@2 -',
      assigned: 'active external workforce@2 external',
      suspended: 'suspended workforce workforce@2 -',
      ended: 'left workforce workforce@2 -',
      shared: 'active workforce workforce@2 -',
    },
  },
  {
    what: 'a narrower match',
    existing: 'keep',
    make: (world, org) => update(world, org, { match: 'exact' }, 'keep'),
    becomes: {
      derived: 'active internal internal@2 -',
      below: 'active internal - internal',
      assigned: 'active external internal@2 external',
      suspended: 'suspended internal internal@2 -',
      ended: 'left internal internal@2 -',
      shared: 'active internal internal@2 -',
    },
  },
  {
    what: 'a narrower match',
    existing: 'reconcile',
    make: (world, org) => update(world, org, { match: 'exact' }, 'reconcile'),
    becomes: {
      derived: 'active internal internal@2 -',
      below: 'rule_changed - - -',
      assigned: 'active external internal@2 external',
      suspended: 'suspended internal internal@2 -',
      ended: 'left internal internal@2 -',
      shared: 'active internal internal@2 -',
    },
  },
  ...(['keep', 'reconcile'] as const).map(existing => ({
    what: 'another joining',
    existing,
    make: (world: World, org: Org) => update(world, org, { joining: 'approval' }, existing),
    becomes: BEFORE,
  })),
  {
    what: 'its removal',
    existing: 'keep',
    make: (world, org) => remove(world, org, 'keep'),
    becomes: {
      derived: 'active internal - internal',
      below: 'active internal - internal',
      assigned: 'active external - external',
      suspended: 'suspended internal - internal',
      ended: 'left - - -',
      shared: 'active internal - internal',
    },
  },
  {
    what: 'its removal',
    existing: 'reconcile',
    make: (world, org) => remove(world, org, 'reconcile'),
    becomes: {
      derived: 'rule_changed - - -',
      below: 'rule_changed - - -',
      assigned: 'active external - external',
      suspended: 'removed - - -',
      ended: 'left - - -',
      shared: 'rule_changed - - -',
    },
  },
  {
    what: 'its removal, where another rule is there',
    existing: 'reconcile',
    make: async (world, org) => {
      await world.rule(org, 'eu.acme.com', { role: 'external', match: 'subdomains' })
      return remove(world, org, 'reconcile')
    },
    becomes: {
      derived: 'rule_changed - - -',
      below: 'active external external@1 -',
      assigned: 'active external - external',
      suspended: 'removed - - -',
      ended: 'left - - -',
      shared: 'rule_changed - - -',
    },
  },
  {
    what: 'its removal, where another rule only offers',
    existing: 'reconcile',
    make: async (world, org) => {
      await world.rule(org, 'eu.acme.com', { role: 'external', joining: 'offered' })
      return remove(world, org, 'reconcile')
    },
    becomes: {
      derived: 'rule_changed - - -',
      below: 'rule_changed - - -',
      assigned: 'active external - external',
      suspended: 'removed - - -',
      ended: 'left - - -',
      shared: 'rule_changed - - -',
    },
  },
]

describe('a change of a rule and those who are in (DOM-5, MEM-1, INV-12)', () => {
  it('finds them as they came', async () => {
    const { world, acme } = await populated()
    expect(await lines(world, acme)).toEqual(BEFORE)
  })

  it.each(TABLE)('$what, $existing', async ({ make, becomes }) => {
    const { world, acme } = await populated()
    world.clock.advance(5)
    expect(codeOf((await make(world, acme)) as never)).toBe('ok')
    // Nobody is reached by the change itself.
    expect(await lines(world, acme)).toEqual(BEFORE)
    await world.sweep(acme, 'acme.com').catch(error => {
      if (!String(error).includes('domain_rule_not_found')) throw error
    })
    expect(await lines(world, acme)).toEqual(becomes)
    expect(breachesOf(world)).toEqual([])
    // MEM-2: whoever had left or been assigned a role by a person is as that person left them.
    const after = await lines(world, acme)
    for (const address of Object.values(ADDRESS)) await world.signIn(address)
    expect({ ...(await lines(world, acme)), below: '' }).toEqual({ ...after, below: '' })
  })

  it('tells the host whose sessions to end, and only of those who lost their access (AUD-7)', async () => {
    const { world, acme } = await populated()
    unwrap(await remove(world, acme, 'reconcile'))
    const answer = await world.charter.domainRules.sweep({
      actor: acme.admin,
      organizationId: acme.id,
      domain: 'acme.com',
    })
    const ids = await Promise.all(
      (['derived', 'below', 'suspended', 'shared'] as const).map(async who => (await userOf(world, ADDRESS[who])).id),
    )
    expect(answer.ok && answer.effects.map(({ kind, payload }) => [kind, payload['userId']]).sort()).toEqual(
      [...ids.map(id => ['end_sessions', id]), ...ids.map(id => ['sweep_member', id])].sort(),
    )
  })

  it('tells the host whose sessions to rotate, since their role is another (AUD-7)', async () => {
    const { world, acme } = await populated()
    const swept = async () => {
      const command = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com' }
      const answer = await world.charter.domainRules.sweep(command)
      return answer.ok && answer.effects.map(({ kind, payload }) => [kind, payload['userId']]).sort()
    }
    unwrap(await update(world, acme, { role: 'external' }, 'reconcile'))
    const ids = await Promise.all(
      (['derived', 'below', 'shared'] as const).map(async who => (await userOf(world, ADDRESS[who])).id),
    )
    expect(await swept()).toEqual(ids.map(id => ['rotate_sessions', id]).sort())
    unwrap(await update(world, acme, { role: 'workforce' }, 'keep'))
    expect(await swept()).toEqual([])
  })

  it('lets no rule bring back, active, whom a person has suspended (MEM-2)', async () => {
    const { world, acme } = await populated()
    unwrap(await remove(world, acme, 'reconcile'))
    await world.sweep(acme, 'acme.com')
    await world.rule(acme, 'acme.com')
    expect(unwrap(await world.signIn(ADDRESS.suspended)).joined).toEqual([])
    expect(unwrap(await world.signIn(ADDRESS.derived)).joined).toHaveLength(1)
  })

  it('keeps in the assignment who changed the rule, and why the role is there', async () => {
    const { world, acme } = await populated()
    world.clock.advance(5)
    unwrap(await remove(world, acme, 'keep'))
    world.clock.advance(5)
    await world.sweep(acme, 'acme.com')
    const { id } = await userOf(world, ADDRESS.derived)
    expect((await world.get(memberships, acme.id, id))?.assigned).toEqual({
      role: 'internal',
      by: acme.admin,
      at: START + 10,
      reason: 'kept when the rule for acme.com changed',
    })
  })

  it('ends joining by the rule with the removal, before the sweep', async () => {
    const { world, acme } = await populated()
    unwrap(await remove(world, acme, 'keep'))
    expect(codeOf(await world.signUp('new@acme.com'))).toBe('no_organization_for_domain')
  })

  it('joins by the changed rule before the sweep, and leaves those alone then', async () => {
    const { world, acme } = await populated()
    unwrap(await update(world, acme, { role: 'external' }, 'reconcile'))
    const { user } = unwrap(await world.signUp('new@acme.com'))
    const member = await world.get(memberships, acme.id, user.id)
    expect(line(member)).toBe('active external external@2 -')
    await world.sweep(acme, 'acme.com')
    expect(await world.get(memberships, acme.id, user.id)).toEqual(member)
  })

  it('takes one change at a time (DOM-5)', async () => {
    const { world, acme } = await populated()
    unwrap(await update(world, acme, { role: 'external' }))
    expect(codeOf(await update(world, acme, { role: 'workforce' }))).toBe('domain_rule_sweeping')
    expect(codeOf(await remove(world, acme))).toBe('domain_rule_sweeping')
    await world.sweep(acme, 'acme.com')
    unwrap(await remove(world, acme))
    expect(codeOf(await remove(world, acme))).toBe('domain_rule_removing')
    expect(codeOf(await update(world, acme, { role: 'workforce' }))).toBe('domain_rule_removing')
  })

  it('still reaches everybody when the proof lapses on the way, and puts nobody out by that (DOM-3)', async () => {
    const { world, acme } = await populated()
    unwrap(await update(world, acme, { role: 'external' }, 'reconcile'))
    world.clock.advance(90 * DAYS)
    await world.sweep(acme, 'acme.com')
    expect(await lines(world, acme)).toMatchObject({ derived: 'active external external@2 -' })
  })

  it('is refused to reconcile where the rule would be without effect: that would put everybody out (INV-06)', async () => {
    const lapsed = await populated()
    lapsed.world.clock.advance(90 * DAYS)
    expect(codeOf(await update(lapsed.world, lapsed.acme, { match: 'exact' }, 'reconcile'))).toBe(
      'domain_rule_reconcile_untrusted',
    )
    const disputed = await populated()
    await disputed.world.rule(await disputed.world.found('Globex'), 'acme.com')
    expect(codeOf(await update(disputed.world, disputed.acme, { match: 'exact' }, 'reconcile'))).toBe(
      'domain_rule_reconcile_untrusted',
    )
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { role: 'external' })
    await world.signUp('grace@acme.com')
    expect(codeOf(await update(world, acme, { role: 'internal' }, 'reconcile'))).toBe('domain_rule_reconcile_untrusted')
    expect(unwrap(await update(world, acme, { role: 'internal' }, 'keep')).status).toBe('pending')
  })

  it('reconciles a rule that gives up a domain in dispute: as a guest’s rule it has effect', async () => {
    const { world, acme } = await populated()
    const globex = await world.found('Globex')
    await world.rule(globex, 'acme.com')
    const rule = unwrap(await update(world, acme, { role: 'external' }, 'reconcile'))
    expect(rule.standing).toBe('trusted')
    await world.sweep(acme, 'acme.com')
    expect(await lines(world, acme)).toMatchObject({ derived: 'active external external@2 -' })
  })

  it('can be removed with everybody, whatever it stands like', async () => {
    const { world, acme } = await populated()
    world.clock.advance(90 * DAYS)
    unwrap(await remove(world, acme, 'reconcile'))
    await world.sweep(acme, 'acme.com')
    expect((await lines(world, acme))['derived']).toBe('rule_changed - - -')
  })

  it('begins at the first edition again when it was removed and added, and mixes up nobody', async () => {
    const { world, acme } = await populated()
    unwrap(await update(world, acme, { role: 'external' }, 'reconcile'))
    await world.sweep(acme, 'acme.com')
    unwrap(await remove(world, acme, 'keep'))
    await world.sweep(acme, 'acme.com')
    await world.rule(acme, 'acme.com', { role: 'workforce' })
    expect(await world.get(domainRules, acme.id, 'acme.com')).toMatchObject({ edition: 1, claim: { version: 1 } })
    const { user } = unwrap(await world.signUp('new@acme.com'))
    unwrap(await update(world, acme, { role: 'external' }, 'reconcile'))
    expect(await world.sweep(acme, 'acme.com')).toEqual([1])
    expect(line(await world.get(memberships, acme.id, user.id))).toBe('active external external@2 -')
    expect((await lines(world, acme))['derived']).toBe('active external - external')
  })
})

describe('sweepDomainRule', () => {
  const crowd = async (count: number) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    for (let index = 0; index < count; index++) unwrap(await world.signUp(`p${index}@acme.com`))
    return { world, acme }
  }
  const sweep = (world: World, org: Org) =>
    world.charter.domainRules.sweep({ actor: org.admin, organizationId: org.id, domain: 'acme.com' })
  const roles = (world: World, org: Org) =>
    world
      .all(memberships)
      .filter(({ organizationId, userId }) => organizationId === org.id && userId !== org.adminId)
      .map(line)

  it.each([
    [1, [1]],
    [99, [99]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('reaches %i members in commits of up to a hundred (DOM-5)', async (count, commits) => {
    const { world, acme } = await crowd(count)
    unwrap(await update(world, acme, { role: 'external' }, 'reconcile'))
    const entries = world.entries(acme.id).length
    expect(await world.sweep(acme, 'acme.com')).toEqual(commits)
    expect(world.entries(acme.id).length - entries).toBe(commits.length)
    expect(roles(world, acme)).toEqual(Array(count).fill('active external external@2 -'))
    expect(await world.get(domainRules, acme.id, 'acme.com')).not.toHaveProperty('sweep')
  })

  it('shows nobody half of it: a rule that is swept says so, and every invariant holds between commits', async () => {
    const { world, acme } = await crowd(201)
    unwrap(await remove(world, acme, 'reconcile'))
    for (const [swept, finished] of [
      [100, false],
      [100, false],
      [1, true],
    ] as const) {
      expect((await world.get(domainRules, acme.id, 'acme.com'))?.sweep).toBeDefined()
      // Whoever goes on may be another process.
      const another = createCharter({ store: world.store, clock: world.clock.now })
      const step = { actor: OPERATOR, organizationId: acme.id, domain: 'acme.com' }
      expect(unwrap(await another.domainRules.sweep(step))).toEqual({ swept, kept: [], finished })
      expect(breachesOf(world)).toEqual([])
    }
    expect(await world.get(domainRules, acme.id, 'acme.com')).toBeUndefined()
    expect(roles(world, acme)).toEqual(Array(201).fill('rule_changed - - -'))
  })

  it('changes nothing when there is nothing to sweep', async () => {
    const { world, acme } = await crowd(1)
    const before = world.snapshot()
    expect(unwrap(await sweep(world, acme))).toEqual({ swept: 0, kept: [], finished: true })
    unwrap(await update(world, acme, { role: 'external' }))
    await sweep(world, acme)
    const after = world.snapshot()
    expect(unwrap(await sweep(world, acme))).toEqual({ swept: 0, kept: [], finished: true })
    expect(world.snapshot()).toEqual(after)
    expect(before).not.toEqual(after)
  })

  it('keeps whoever alone administers something, with an assigned role, and of two who do it together one (INV-08)', async () => {
    const { world, acme } = await crowd(4)
    const [first, second, third] = world
      .all(memberships)
      .filter(({ userId }) => userId !== acme.adminId)
      .map(({ userId }) => userId)
    await datasetOf(world, acme, first as string)
    await datasetOf(world, acme, second as string, third as string)
    unwrap(await remove(world, acme, 'reconcile'))
    world.clock.advance(1)
    const answer = await sweep(world, acme)
    const kept = unwrap(answer).kept
    expect(kept).toHaveLength(2)
    expect(kept.filter(({ userId }) => userId === first)).toHaveLength(1)
    const gone = kept.some(({ userId }) => userId === second) ? third : second
    expect(kept.map(({ solelyAdministers }) => solelyAdministers)).toEqual([1, 1])
    expect(await world.get(memberships, acme.id, first as string)).toMatchObject({
      status: 'active',
      assigned: { role: 'internal', by: acme.admin, at: START + 1, reason: 'administers something alone' },
    })
    expect(await world.get(memberships, acme.id, gone as string)).toMatchObject({
      status: 'ended',
      ending: 'rule_changed',
    })
    expect(world.all(offboardings).map(({ userId }) => userId)).not.toContain(first)
    expect(world.all(offboardings)).toHaveLength(2)
    expect(await world.get(domainRules, acme.id, 'acme.com')).toBeUndefined()
  })

  it('keeps, or puts out, whoever has nothing but an expired role beside the rule, as it was said (DOM-5, INV-25)', async () => {
    for (const existing of ['keep', 'reconcile'] as const) {
      const { world, acme } = await crowd(1)
      const { userId } = world.all(memberships).find(member => member.userId !== acme.adminId) as Membership
      const role = { actor: acme.admin, organizationId: acme.id, userId, role: 'external' }
      unwrap(await world.charter.members.changeRole({ ...role, until: START + 1 }))
      world.clock.advance(2)
      unwrap(await remove(world, acme, existing))
      await sweep(world, acme)
      expect(await world.get(memberships, acme.id, userId)).toMatchObject(
        existing === 'keep' ? { status: 'active', assigned: { role: 'internal' } } : { status: 'ended' },
      )
    }
  })

  it('finishes also where nobody came by the rule', async () => {
    const { world, acme } = await crowd(0)
    unwrap(await update(world, acme, { role: 'external' }))
    expect(await world.sweep(acme, 'acme.com')).toEqual([0])
    const rule: DomainRule | undefined = await world.get(domainRules, acme.id, 'acme.com')
    expect(rule).not.toHaveProperty('sweep')
    expect(codeOf(await update(world, acme, { role: 'workforce' }))).toBe('ok')
  })
})
