import { afterEach, describe, expect, it } from 'vitest'
import { createDomainLists } from '../../../src/adapters/lists/index.ts'
import type { DomainRulePreview } from '../../../src/core/domain-rule/use-cases/preview.ts'
import { put } from '../../../src/core/kernel/index.ts'
import { joinRequests, memberships } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { clerkOf, clerkRoles, leadRoles } from '../../support/clerk.ts'
import { itRefuses, itRefusesNoDomains, type Refusals } from '../../support/refusals.ts'
import { datasetOf } from '../../support/targets.ts'
import {
  as,
  codeOf,
  createWorld,
  deactivate,
  decided,
  OPERATOR,
  type Org,
  START,
  userOf,
  type World,
} from '../../support/world.ts'

type Change = Parameters<Charter<string>['domainRules']['preview']>[0]['change']

const preview = (world: World, org: Org, change: Change, page: object = {}) =>
  world.charter.domainRules.preview({ actor: org.admin, organizationId: org.id, change, ...page })

/** All its pages as one: first those who came by the rule, then the people of its site. */
const wholly = async (world: World, org: Org, change: Change, page: object = {}) => {
  const pages: DomainRulePreview[] = []
  let after: string | undefined
  do {
    pages.push(unwrap(await preview(world, org, change, { ...page, ...(after && { after }) })))
    after = pages.at(-1)?.next
  } while (after !== undefined)
  const sum = (of: 'examined' | 'gains' | 'loses' | 'changes') => pages.reduce((total, each) => total + each[of], 0)
  return {
    pages,
    examined: sum('examined'),
    gains: sum('gains'),
    loses: sum('loses'),
    changes: sum('changes'),
    members: pages.flatMap(({ members }) => members),
  }
}

const asOperator = (org: Org): Org => ({ ...org, admin: OPERATOR as never })

const RULE = { domain: 'acme.com', match: 'exact', role: 'internal', joining: 'automatic' } as const

/** Acme, with Grace and Bo by the rule for acme.com and below. */
const populated = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com', { match: 'subdomains' })
  const grace = unwrap(await world.signUp('grace@acme.com')).user.id
  const bo = unwrap(await world.signUp('bo@eu.acme.com')).user.id
  return { world, acme, grace, bo }
}

/** The rule for acme.com is gone, and whoever was in by it alone. */
const removed = async (world: World, acme: Org) => {
  const here = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com' }
  unwrap(await world.charter.domainRules.remove({ ...here, existing: 'reconcile' }))
  await world.sweep(acme, 'acme.com')
}

