import { describe, expect, it } from 'vitest'
import { groupSeats, seatCounts } from '../../../src/core/group/index.ts'
import { add, put } from '../../../src/core/kernel/index.ts'
import { memberships, WORKFORCE_GROUPS } from '../../../src/core/membership/index.ts'
import { defaultRoles, defineRoles, taskerRoles } from '../../../src/core/role/index.ts'
import { holdings, MAX_TIMED, workforceCounts } from '../../../src/core/workforce/index.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { toUser } from '../../support/content.ts'
import { comesBack, groupOf, person } from '../../support/groups.ts'
import { accept } from '../../support/invitations.ts'
import { itRefuses } from '../../support/refusals.ts'
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
  unseat,
  worksOn,
} from '../../support/vendors.ts'
import {
  as,
  breachesOf,
  codeOf,
  decided,
  email,
  noted,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

const IN = 'active as workforce, works on it, came with the vendor'
const ADDRESS = 'vic@people.com'

const memberOf = ({ world, acme, vic }: Hosting) => world.get(memberships, acme.id, vic)

const arranged =
  (arrange: (hosting: Hosting) => Promise<unknown>, call: (hosting: Hosting) => Promise<Answer<unknown>>) =>
  async (world: World) => {
    const vic = await hostingIn(world)
    await arrange(vic)
    return () => call(vic)
  }

const open = ({ world, between }: Hosting, terms: object = {}) =>
  world.charter.engagements.open({ ...between, ...terms })

/** Vic sits in as many groups as one decision looks at, each of which is granted the project; answers one more. */
const inAllGroups = async (vic: Hosting) => {
  unwrap(await giveGroup(vic))
  unwrap(await seat(vic))
  const { world, acme } = vic
  const before = await memberOf(vic)
  const ids = Array.from({ length: WORKFORCE_GROUPS - 1 }, (_, index) => `g${index}`)
  const group = [...world.store.records()].find(({ ref }) => ref.startsWith('group/'))?.record as { id: string }
  await world.write(
    ...ids.flatMap(id => [
      { op: 'put', ref: `group/${acme.id}/${id}`, record: { ...group, id } } as never,
      put(groupSeats, {
        ...{ organizationId: acme.id, groupId: id as never, seat: 'member', userId: vic.vic },
        ...{ term: 1, by: OPERATOR, at: START },
      }),
      add(seatCounts, [acme.id, id, 'member'], 1),
    ]),
    put(memberships, {
      ...before,
      byWorkforce: { ...before?.byWorkforce, groups: [vic.group, ...ids].sort() },
    } as never),
  )
  return groupOf(world, acme)
}

describe('what a grant to one of a vendor’s people refuses', () => {
  itRefuses({
    engagement_ended: arranged(({ world, between }) => world.charter.engagements.end(between), give),
    engagement_not_begun: arranged(vic => open(vic, { from: START + 1 }), give),
    engagement_seats_taken: arranged(vic => open(vic, { seats: 0 }), give),
    engagement_out_of_scope: arranged(vic => open(vic, { scope: { projects: [], datasets: [] } }), give),
    not_a_member: arranged(
      async () => undefined,
      async ({ world, ontology, vic }) =>
        world.charter.ontologies.grant({ actor: OPERATOR, ontologyId: ontology, subject: toUser(vic), role: 'user' }),
    ),
  })

  // What is written by hand for it is held by nobody yet.
  itRefuses(
    {
      grants_timed_too_many: arranged(
        async ({ world, acme, vic }) => {
          const timed = Array.from({ length: MAX_TIMED }, (_, index) => START + 100 + index)
          await world.write(
            put(holdings, { organizationId: acme.id, subject: 'user', subjectId: vic, term: 1, lasting: 0, timed }),
          )
        },
        vic => give(vic, undefined, { until: START + 50 }),
      ),
    },
    { check: 'by_hand' },
  )

  it('refuses a seat in more groups than one decision looks at (WRK-1)', async () => {
    const vic = await hosting({ check: 'by_hand' })
    const another = await inAllGroups(vic)
    expect(await worksOn(vic, vic.vic)).toBe(true)
    expect(codeOf(await seat(vic, vic.vic, another))).toBe('group_candidates_invalid')
    unwrap(await unseat(vic))
    unwrap(await give(vic))
    expect(codeOf(await seat(vic, vic.vic, another))).toBe('ok')
  })

  it('refuses the grant to whoever sits in too many to know whether the last of them is gone (WRK-1)', async () => {
    const vic = await hosting({ check: 'by_hand' })
    const { world, acme } = vic
    await inAllGroups(vic)
    const one = await memberOf(vic)
    await world.write(
      put(groupSeats, {
        ...{ organizationId: acme.id, groupId: 'more' as never, seat: 'member', userId: vic.vic },
        ...{ term: 1, by: OPERATOR, at: START },
      }),
    )
    expect(one?.byWorkforce?.groups).toHaveLength(WORKFORCE_GROUPS)
    expect(await give(vic)).toMatchObject({
      refusal: { code: 'workforce_groups_too_many', facts: { userId: vic.vic, most: WORKFORCE_GROUPS } },
    })
  })

  it('keeps the timed grants that have ended out of the count', async () => {
    const vic = await hosting({ check: 'by_hand' })
    const timed = Array.from({ length: MAX_TIMED }, (_, index) => START + 1 + index)
    await vic.world.write(
      put(holdings, {
        ...{ organizationId: vic.acme.id, subject: 'user', subjectId: vic.vic, term: 1, lasting: 0, timed },
      }),
    )
    expect(codeOf(await give(vic, undefined, { until: START + 5_000 }))).toBe('grants_timed_too_many')
    vic.world.clock.advance(1)
    expect(codeOf(await give(vic, undefined, { until: START + 5_000 }))).toBe('ok')
  })
})

describe('who comes by a grant (WRK-1)', () => {
  it('says with which vendor, in which term, by which edition, and in the commit of the grant', async () => {
    const vic = await hosting()
    unwrap(await open(vic))
    const answer = await give(vic)
    expect(decided(answer)).toMatchObject({ because: ['actor_is_operator', 'granted', 'workforce_by_grant'] })
    expect(await memberOf(vic)).toEqual({
      organizationId: vic.acme.id,
      userId: vic.vic,
      term: 1,
      status: 'active',
      joinedAt: START,
      byWorkforce: { vendorId: vic.labelers.id, term: 1, edition: 1, at: START, groups: [] },
    })
    const entry = noted(vic.world.entries(vic.acme.id).at(-1))
    expect(entry?.rules).toEqual(expect.arrayContaining(['WRK-1', 'INV-13']))
    expect(entry?.targets).toContain(`membership/${vic.acme.id}/${vic.vic}`)
  })

  it('tells why who goes is out, by a revoke and by a seat that is taken back (WRK-2, AUD-1)', async () => {
    const vic = await hosting()
    unwrap(await give(vic))
    expect(decided(await take(vic))).toEqual({
      because: ['actor_is_operator', 'grant_revoked', 'workforce_over'],
      effects: [
        { kind: 'end_sessions', organizationId: vic.acme.id, userId: vic.vic },
        { kind: 'sweep_member', organizationId: vic.acme.id, userId: vic.vic },
      ],
    })
    unwrap(await giveGroup(vic))
    unwrap(await seat(vic))
    expect(decided(await unseat(vic)).because).toContain('workforce_over')
  })

  it('names for whom a vendor’s person acts (WRK-6)', async () => {
    const vic = await hosting()
    unwrap(await give(vic, undefined, { role: 'team_manager' }))
    const ann = await person(vic.world, vic.labelers, 'ann')
    const { projects } = vic.world.charter
    const by = { actor: as(vic.vic), projectId: vic.project, subject: toUser(ann) }
    unwrap(await projects.grant({ ...by, role: 'annotator' }))
    unwrap(await projects.revoke(by))
    for (const entry of vic.world.entries(vic.acme.id).slice(-2))
      expect(noted(entry)).toMatchObject({ actor: as(vic.vic), actingOrganizationId: vic.labelers.id })
    unwrap(await projects.revoke({ ...by, subject: toUser(vic.vic) }))
    expect(noted(vic.world.entries(vic.acme.id).at(-1))).toMatchObject({ actingOrganizationId: vic.labelers.id })
  })

  it('names no other organization for whoever acts by a role of their own', async () => {
    const vic = await hosting()
    await vic.world.member(vic.acme, vic.vic, { assigned: { role: 'external', by: OPERATOR, at: START } })
    unwrap(await give(vic, undefined, { role: 'team_manager' }))
    const by = { actor: as(vic.vic), projectId: vic.project, subject: toUser(vic.acme.adminId) }
    unwrap(await vic.world.charter.projects.revoke({ ...by, subject: toUser(vic.vic) }))
    expect(noted(vic.world.entries(vic.acme.id).at(-1))).not.toHaveProperty('actingOrganizationId')
  })
})

describe('of two vendors (WRK-1)', () => {
  const two = async () => {
    const vic = await hosting()
    const reviewers = await vic.world.found('Reviewers', 'workforce')
    await vic.world.member(reviewers, vic.vic, { assigned: { role: 'internal', by: OPERATOR, at: START } })
    return { ...vic, reviewers }
  }
  const from = async (vic: Hosting) => (await memberOf(vic))?.byWorkforce?.vendorId

  it('somebody comes by that at which they are at home', async () => {
    const vic = await two()
    unwrap(await give(vic))
    expect(await from(vic)).toBe(vic.labelers.id)
  })

  it('and by the one with the lowest id where they are at home at none', async () => {
    const vic = await two()
    const globex = await vic.world.found('Globex')
    const ann = await vic.world.user('ann@people.com', globex)
    const orgs: readonly Org[] = [vic.reviewers, vic.labelers]
    for (const org of orgs)
      await vic.world.member(org, ann.id, { assigned: { role: 'internal', by: OPERATOR, at: START } })
    unwrap(await give(vic, ann.id))
    const member = await vic.world.get(memberships, vic.acme.id, ann.id)
    expect(member?.byWorkforce?.vendorId).toBe(orgs.map(({ id }) => id).sort()[0])
  })

  it('rests on the one they came by, and comes by the other when granted anew', async () => {
    const vic = await two()
    unwrap(await give(vic))
    unwrap(await vic.world.charter.members.suspend(vic.staff))
    expect(await worksOn(vic, vic.vic)).toBe(false)
    unwrap(await give(vic))
    expect(await from(vic)).toBe(vic.reviewers.id)
    expect(await worksOn(vic, vic.vic)).toBe(true)
    unwrap(await vic.world.charter.members.reactivate(vic.staff))
    expect(await from(vic)).toBe(vic.reviewers.id)
  })

  it('sweeps each by itself', async () => {
    const vic = await two()
    unwrap(await give(vic))
    const other = { ...vic.between, vendorId: vic.reviewers.id }
    unwrap(await vic.world.charter.engagements.end(other))
    expect(unwrap(await vic.world.charter.engagements.sweep(other))).toMatchObject({ seen: 0, ended: 0 })
    expect(await seenAs(vic)).toBe(IN)
  })
})

describe('a vendor’s person and the roles of the host (ROL-2, MEM-1)', () => {
  it('is made admin by no path', async () => {
    const vic = await hosting()
    unwrap(await give(vic))
    const { members, organizations } = vic.world.charter
    for (const answer of [
      await members.changeRole({ ...vic.there, role: 'admin' }),
      await organizations.appointAdmin({ ...vic.host, email: email(ADDRESS), reason: 'a test' }),
    ])
      expect(codeOf(answer)).toBe('role_ceiling')
    const invited = await vic.world.charter.invitations.send({
      ...vic.host,
      invitations: [{ email: ADDRESS, role: 'admin' }],
    })
    expect(JSON.stringify(invited)).toContain('role_ceiling')
    expect(await seenAs(vic)).toBe(IN)
  })

  it.each<[why: string, by: (vic: Hosting) => Promise<unknown>]>([
    [
      'the vendor is archived',
      ({ world, labelers }) => world.charter.organizations.archive({ actor: OPERATOR, organizationId: labelers.id }),
    ],
    ['they are suspended in the vendor', ({ world, staff }) => world.charter.members.suspend(staff)],
    ['the engagement has not begun', vic => open(vic, { from: START + 10 })],
  ])('nor while they rest, since %s (ROL-2, INV-11)', async (_, by) => {
    const vic = await hosting()
    const { token } = await vic.world.invite(vic.acme, ADDRESS, { role: 'admin' })
    unwrap(await give(vic))
    unwrap((await by(vic)) as Answer<unknown>)
    const { organizations, invitations } = vic.world.charter
    const appointed = await organizations.appointAdmin({ ...vic.host, email: email(ADDRESS), reason: 'a test' })
    const invited = await invitations.send({ ...vic.host, invitations: [{ email: ADDRESS, role: 'admin' }] })
    const ceiling = { code: 'role_ceiling', facts: { userId: vic.vic, type: 'workforce', role: 'admin' } }
    expect(appointed).toMatchObject({ refusal: ceiling })
    expect(unwrap(invited).outcomes).toMatchObject([{ refusal: ceiling }])
    expect(await accept(vic.world, token, ADDRESS)).toMatchObject({ refusal: ceiling })
    expect(await memberOf(vic)).not.toHaveProperty('assigned')
  })

  it('comes in anew, in whatever role, once it is over for good (INV-25)', async () => {
    const vic = await hosting()
    unwrap(await give(vic))
    unwrap(await vic.world.charter.engagements.end(vic.between))
    const { organizations } = vic.world.charter
    unwrap(await organizations.appointAdmin({ ...vic.host, email: email(ADDRESS), reason: 'a test' }))
    expect(await memberOf(vic)).toMatchObject({ term: 2, assigned: { role: 'admin' } })
    expect(breachesOf(vic.world)).toEqual([])
  })

  it('is nobody to change for as long as they rest: what has ended does not come back by another role (INV-25)', async () => {
    const vic = await hosting()
    unwrap(await give(vic))
    unwrap(await vic.world.charter.engagements.end(vic.between))
    const { members } = vic.world.charter
    for (const answer of [
      await members.changeRole({ ...vic.there, role: 'external' }),
      await members.reconcile(vic.there),
      await members.setExpiry({ ...vic.there, until: START + 5 }),
    ])
      expect(answer).toMatchObject({ refusal: { code: 'member_state', facts: { state: 'resting' } } })
    expect(await worksOn(vic, vic.vic)).toBe(false)
    expect(codeOf(await members.remove(vic.there))).toBe('ok')
  })

  it('nor while they are suspended, once it is over for good', async () => {
    const vic = await hosting()
    unwrap(await give(vic))
    const { members, engagements } = vic.world.charter
    unwrap(await members.suspend(vic.there))
    unwrap(await engagements.end(vic.between))
    for (const answer of [
      await members.changeRole({ ...vic.there, role: 'external' }),
      await members.reactivate(vic.there),
    ])
      expect(answer).toMatchObject({ refusal: { code: 'member_state', facts: { state: 'resting' } } })
    await expect(vic.world.invite(vic.acme, ADDRESS)).rejects.toThrow('member_state')
    unwrap(await members.remove(vic.there))
    const { token } = await vic.world.invite(vic.acme, ADDRESS)
    unwrap(await accept(vic.world, token, ADDRESS))
    expect(await seenAs(vic)).toBe('active as external, does nothing')
  })

  it('who rests can be suspended, and is so when what they rest on is back (MEM-2)', async () => {
    const vic = await hosting()
    unwrap(await give(vic))
    const { members } = vic.world.charter
    unwrap(await members.suspend(vic.staff))
    unwrap(await members.suspend(vic.there))
    unwrap(await members.reactivate(vic.staff))
    expect(await seenAs(vic)).toBe('suspended as workforce, does nothing, came with the vendor')
  })

  it('who rests for good comes in anew by an invitation, and has nothing of what they had (INV-25)', async () => {
    const vic = await hosting()
    unwrap(await give(vic))
    unwrap(await vic.world.charter.engagements.end(vic.between))
    const { token } = await vic.world.invite(vic.acme, ADDRESS)
    unwrap(await accept(vic.world, token, ADDRESS))
    expect(await seenAs(vic)).toBe('active as external, does nothing')
    expect((await memberOf(vic))?.term).toBe(2)
  })

  it('comes in anew whether or not the sweep has reached them, suspended or not', async () => {
    for (const swept of ['swept', 'not swept']) {
      const vic = await hosting()
      unwrap(await give(vic, undefined, { until: START + 10 }))
      unwrap(await vic.world.charter.members.suspend(vic.there))
      vic.world.clock.advance(10)
      if (swept === 'swept') await sweepAll(vic)
      expect(codeOf(await give(vic))).toBe('ok')
      expect(await seenAs(vic)).toBe(IN)
    }
  })

  it('under the newer roles is a tasker', async () => {
    const vic = await hosting({ roles: taskerRoles }, 'member')
    unwrap(await give(vic))
    expect(await seenAs(vic)).toBe('active as tasker, works on it, came with the vendor')
    expect(breachesOf(vic.world, taskerRoles)).toEqual([])
  })

  it('does not come where no role is of the workforce type', async () => {
    const { workforce: _, ...roles } = defaultRoles.roles
    const without = defineRoles({ strongestFirst: ['admin', 'internal', 'external'], roles: roles as never })
    const vic = await hosting({ roles: without as never })
    expect(codeOf(await give(vic))).toBe('not_a_member')
    unwrap(await giveGroup(vic))
    expect(codeOf(await seat(vic))).toBe('group_candidates_invalid')
  })
})

describe('who is at home in the host', () => {
  const athome = async (swept: 'swept' | 'not swept') => {
    const vic = await hosting()
    const { world, acme, labelers } = vic
    const hal = await person(world, acme, 'hal')
    unwrap(await world.charter.members.remove({ ...vic.host, userId: hal }))
    await world.member(labelers, hal, { assigned: { role: 'internal', by: OPERATOR, at: START } })
    unwrap(await give(vic, hal, { until: START + 10 }))
    expect(await seenAs(vic, hal)).toBe(IN)
    world.clock.advance(10)
    if (swept === 'swept') await sweepAll(vic)
    return { ...vic, hal }
  }

  it.each(['swept', 'not swept'] as const)(
    'and out there, is one of the vendor’s people again and again: %s',
    async swept => {
      const vic = await athome(swept)
      expect(codeOf(await give(vic, vic.hal))).toBe('ok')
      expect(await seenAs(vic, vic.hal)).toBe(IN)
    },
  )

  it('is its own, and no vendor’s, once they come in again by an invitation with a grant', async () => {
    const vic = await athome('swept')
    const grants = [{ kind: 'project' as const, id: vic.project, role: 'annotator' }]
    const { token } = await vic.world.invite(vic.acme, 'hal@people.com', { grants })
    unwrap(await accept(vic.world, token, 'hal@people.com'))
    expect(await seenAs(vic, vic.hal)).toBe('active as external, works on it')
  })
})

describe('an invitation with a grant (WRK-1)', () => {
  it('knows the seats of who is in by a rule, and has joined the vendor since (MEM-1)', async () => {
    const vic = await hosting()
    const { world, acme, labelers, group, project } = vic
    await world.rule(acme, 'guests.com', { role: 'external' })
    const { id: ann } = await world.user('ann@guests.com', await world.found('Globex'))
    unwrap(await world.signIn('ann@guests.com'))
    unwrap(await seat(vic, ann))
    await world.member(labelers, ann, { assigned: { role: 'internal', by: OPERATOR, at: START } })
    const grants = [{ kind: 'project' as const, id: project, role: 'annotator' }]
    const { token } = await world.invite(acme, 'ann@guests.com', { role: 'internal', grants })
    unwrap(await accept(world, token, 'ann@guests.com'))
    expect((await world.get(memberships, acme.id, ann))?.byWorkforce?.groups).toEqual([group])
  })

  it('takes no seat of an engagement that has none free, and lets in all the same', async () => {
    const vic = await hosting()
    unwrap(await open(vic, { seats: 0 }))
    const grants = [{ kind: 'project' as const, id: vic.project, role: 'annotator' }]
    const { token } = await vic.world.invite(vic.acme, ADDRESS, { grants })
    unwrap(await accept(vic.world, token, ADDRESS))
    expect(await seenAs(vic)).toBe('active as external, works on it')
    expect(vic.world.all(workforceCounts as never)).toEqual([])
  })
})

describe('who leaves the vendor', () => {
  it('is out in every host, however many, and stays where they came in anew since (INV-25)', async () => {
    const vic = await hosting({ check: 'by_hand' })
    const { world, acme, labelers } = vic
    unwrap(await give(vic))
    const one = await memberOf(vic)
    unwrap(await world.charter.members.remove(vic.staff))
    await comesBack(world, labelers, vic.vic)
    // In a hundred hosts since, whose ids are before that of the host in which they were.
    for (let index = 0; index < 100; index++)
      await world.write(
        put(memberships, {
          ...one,
          organizationId: `a${index}`,
          byWorkforce: { ...one?.byWorkforce, term: 2 },
        } as never),
      )
    for (let round = 0; round < 3; round++)
      unwrap(await world.charter.members.sweep({ actor: OPERATOR, organizationId: labelers.id, userId: vic.vic }))
    expect((await memberOf(vic))?.status).toBe('ended')
    expect((await world.get(memberships, 'a7', vic.vic))?.status).toBe('active')
    expect(acme.id > 'a99').toBe(true)
  })
})

describe('whoever administers something by a vendor alone', () => {
  it.each([
    ['the same thing', 'project'],
    ['another', 'dataset'],
  ] as const)('counts as its admin once they accept an invitation with a grant on %s (INV-08)', async (_, kind) => {
    const vic = await hosting({ check: 'by_hand' })
    const { world, acme, project, dataset } = vic
    unwrap(await give(vic, vic.vic, { role: 'admin' }))
    const grant = kind === 'project' ? { kind, id: project, role: 'annotator' } : { kind, id: dataset, role: 'admin' }
    const { token } = await world.invite(acme, ADDRESS, { grants: [grant] })
    unwrap(await accept(world, token, ADDRESS))
    expect(breachesOf(world)).toEqual([])
    const subject = toUser(acme.adminId)
    unwrap(await world.charter.projects.revoke({ actor: OPERATOR, projectId: project, subject }))
    expect(codeOf(await take(vic))).toBe('entities_left_without_admin')
    expect(breachesOf(world)).toEqual([])
  })
})
