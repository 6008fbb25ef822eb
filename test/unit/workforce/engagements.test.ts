import { describe, expect, it } from 'vitest'
import { openAccess } from '../../../src/access.ts'
import { memberships } from '../../../src/core/membership/index.ts'
import { defaultRoles, extendRoles } from '../../../src/core/role/index.ts'
import { engagements, workforceCounts } from '../../../src/core/workforce/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { toUser } from '../../support/content.ts'
import { comesBack, groupOf, person } from '../../support/groups.ts'
import { allPages } from '../../support/members.ts'
import { datasetOf, projectOf } from '../../support/projects.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  give,
  giveGroup,
  type Hosting,
  hosting,
  hostingIn,
  seat,
  seenAs,
  sweepAll,
  take,
  takeGroup,
  worksOn,
} from '../../support/vendors.ts'
import { as, breachesOf, codeOf, decided, noted, OPERATOR, START, type World } from '../../support/world.ts'

type Engagements = Charter<string>['engagements']

const countOf = async ({ world, acme, labelers }: Hosting, edition = 1): Promise<number> => {
  const ref = `${workforceCounts.name}/${acme.id}/${labelers.id}/${edition}`
  const counted = (await world.store.get([ref as never])).get(ref as never)
  return (counted?.record as { count: number } | undefined)?.count ?? 0
}

/** Members of the vendor, each granted the project. */
const people = async (vic: Hosting, count: number) => {
  const ids = []
  for (let index = 0; index < count; index++) {
    const id = await person(vic.world, vic.labelers, `p${index}`)
    unwrap(await give(vic, id))
    ids.push(id)
  }
  return ids
}

const refusing =
  (arrange: (hosting: Hosting) => Promise<unknown>, call: (hosting: Hosting) => Promise<Answer<unknown>>) =>
  async (world: World) => {
    const vic = await hostingIn(world)
    await arrange(vic)
    return () => call(vic)
  }
const nothing = async () => undefined
const open = ({ world, between }: Hosting, terms: object = {}) =>
  world.charter.engagements.open({ ...between, ...terms })
const update = ({ world, between }: Hosting, terms: object) =>
  world.charter.engagements.update({ ...between, ...terms })
const end = ({ world, between }: Hosting) => world.charter.engagements.end(between)
const sweep = ({ world, between }: Hosting, after?: string) =>
  world.charter.engagements.sweep({ ...between, ...(after !== undefined && { after }) })