describe('previewDomainRule', () => {
  it('shows who would lose, change or gain a role, and writes nothing (DOM-5, AUD-2)', async () => {
    const { world, acme, grace, bo } = await populated()
    const before = world.snapshot()
    const answer = await preview(world, acme, { remove: 'acme.com' })
    const because = [{ code: 'no_rule_matches', rules: ['RES-1'], facts: {} }]
    expect(unwrap(answer)).toEqual({
      examined: 2,
      gains: 0,
      loses: 2,
      changes: 0,
      members: [grace, bo].map(userId => ({ userId, change: 'loses', from: 'internal', to: null, because })),
      next: 'site:',
    })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'rule_change_previewed'], effects: [] })
    expect(await wholly(world, acme, { update: { domain: 'acme.com', role: 'external' } })).toMatchObject({
      examined: 2,
      changes: 2,
      members: [
        { userId: grace, change: 'changes', from: 'internal', to: 'external' },
        { userId: bo, change: 'changes', from: 'internal', to: 'external' },
      ],
    })
    expect(await wholly(world, acme, { update: { domain: 'acme.com', match: 'exact' } })).toMatchObject({
      examined: 2,
      loses: 1,
      members: [{ userId: bo, change: 'loses' }],
    })
    expect(world.snapshot()).toEqual(before)
  })

  it('shows the operator who would gain by a rule that is added and proven', async () => {
    const { world, grace } = await populated()
    const globex = asOperator(await world.found('Globex'))
    expect(await wholly(world, globex, { add: { ...RULE, role: 'external' } })).toMatchObject({
      examined: 2,
      gains: 1,
      members: [{ userId: grace, change: 'gains', from: null, to: 'external' }],
    })
    expect(await wholly(world, globex, { add: { ...RULE, role: 'external', joining: 'offered' } })).toMatchObject({
      gains: 0,
      members: [],
    })
  })

  it('tells an admin nothing of who is at a domain that no rule of theirs reaches, nor how many (ROL-4, AUD-8)', async () => {
    const { world } = await populated()
    const globex = await world.found('Globex')
    const nothing = { examined: 0, gains: 0, loses: 0, changes: 0, members: [] }
    const answer = await preview(world, globex, { add: { ...RULE, match: 'subdomains' } }, { limit: 1 })
    expect(unwrap(answer)).toEqual(nothing)
    const because = ['role_permits', 'rule_change_previewed', 'people_of_domain_not_shown']
    expect(decided(answer)).toMatchObject({ because })
    const forged = await preview(world, globex, { add: RULE }, { after: 'site:' })
    expect(unwrap(forged)).toEqual(nothing)
    await world.pending(globex, 'acme.com')
    const change = { update: { domain: 'acme.com', role: 'external' } } as const
    expect(await wholly(world, globex, change)).toMatchObject(nothing)
    expect(await wholly(world, globex, { remove: 'acme.com' })).toMatchObject(nothing)
  })

  it('tells an admin of those whom a rule of theirs reaches, or who are known to them otherwise (ROL-4, AUD-8)', async () => {
    const { world, acme, grace, bo } = await populated()
    const globex = await world.found('Globex')
    await world.rule(globex, 'acme.com', { role: 'external', joining: 'offered' }, { kind: 'operator', reason: 'x' })
    const joins = { update: { domain: 'acme.com', joining: 'automatic', match: 'subdomains' } } as const
    // Bo is below the domain, where the rule does not reach yet.
    const { examined, members } = await wholly(world, globex, joins)
    expect({ examined, who: members.map(({ userId }) => userId) }).toEqual({ examined: 1, who: [grace] })
    expect((await wholly(world, asOperator(globex), joins)).members.map(({ userId }) => userId)).toEqual([grace, bo])
    await world.member(globex, bo, { status: 'ended', endedAt: START, ending: 'rule_changed' } as never)
    expect((await wholly(world, globex, joins)).members.map(({ userId }) => userId)).toEqual([grace, bo])
    const dora = await world.user('dora@us.acme.com', acme)
    expect(await wholly(world, globex, joins)).toMatchObject({ examined: 2 })
    const request = { organizationId: globex.id, userId: dora.id, status: 'awaiting_approval', domain: 'acme.com' }
    await world.write(put(joinRequests, { ...request, at: START } as never))
    const { members: three } = await wholly(world, globex, joins)
    expect(three.map(({ userId }) => userId).sort()).toEqual([grace, bo, dora.id].sort())
  })

  it('shows who came by the rule from another site, as from below a public suffix (INV-22, DOM-5)', async () => {
    const world = createWorld()
    const pages = await world.found('Pages')
    unwrap(
      await world.charter.domainRules.overridePublicDomain({ actor: OPERATOR, domain: 'github.io', reason: 'ours' }),
    )
    await world.rule(pages, 'github.io', { match: 'subdomains' })
    const came = []
    for (const address of ['a@github.io', 'b@eu.github.io', 'c@us.github.io'])
      came.push(unwrap(await world.signUp(address)).user.id)
    const change = { remove: 'github.io' }
    const { examined, members } = await wholly(world, pages, change, { limit: 2 })
    expect({ examined, who: members.map(({ userId }) => userId).sort() }).toEqual({ examined: 3, who: came.sort() })
    const here = { actor: pages.admin, organizationId: pages.id, domain: 'github.io', existing: 'reconcile' } as const
    unwrap(await world.charter.domainRules.remove(here))
    await world.sweep(pages, 'github.io')
    for (const userId of came) expect(await world.get(memberships, pages.id, userId)).toMatchObject({ status: 'ended' })
  })

  it('takes only the cursors that it gave (INV-26)', async () => {
    const { world, acme } = await populated()
    for (const after of ['x', 'all:', ''])
      expect(codeOf(await preview(world, acme, { remove: 'acme.com' }, { after }))).toBe('cursor_invalid')
    const added = { add: { ...RULE, domain: 'eu.acme.com' } }
    expect(codeOf(await preview(world, acme, added, { after: 'members:' }))).toBe('cursor_invalid')
    expect(codeOf(await preview(world, acme, { remove: 'acme.com' }, { after: 'members:x' }))).toBe('cursor_invalid')
  })

  it('shows another rule of the organization that would take over (RES-2)', async () => {
    const { world, acme, bo } = await populated()
    await world.rule(acme, 'eu.acme.com', { role: 'external' })
    const { members } = unwrap(await preview(world, acme, { remove: 'acme.com' }))
    expect(members.find(({ userId }) => userId === bo)).toMatchObject({ change: 'changes', to: 'external' })
  })

  it('does not say that somebody loses who administers something alone, and so stays (INV-08, INV-22)', async () => {
    const { world, acme, grace, bo } = await populated()
    await datasetOf(world, acme, grace)
    await datasetOf(world, acme, bo, acme.adminId)
    const { loses, members } = unwrap(await preview(world, acme, { remove: 'acme.com' }))
    expect({ loses, members }).toMatchObject({ loses: 1, members: [{ userId: bo, change: 'loses' }] })
    const toExternal = { update: { domain: 'acme.com', role: 'external' } }
    expect(unwrap(await preview(world, acme, toExternal))).toMatchObject({ changes: 2 })
    await removed(world, acme)
    const { items } = unwrap(await world.charter.members.list({ actor: acme.admin, organizationId: acme.id }))
    expect(items.filter(({ role }) => role === 'internal').map(({ userId }) => userId)).toEqual([grace])
  })

  it('says of two who administer something together that the one goes whom the sweep reaches first (INV-22)', async () => {
    const { world, acme, grace, bo } = await populated()
    world.clock.advance(5)
    const later = unwrap(await world.signUp('ada@acme.com')).user.id
    const before = (await world.get(memberships, acme.id, grace)) as object
    // Grace, who is known for longest, came in last.
    await world.member(acme, grace, { ...before, joinedAt: START + 9 } as never)
    await datasetOf(world, acme, grace, later)
    const { members } = unwrap(await preview(world, acme, { remove: 'acme.com' }))
    expect(members.map(({ userId }) => userId)).toEqual([bo, later])
    await removed(world, acme)
    expect(await world.get(memberships, acme.id, grace)).toMatchObject({ status: 'active' })
    expect(await world.get(memberships, acme.id, later)).toMatchObject({ status: 'ended' })
  })

  it('says nothing of those whom it would not change', async () => {
    const { world, acme, grace, bo } = await populated()
    await world.member(acme, grace, { assigned: { role: 'external', by: OPERATOR, at: START } })
    await world.member(acme, bo, { status: 'ended', endedAt: START, ending: 'left' } as never)
    await world.rule(acme, 'de.acme.com', { joining: 'approval' })
    const { user } = unwrap(await world.signUp('dora@de.acme.com'))
    unwrap(await world.charter.members.decline({ actor: OPERATOR, organizationId: acme.id, userId: user.id }))
    const gone = unwrap(await world.signUp('gone@de.acme.com')).user.id
    await deactivate(world, gone)
    expect((await wholly(world, acme, { remove: 'acme.com' })).members).toEqual([])
    const joins = { update: { domain: 'de.acme.com', joining: 'automatic' } } as const
    expect((await wholly(world, acme, joins)).members).toEqual([])
  })

  it('knows people at the whole registered domain, in pages, and nobody of another', async () => {
    const { world, acme } = await populated()
    const other = await world.found('Other')
    await world.rule(other, 'notacme.com')
    await world.signUp('x@notacme.com')
    const examined: number[] = []
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = unwrap(await preview(world, acme, { remove: 'acme.com' }, { limit: 1, ...(after && { after }) }))
      examined.push(page.examined)
      seen.push(...page.members.map(({ userId }) => userId))
      after = page.next
    } while (after !== undefined)
    expect(examined).toEqual([1, 1, 0, 0])
    expect(seen.sort()).toEqual(
      [(await userOf(world, 'grace@acme.com')).id, (await userOf(world, 'bo@eu.acme.com')).id].sort(),
    )
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
  const refusals: Refusals<Charter<string>['domainRules']['preview']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.domainRules.preview({ actor, organizationId, change: { remove: 'acme.com' } }),
    ),
    domain_is_public_provider: async world => {
      const acme = await world.found('Acme')
      return () => preview(world, acme, { add: { ...RULE, domain: 'gmail.com' } })
    },
    domain_is_public_suffix: async world => {
      const acme = await world.found('Acme')
      return () => preview(world, acme, { add: { ...RULE, domain: 'co.uk' } })
    },
    domain_is_special_use: async world => {
      const acme = await world.found('Acme')
      return () => preview(world, acme, { add: { ...RULE, domain: 'acme.test' } })
    },
    domain_lists_failed: async world => {
      const acme = await world.found('Acme')
      listsAreDown.value = true
      return () => preview(world, acme, { add: RULE })
    },
    role_unknown: async world => {
      const acme = await world.found('Acme')
      return () => preview(world, acme, { add: { ...RULE, role: 'owner' } })
    },
    role_not_yours_to_give: async world => {
      const acme = await world.found('Acme')
      const clerk = { ...acme, admin: await clerkOf(world, acme) }
      return () => preview(world, clerk, { add: { ...RULE, role: 'workforce' } })
    },
    own_role_upward: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com', { role: 'lead' })
      const { user } = unwrap(await world.signUp('grace@acme.com'))
      const lead = { ...acme, admin: as(user.id) }
      return () => preview(world, lead, { update: { domain: 'acme.com', role: 'senior' } })
    },
    domain_rule_role_administers: async world => {
      const acme = await world.found('Acme')
      return () => preview(world, acme, { add: { ...RULE, role: 'admin' } })
    },
    domain_rule_not_found: async world => {
      const acme = await world.found('Acme')
      return () => preview(world, acme, { update: { domain: 'acme.com', role: 'external' } })
    },
    domain_rule_removing: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      const gone = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
      unwrap(await world.charter.domainRules.remove(gone))
      return () => preview(world, acme, { remove: 'acme.com' })
    },
    domain_rule_sweeping: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      const change = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
      unwrap(await world.charter.domainRules.update({ ...change, role: 'external' }))
      return () => preview(world, acme, { update: { domain: 'acme.com', role: 'internal' } })
    },
    domain_rule_exists: async world => {
      const acme = await world.found('Acme')
      await world.pending(acme, 'acme.com')
      return () => preview(world, acme, { add: RULE })
    },
  }
  const { own_role_upward: upward, ...others } = refusals
  itRefuses(others, { lists, roles: clerkRoles })
  itRefuses({ own_role_upward: upward }, { lists, roles: leadRoles })

  it.each([{ remove: 'acme.com' }, { update: { domain: 'acme.com', role: 'external' } }])(
    'is for whoever may change what the rule gives, as the change is: %o (ROL-3, INV-22)',
    async change => {
      const world = createWorld({ roles: clerkRoles })
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      const clerk = { ...acme, admin: await clerkOf(world, acme) }
      expect(await preview(world, clerk, change)).toMatchObject({
        refusal: { code: 'role_not_yours_to_give', facts: { role: 'internal', held: 'clerk' } },
      })
      expect(codeOf(await preview(world, acme, change))).toBe('ok')
    },
  )

  it('refuses to say what would become of a rule that is being removed, or changed, or is there (INV-22)', async () => {
    const { world, acme } = await populated()
    const change = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
    unwrap(await world.charter.domainRules.remove(change))
    for (const asked of [{ remove: 'acme.com' }, { update: { domain: 'acme.com', role: 'external' } }, { add: RULE }])
      expect(codeOf(await preview(world, acme, asked))).toBe('domain_rule_removing')
  })

  itRefusesNoDomains(async (world, domain) => {
    const acme = await world.found('Acme')
    return () => preview(world, acme, { remove: domain })
  })

  it.each([
    {},
    { remove: 'acme.com', update: { domain: 'acme.com' } },
    { add: { domain: 'acme.com' } },
    { update: { domain: 'acme.com', existing: 'keep' } },
  ])('refuses the change %j', async change => {
    const { world, acme } = await populated()
    expect(codeOf(await preview(world, acme, change as never))).toBe('input_invalid')
  })
})