describe('openEngagement', () => {
  it('says when, how many and on what a vendor’s people work (WRK-5)', async () => {
    const vic = await hosting()
    const { world, acme, labelers, project, dataset } = vic
    const terms = { from: START, until: START + 99, seats: 2, scope: { projects: [project], datasets: [dataset] } }
    const answer = await world.charter.engagements.open({ ...vic.between, actor: acme.admin, ...terms })
    expect(unwrap(answer)).toEqual({
      organizationId: acme.id,
      vendorId: labelers.id,
      edition: 1,
      openedBy: acme.admin,
      openedAt: START,
      status: 'open',
      state: 'open',
      ...terms,
    })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'engagement_opened'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))).toMatchObject({ action: 'engagements.open', actor: acme.admin })
  })

  it('opens anew once it is ended, or over by its time, and counts up (INV-25)', async () => {
    const vic = await hosting()
    unwrap(await open(vic, { until: START + 10 }))
    expect(codeOf(await open(vic))).toBe('engagement_open')
    vic.world.clock.advance(10)
    expect(unwrap(await open(vic))).toMatchObject({ edition: 2, state: 'open' })
    unwrap(await end(vic))
    const third = unwrap(await open(vic, { seats: 1 }))
    expect(third).toMatchObject({ edition: 3, seats: 1 })
    expect(third).not.toHaveProperty('until')
    expect(third).not.toHaveProperty('people')
  })

  it('keeps who came before it for as long as it allows them', async () => {
    const vic = await hosting()
    unwrap(await give(vic))
    unwrap(await open(vic))
    expect(await worksOn(vic, vic.vic)).toBe(true)
    expect(await countOf(vic)).toBe(1)
  })

  const refusals: Refusals<Engagements['open']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.engagements.open({ actor, organizationId, vendorId: 'nowhere' }),
    ),
    vendor_invalid: refusing(nothing, vic => open(vic, { vendorId: 'nowhere' })),
    engagement_open: refusing(open, open),
    engagement_dates_invalid: refusing(nothing, vic => open(vic, { from: START + 10, until: START + 10 })),
  }
  itRefuses(refusals)

  it.each<[string, (vic: Hosting) => Promise<string>]>([
    ['not_found', async () => 'nowhere'],
    ['host_itself', async ({ acme }) => acme.id],
    ['not_workforce', async ({ world }) => (await world.found('Globex')).id],
    [
      'archived',
      async ({ world, labelers }) => {
        unwrap(await world.charter.organizations.archive({ actor: OPERATOR, organizationId: labelers.id }))
        return labelers.id
      },
    ],
  ])('refuses a vendor that is %s (WRK-1, ORG-2)', async (problem, vendor) => {
    const vic = await hosting()
    const vendorId = await vendor(vic)
    expect(await open(vic, { vendorId })).toMatchObject({
      refusal: { code: 'vendor_invalid', facts: { vendorId, problem } },
    })
  })

  it('begins before it ends, and ends after now', async () => {
    for (const [terms, code] of [
      [{ from: START + 10, until: START + 10 }, 'engagement_dates_invalid'],
      [{ from: START + 10, until: START + 11 }, 'ok'],
      [{ until: START }, 'engagement_dates_invalid'],
      [{ until: START + 1 }, 'ok'],
      [{ from: START - 10 }, 'ok'],
      [{ seats: -1 }, 'input_invalid'],
      [{ seats: 0 }, 'ok'],
    ] as const)
      expect(codeOf(await open(await hosting(), terms))).toBe(code)
  })
})

describe('updateEngagement', () => {
  it('changes what is named, keeps the rest, and takes away what is null', async () => {
    const vic = await hosting()
    const scope = { projects: [vic.project], datasets: [] }
    unwrap(await open(vic, { from: START, until: START + 99, seats: 2, scope }))
    expect(unwrap(await update(vic, { seats: 3 }))).toMatchObject({ from: START, until: START + 99, seats: 3, scope })
    const bare = unwrap(await update(vic, { from: null, until: null, seats: null, scope: null }))
    for (const limit of ['from', 'until', 'seats', 'scope']) expect(bare).not.toHaveProperty(limit)
    expect(bare).toMatchObject({ edition: 1, status: 'open' })
  })

  it('takes the same things in another order for the same scope', async () => {
    const vic = await hosting()
    const [a, b] = [await projectOf(vic.world, vic.acme), await datasetOf(vic.world, vic.acme)]
    const projects = [vic.project, a]
    unwrap(await open(vic, { scope: { projects, datasets: [b, vic.dataset, b] } }))
    const same = { scope: { projects: [...projects].reverse(), datasets: [vic.dataset, b] } }
    expect(codeOf(await update(vic, same))).toBe('engagement_unchanged')
  })

  const refusals: Refusals<Engagements['update']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.engagements.update({ actor, organizationId, vendorId: 'nowhere', seats: 1 }),
    ),
    engagement_not_found: refusing(nothing, vic => update(vic, { seats: 1 })),
    engagement_ended: refusing(
      async vic => {
        await open(vic)
        await end(vic)
      },
      vic => update(vic, { seats: 1 }),
    ),
    engagement_unchanged: refusing(
      vic => open(vic, { seats: 1 }),
      vic => update(vic, { seats: 1 }),
    ),
    engagement_dates_invalid: refusing(
      vic => open(vic, { from: START + 10 }),
      vic => update(vic, { until: START + 10 }),
    ),
  }
  itRefuses(refusals)

  it('never prolongs what is over by its time (INV-25)', async () => {
    const vic = await hosting()
    unwrap(await open(vic, { until: START + 10 }))
    vic.world.clock.advance(9)
    unwrap(await update(vic, { until: START + 20 }))
    vic.world.clock.advance(11)
    expect(codeOf(await update(vic, { until: START + 30 }))).toBe('engagement_ended')
    expect(codeOf(await update(vic, { until: null }))).toBe('engagement_ended')
  })
})

describe('endEngagement', () => {
  it('ends it in one small commit, and asks for the sweep (WRK-5)', async () => {
    const vic = await hosting()
    await people(vic, 3)
    unwrap(await open(vic))
    const answer = await end(vic)
    expect(unwrap(answer)).toMatchObject({ status: 'ended', state: 'ended', people: 3, endedAt: START })
    expect(decided(answer)).toEqual({
      because: ['actor_is_operator', 'engagement_ended'],
      effects: [{ kind: 'sweep_workforce', organizationId: vic.acme.id, vendorId: vic.labelers.id }],
    })
    expect(vic.world.entries(vic.acme.id).at(-1)?.changes).toHaveLength(1)
  })

  it('keeps the people out of a vendor with which none was opened', async () => {
    const vic = await hosting()
    unwrap(await end(vic))
    expect(codeOf(await give(vic))).toBe('engagement_ended')
    unwrap(await open(vic))
    expect(codeOf(await give(vic))).toBe('ok')
  })

  it('ends that with an archived vendor, and that of an archived vendor which was never opened', async () => {
    for (const before of [open, nothing]) {
      const vic = await hosting()
      await before(vic)
      unwrap(await vic.world.charter.organizations.archive({ actor: OPERATOR, organizationId: vic.labelers.id }))
      expect(codeOf(await end(vic))).toBe('ok')
    }
  })

  const refusals: Refusals<Engagements['end']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.engagements.end({ actor, organizationId, vendorId: 'nowhere' }),
    ),
    vendor_invalid: refusing(nothing, ({ world, between }) =>
      world.charter.engagements.end({ ...between, vendorId: 'nowhere' }),
    ),
    engagement_ended: refusing(end, end),
  }
  itRefuses(refusals)

  it('is of two organizations, the other of which is a vendor', async () => {
    const vic = await hosting()
    const globex = await vic.world.found('Globex')
    for (const [organizationId, vendorId, problem] of [
      [vic.acme.id, globex.id, 'not_workforce'],
      [vic.labelers.id, vic.labelers.id, 'host_itself'],
    ] as const)
      expect(await vic.world.charter.engagements.end({ actor: OPERATOR, organizationId, vendorId })).toMatchObject({
        refusal: { code: 'vendor_invalid', facts: { vendorId, problem } },
      })
  })
})

describe('from and until (WRK-5, INV-25)', () => {
  it('lets in from the first instant on, and up to the last but one', async () => {
    const vic = await hosting()
    unwrap(await open(vic, { from: START + 10, until: START + 20 }))
    const seen: [number, string][] = []
    for (const at of [9, 10, 19, 20]) {
      const { now, advance } = vic.world.clock
      advance(START + at - now())
      const { items } = unwrap(await vic.world.charter.engagements.list(vic.host))
      seen.push([at, items[0]?.state ?? 'none'])
    }
    expect(seen).toEqual([
      [9, 'not_begun'],
      [10, 'open'],
      [19, 'open'],
      [20, 'over'],
    ])
  })

  it.each([
    [9, 'engagement_not_begun'],
    [10, 'ok'],
    [19, 'ok'],
    [20, 'engagement_ended'],
  ] as const)('grants at %i: %s', async (at, code) => {
    const vic = await hosting()
    unwrap(await open(vic, { from: START + 10, until: START + 20 }))
    vic.world.clock.advance(at)
    expect(codeOf(await give(vic))).toBe(code)
    expect(await worksOn(vic, vic.vic)).toBe(code === 'ok')
  })

  it('takes access away at the very end, and not when the clock goes back and it was opened anew', async () => {
    const vic = await hosting()
    unwrap(await open(vic, { until: START + 20 }))
    unwrap(await give(vic))
    vic.world.clock.advance(19)
    expect(await worksOn(vic, vic.vic)).toBe(true)
    vic.world.clock.advance(1)
    expect(await worksOn(vic, vic.vic)).toBe(false)
    unwrap(await open(vic))
    expect(await worksOn(vic, vic.vic)).toBe(false)
    vic.world.clock.advance(-10)
    expect(await worksOn(vic, vic.vic)).toBe(false)
  })
})

describe('seats (WRK-5)', () => {
  it('lets in as many as there are, and frees one with each who goes', async () => {
    const vic = await hosting()
    unwrap(await open(vic, { seats: 2 }))
    const [a, b] = await people(vic, 2)
    expect(await give(vic)).toMatchObject({
      refusal: { kind: 'limit', code: 'engagement_seats_taken', facts: { vendorId: vic.labelers.id, seats: 2 } },
    })
    // Whoever has one takes no other.
    unwrap(await give(vic, a, { role: 'reviewer' as never }))
    expect(await countOf(vic)).toBe(2)
    unwrap(await take(vic, b))
    expect(codeOf(await give(vic))).toBe('ok')
  })

  it('puts nobody out where there are fewer, and lets nobody in until enough are free', async () => {
    const vic = await hosting()
    unwrap(await open(vic, { seats: 3 }))
    const ids = await people(vic, 3)
    unwrap(await update(vic, { seats: 1 }))
    for (const id of ids) expect(await worksOn(vic, id)).toBe(true)
    for (const id of ids.slice(0, 2)) {
      unwrap(await take(vic, id))
      expect(codeOf(await give(vic))).toBe('engagement_seats_taken')
    }
    unwrap(await take(vic, ids[2]))
    expect(codeOf(await give(vic))).toBe('ok')
  })

  it('counts all whom one commit seats in a group', async () => {
    const vic = await hosting()
    const ann = await person(vic.world, vic.labelers, 'ann')
    unwrap(await open(vic, { seats: 1 }))
    unwrap(await giveGroup(vic))
    const both = { ...vic.host, groupId: vic.group, userIds: [vic.vic, ann] }
    expect(await vic.world.charter.groups.addMembers(both)).toMatchObject({
      refusal: { code: 'group_candidates_invalid', facts: { count: 1 } },
    })
    unwrap(await update(vic, { seats: 2 }))
    expect(codeOf(await vic.world.charter.groups.addMembers(both))).toBe('ok')
    expect(await countOf(vic)).toBe(2)
  })

  it('is one’s own again for whoever comes in anew before the sweep', async () => {
    const vic = await hosting()
    unwrap(await open(vic, { seats: 1 }))
    unwrap(await give(vic))
    unwrap(await vic.world.charter.members.remove(vic.staff))
    await comesBack(vic.world, vic.labelers, vic.vic)
    expect(codeOf(await give(vic))).toBe('ok')
    expect(await countOf(vic)).toBe(1)
  })

  it('keeps nobody out who is in by a role of their own, who has no source then', async () => {
    const vic = await hosting()
    unwrap(await open(vic, { seats: 0 }))
    await vic.world.member(vic.acme, vic.vic, { assigned: { role: 'external', by: OPERATOR, at: START } })
    unwrap(await give(vic))
    expect(await seenAs(vic)).toBe('active as external, works on it')
  })

  it('counts each edition by itself', async () => {
    const vic = await hosting()
    unwrap(await open(vic, { seats: 1 }))
    const [a] = await people(vic, 1)
    unwrap(await end(vic))
    unwrap(await open(vic, { seats: 1 }))
    expect(codeOf(await give(vic))).toBe('ok')
    expect([await countOf(vic, 1), await countOf(vic, 2)]).toEqual([1, 1])
    await sweepAll(vic)
    expect([await countOf(vic, 1), await countOf(vic, 2)]).toEqual([0, 1])
    expect(await worksOn(vic, a ?? '')).toBe(false)
  })
})

describe('scope (WRK-5)', () => {
  const scoped = async () => {
    const vic = await hosting()
    const other = await projectOf(vic.world, vic.acme)
    unwrap(await open(vic, { scope: { projects: [vic.project], datasets: [] } }))
    return { ...vic, other }
  }

  it('refuses what is not in it, and lets through what is', async () => {
    const vic = await scoped()
    expect(await give(vic, undefined, { projectId: vic.other })).toMatchObject({
      refusal: { kind: 'forbidden', code: 'engagement_out_of_scope', facts: { kind: 'project', id: vic.other } },
    })
    const onDataset = { actor: OPERATOR, datasetId: vic.dataset, subject: toUser(vic.vic), role: 'user' } as const
    expect(codeOf(await vic.world.charter.datasets.grant(onDataset))).toBe('engagement_out_of_scope')
    unwrap(await give(vic))
    expect(codeOf(await give(vic, undefined, { projectId: vic.other }))).toBe('engagement_out_of_scope')
    expect(codeOf(await vic.world.charter.datasets.grant(onDataset))).toBe('engagement_out_of_scope')
    const onOntology = { actor: OPERATOR, ontologyId: vic.ontology, subject: toUser(vic.vic), role: 'user' } as const
    expect(codeOf(await vic.world.charter.ontologies.grant(onOntology))).toBe('ok')
  })

  it('gives nothing outside by a group either, and says the same in every answer (INV-23)', async () => {
    const vic = await scoped()
    unwrap(await giveGroup(vic))
    unwrap(await giveGroup(vic, { projectId: vic.other }))
    unwrap(await seat(vic))
    expect([await worksOn(vic, vic.vic), await worksOn(vic, vic.vic, vic.other)]).toEqual([true, false])
    const { access } = vic.world.charter
    const asked = { actor: OPERATOR, permission: 'project.annotate' } as const
    const what = await allPages(async after =>
      unwrap(await access.whatCan({ ...asked, userId: vic.vic, organizationId: vic.acme.id, ...(after && { after }) })),
    )
    expect(JSON.stringify(what)).toContain(vic.project)
    expect(JSON.stringify(what)).not.toContain(vic.other)
    for (const [id, isIn] of [
      [vic.project, true],
      [vic.other, false],
    ] as const) {
      const who = await allPages(async after =>
        unwrap(await access.whoCan({ ...asked, resource: { kind: 'project', id }, ...(after && { after }) })),
      )
      expect(JSON.stringify(who).includes(vic.vic)).toBe(isIn)
    }
    const compiled = openAccess(unwrap(await access.compile({ actor: as(vic.vic), organizationId: vic.acme.id })))
    const may = (id: string) => compiled.can('project.annotate', { kind: 'project', id }, START)
    expect([may(vic.project), may(vic.other)]).toEqual([true, false])
  })

  it('is not gone round by a copy with its team, which no engagement names yet (WRK-5, ENT-5)', async () => {
    const vic = await scoped()
    const { charter } = vic.world
    const own = await person(vic.world, vic.acme, 'own', 'external')
    unwrap(await give(vic))
    unwrap(await give(vic, own))
    const copied = async () => {
      const copy = { actor: vic.acme.admin, projectId: vic.project, name: 'Again', with: ['team' as const] }
      const projectId = unwrap(await charter.projects.copy(copy)).id
      const team = unwrap(await charter.projects.team({ actor: OPERATOR, projectId, subject: 'user' })).items
      return team.map(({ subjectId }) => subjectId).sort()
    }
    expect(await copied()).toEqual([vic.acme.adminId, own].sort())
    unwrap(await take(vic))
    expect(await vic.world.get(memberships, vic.acme.id, vic.vic)).toMatchObject({ status: 'ended' })
    unwrap(await update(vic, { scope: null }))
    unwrap(await give(vic))
    expect(await copied()).toEqual([vic.acme.adminId, own, vic.vic].sort())
    expect(breachesOf(vic.world)).toEqual([])
  })

  it.each([
    ['below', ['admin', 'internal', 'external', 'workforce']],
    ['above', ['admin', 'internal', 'workforce', 'external']],
  ])(
    'takes nothing from whoever is in by a rule, be the workforce role %s that of the rule (WRK-9, GRP-3)',
    async (_, order) => {
      const roles = extendRoles<string, string>(defaultRoles, { strongestFirst: order, roles: {} })
      const all = await hosting({ roles })
      const { world, acme, labelers } = all
      await world.rule(await world.found('Home'), 'lee.com')
      await world.rule(acme, 'lee.com', { role: 'external' })
      const lee = unwrap(await world.signUp('lee@lee.com')).user.id
      await world.member(labelers, lee, { assigned: { role: 'internal', by: OPERATOR, at: START } })
      const other = await projectOf(world, acme)
      unwrap(await open(all, { scope: { projects: [all.project], datasets: [] } }))
      unwrap(await give(all, lee, { projectId: other }))
      expect(await worksOn(all, lee, other)).toBe(true)
      unwrap(await give(all, lee))
      expect(await world.get(memberships, acme.id, lee)).toMatchObject({ byWorkforce: { vendorId: labelers.id } })
      expect([await worksOn(all, lee, other), await worksOn(all, lee)]).toEqual([true, true])
      unwrap(await give(all, lee, { projectId: await projectOf(world, acme) }))
      unwrap(await end(all))
      expect([await worksOn(all, lee, other), await worksOn(all, lee)]).toEqual([true, true])
    },
  )

  it('is no limit to whoever is in by a role of their own', async () => {
    const vic = await scoped()
    await vic.world.member(vic.acme, vic.vic, { assigned: { role: 'external', by: OPERATOR, at: START } })
    unwrap(await give(vic))
    unwrap(await give(vic, undefined, { projectId: vic.other }))
    expect(await worksOn(vic, vic.vic, vic.other)).toBe(true)
  })
})

describe('sweepWorkforce', () => {
  it('ends the memberships a hundred at a time, says how far it is, and is done once (WRK-5)', async () => {
    const vic = await hosting()
    await people(vic, 230)
    unwrap(await end(vic))
    const steps = []
    let after: string | undefined
    do {
      const step = unwrap(await sweep(vic, after))
      const { next, ...progress } = step
      steps.push(progress)
      after = next
    } while (after !== undefined)
    expect(steps).toEqual([
      { seen: 100, ended: 100, remaining: 130, total: 230 },
      { seen: 100, ended: 100, remaining: 30, total: 230 },
      { seen: 30, ended: 30, remaining: 0, total: 230 },
    ])
    expect(vic.world.all(memberships).filter(({ byWorkforce }) => byWorkforce)).toEqual([])
    const before = vic.world.all(memberships)
    expect(unwrap(await sweep(vic))).toEqual({ seen: 0, ended: 0, remaining: 0, total: 230 })
    expect(vic.world.all(memberships)).toEqual(before)
  }, 60_000)

  it('can stop anywhere and begin anew; nobody whom it has yet to reach has access', async () => {
    const vic = await hosting()
    const ids = await people(vic, 120)
    unwrap(await end(vic))
    unwrap(await sweep(vic))
    for (const id of [ids[0], ids[119]]) expect(await worksOn(vic, id ?? '')).toBe(false)
    expect(breachesOf(vic.world)).toEqual([])
    expect(unwrap(await sweep(vic))).toEqual({ seen: 20, ended: 20, remaining: 0, total: 120 })
  }, 60_000)

  it('goes on after those who only rest', async () => {
    const vic = await hosting()
    const ids = await people(vic, 101)
    unwrap(await take(vic, ids[0]))
    unwrap(await vic.world.charter.members.remove({ ...vic.staff, userId: ids[100] as never }))
    const first = unwrap(await sweep(vic))
    expect(first).toMatchObject({ seen: 100, total: null })
    const { next } = first
    const second = next === undefined ? { seen: 0, ended: 0 } : unwrap(await sweep(vic, next))
    expect(first.ended + second.ended).toBe(1)
    expect(await countOf(vic)).toBe(99)
  }, 60_000)

  it('refuses a place that it never named', async () => {
    const vic = await hosting()
    expect(codeOf(await sweep(vic, 'nonsense'))).toBe('cursor_invalid')
  })

  it('leaves whoever is of the present edition, and in by something else', async () => {
    const vic = await hosting()
    const [old, kept, beside] = await people(vic, 3)
    await vic.world.member(vic.acme, beside ?? '', {
      ...(await vic.world.get(memberships, vic.acme.id, beside ?? '')),
      assigned: { role: 'external', by: OPERATOR, at: START },
    })
    unwrap(await end(vic))
    unwrap(await open(vic))
    unwrap(await give(vic, kept))
    expect(unwrap(await sweep(vic))).toEqual({ seen: 3, ended: 2, remaining: 1, total: null })
    expect(await seenAs(vic, old as never)).toBe('ended (workforce_over) as nobody, does nothing')
    expect(await seenAs(vic, kept as never)).toBe('active as workforce, works on it, came with the vendor')
    expect(await seenAs(vic, beside as never)).toBe('active as external, works on it')
  })

  const refusals: Refusals<Engagements['sweep']> = authorizationRefusals((world, actor, organizationId) =>
    world.charter.engagements.sweep({ actor, organizationId, vendorId: 'nowhere' }),
  )
  itRefuses(refusals)
})

describe('listEngagements', () => {
  it('shows each side those of its own, in pages', async () => {
    const vic = await hosting()
    const { world, acme, labelers } = vic
    const [globex, reviewers] = [await world.found('Globex'), await world.found('Reviewers', 'workforce')]
    const { engagements: of } = world.charter
    unwrap(await open(vic))
    world.clock.advance(1)
    unwrap(await of.open({ actor: acme.admin, organizationId: acme.id, vendorId: reviewers.id }))
    unwrap(await of.open({ actor: globex.admin, organizationId: globex.id, vendorId: labelers.id, seats: 1 }))
    const pairs = async (org: typeof acme, side?: 'host' | 'vendor') =>
      (
        await allPages(async after =>
          unwrap(
            await of.list({
              actor: org.admin,
              organizationId: org.id,
              limit: 1,
              ...(side && { side }),
              ...(after !== undefined && { after }),
            }),
          ),
        )
      ).map(({ organizationId, vendorId }) => [organizationId, vendorId])
    expect(await pairs(acme)).toEqual([
      [acme.id, labelers.id],
      [acme.id, reviewers.id],
    ])
    expect(await pairs(labelers)).toEqual([])
    expect(await pairs(labelers, 'vendor')).toEqual([
      [acme.id, labelers.id],
      [globex.id, labelers.id],
    ])
    expect(world.all(engagements)).toHaveLength(3)
  })

  it('shows nothing to a vendor’s person in the host (ORG-4)', async () => {
    const vic = await hosting()
    unwrap(await give(vic))
    expect(codeOf(await vic.world.charter.engagements.list({ ...vic.host, actor: as(vic.vic) }))).toBe(
      'permission_missing',
    )
  })

  const refusals: Refusals<Engagements['list']> = authorizationRefusals((world, actor, organizationId) =>
    world.charter.engagements.list({ actor, organizationId }),
  )
  itRefuses(refusals)
})

describe('what a group’s grant is to an engagement', () => {
  it('gives nothing to who rests, and is theirs again as soon as the engagement has begun', async () => {
    const vic = await hosting()
    unwrap(await giveGroup(vic))
    unwrap(await seat(vic))
    unwrap(await open(vic, { from: START + 10 }))
    const second = await groupOf(vic.world, vic.acme)
    unwrap(await giveGroup(vic, { group: second }))
    expect(codeOf(await seat(vic, vic.vic, second))).toBe('group_candidates_invalid')
    unwrap(await takeGroup(vic))
    vic.world.clock.advance(10)
    expect(await worksOn(vic, vic.vic)).toBe(false)
    unwrap(await giveGroup(vic))
    expect(await worksOn(vic, vic.vic)).toBe(true)
  })
})
