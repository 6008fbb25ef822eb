import { describe, expect, it } from 'vitest'
import { guestHomes, joinRequests, memberCounts, memberships } from '../../../src/core/membership/index.ts'
import type { ImportOneRefusal } from '../../../src/core/membership/use-cases/import.ts'
import { userEmails, users } from '../../../src/core/user/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { accept } from '../../support/invitations.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  as,
  createWorld,
  DAYS,
  deactivate,
  decided,
  email,
  noted,
  OPERATOR,
  type Org,
  reserve,
  START,
  userOf,
  type World,
} from '../../support/world.ts'

type Command = Parameters<Charter<string>['members']['import']>[0]
type Person = Command['people'][number]

const person = (address: string, more: Partial<Person> = {}): Person => ({
  email: email(address),
  role: 'internal',
  ...more,
})

const importAs = (world: World, actor: Command['actor'], org: Pick<Org, 'id'>, people: readonly Person[]) =>
  world.charter.members.import({ actor, organizationId: org.id, people })

/** By the operator; what became of each, in short. */
const outcomes = async (world: World, org: Pick<Org, 'id'>, ...people: readonly Person[]) =>
  unwrap(await importAs(world, OPERATOR, org, people)).outcomes.map(outcome =>
    outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind,
  )

describe('importMembers', () => {
  it('makes users who are at home in the organization, with the role that was given (MEM-10, ORG-3, EML-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    world.clock.advance(3)
    const answer = await importAs(world, OPERATOR, acme, [
      person('Ines@People.com', { name: 'Ines', role: 'external' }),
      person('ivan@people.com'),
    ])
    const [ines, ivan] = [await userOf(world, 'ines@people.com'), await userOf(world, 'ivan@people.com')]
    expect(unwrap(answer).outcomes).toEqual([
      { kind: 'joined', userId: ines.id, role: 'external', user: 'new' },
      { kind: 'joined', userId: ivan.id, role: 'internal', user: 'new' },
    ])
    expect(ines).toMatchObject({
      homeOrganizationId: acme.id,
      email: { local: 'Ines', domain: 'people.com' },
      name: 'Ines',
    })
    expect(await world.get(memberships, acme.id, ines.id)).toEqual({
      organizationId: acme.id,
      userId: ines.id,
      term: 1,
      status: 'active',
      joinedAt: START + 3,
      assigned: { role: 'external', by: OPERATOR, at: START + 3 },
    })
    expect(await world.get(memberCounts as never, acme.id)).toEqual({ count: 3 })
    expect(decided(answer)).toEqual({ because: ['actor_is_operator', 'members_imported'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))).toMatchObject({
      action: 'members.import',
      actor: OPERATOR,
      rules: ['EML-3', 'MEM-10', 'ORG-3', 'ORG-6', 'ROL-3'],
    })
  })

  it('lets an admin import people of the domains that the organization owns (DOM-4, ROL-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { match: 'subdomains' })
    const people = [person('a@acme.com'), person('b@eu.acme.com')]
    expect(unwrap(await importAs(world, acme.admin, acme, people)).outcomes).toMatchObject([
      { kind: 'joined' },
      { kind: 'joined' },
    ])
    expect((await world.get(memberships, acme.id, (await userOf(world, 'a@acme.com')).id))?.assigned?.by).toEqual(
      acme.admin,
    )
  })

  it('stops for nobody: each has an outcome of their own, in order, in one commit', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const before = world.entries(acme.id).length
    const codes = await outcomes(
      world,
      acme,
      person('a@people.com'),
      person('b@people.com', { role: 'emperor' }),
      person('c@people.com', { name: ' C' }),
      person('admin@acme-hq.com', { role: 'external' }),
      person('d@people.com', { name: 'D' }),
    )
    expect(codes).toEqual(['joined', 'role_unknown', 'name_invalid', 'already_member', 'joined'])
    expect(world.entries(acme.id)).toHaveLength(before + 1)
  })

  it('judges a person who is named twice as if each were asked alone (INV-04, INV-07)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const people = [
      person('a@people.com', { role: 'emperor' }),
      person('A@PEOPLE.com', { role: 'external' }),
      person('a@people.com'),
    ]
    expect(unwrap(await importAs(world, OPERATOR, acme, people)).outcomes).toMatchObject([
      { kind: 'refused' },
      { kind: 'joined', role: 'external' },
      { kind: 'already_member', role: 'external' },
    ])
    expect(world.all(users).filter(({ email: { domain } }) => domain === 'people.com')).toHaveLength(1)
  })

  it('leaves whoever is a member as they are, by whatever they are in (MEM-1)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { role: 'external' })
    unwrap(await world.signUp('ruled@acme.com'))
    const before = world.snapshot()
    expect(await outcomes(world, acme, person('ruled@acme.com'), person('admin@acme-hq.com'))).toEqual([
      'already_member',
      'already_member',
    ])
    expect(world.snapshot()).toEqual(before)
  })

  it('makes a user of another organization a guest, whose home stays (ORG-3, MEM-6, MFA-6)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(globex, 'globex.com')
    const { user } = unwrap(await world.signUp('gwen@globex.com'))
    const answer = await importAs(world, OPERATOR, acme, [
      person('gwen@globex.com', { name: 'Other', role: 'external' }),
    ])
    expect(unwrap(answer).outcomes).toEqual([{ kind: 'joined', userId: user.id, role: 'external', user: 'known' }])
    expect(await world.get(users, user.id)).toEqual(user)
    expect(world.all(guestHomes)).toEqual([{ organizationId: acme.id, homeId: globex.id }])
    const noticed = world.entries(globex.id).filter(({ action }) => action === 'members.import')
    expect(noticed).toEqual([])
  })

  it('answers what a rule offered or asked an admin about (DOM-1)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'partner.com', { role: 'external', joining: 'offered' })
    unwrap(await world.signUp('olga@partner.com'))
    expect(world.all(joinRequests)).toHaveLength(1)
    expect(await outcomes(world, acme, person('olga@partner.com'))).toEqual(['joined'])
    expect(world.all(joinRequests)).toEqual([])
  })

  it('lets in anew whom the change of a rule put out, in another term (INV-25)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { id } = await world.user('ruled@people.com', acme)
    await world.member(acme, id, { status: 'ended', endedAt: START, ending: 'rule_changed' } as never)
    expect(await outcomes(world, acme, person('ruled@people.com'))).toEqual(['joined'])
    expect(await world.get(memberships, acme.id, id)).toMatchObject({ status: 'active', term: 2, firstJoinedAt: START })
  })

  it('waits for nobody whose invitation is over, and takes none that was answered', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.invite(acme, 'late@people.com')
    const { token } = await world.invite(acme, 'came@people.com')
    unwrap(await accept(world, token, 'came@people.com'))
    world.clock.advance(7 * DAYS)
    expect(await outcomes(world, acme, person('late@people.com'), person('came@people.com'))).toEqual([
      'joined',
      'already_member',
    ])
  })

  it('takes an address whose cooling period is over (MEM-5)', async () => {
    const world = createWorld({ check: 'by_hand' })
    const acme = await world.found('Acme')
    await reserve(world, 'old@people.com')
    world.clock.advance(DAYS)
    expect(await outcomes(world, acme, person('old@people.com'))).toEqual(['joined'])
    expect(await world.get(userEmails, 'old@people.com')).not.toHaveProperty('reservedUntil')
  })

  it('gives the first outcomes again for the same key, and changes nothing (AUD-4, INV-27)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const command = {
      actor: OPERATOR,
      organizationId: acme.id,
      people: [person('a@people.com')],
      idempotencyKey: 'i:1',
    }
    const first = await world.charter.members.import(command)
    const before = world.snapshot()
    const again = await world.charter.members.import({ ...command, people: [person('a@people.com')] })
    expect(again).toEqual({ ...first, repeated: true })
    expect(world.snapshot()).toEqual(before)
  })

  it('takes 250 people in one commit, and no more', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const people = Array.from({ length: 251 }, (_, n) => person(`p${n}@people.com`))
    expect(await importAs(world, OPERATOR, acme, people)).toMatchObject({ refusal: { code: 'input_invalid' } })
    expect(await importAs(world, OPERATOR, acme, [])).toMatchObject({ refusal: { code: 'input_invalid' } })
    const answer = await importAs(world, OPERATOR, acme, people.slice(1))
    expect(unwrap(answer).outcomes.filter(({ kind }) => kind === 'joined')).toHaveLength(250)
  })

  it('takes no address that only looks like a proven one (EML-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const people = [{ email: { ...email('a@people.com') } as never, role: 'internal' }]
    expect(await importAs(world, OPERATOR, acme, people)).toMatchObject({ refusal: { code: 'email_not_verified' } })
  })

  const refusals: Refusals<Charter<string>['members']['import']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      importAs(world, actor, { id: organizationId as never }, [person('a@people.com')]),
    ),
  }
  itRefuses(refusals)
})

/** For each refusal of one of several people, by whom it is given. */
const ofOne: {
  readonly [C in ImportOneRefusal['code']]: (
    world: World,
  ) => Promise<{ org: Org; actor?: Command['actor']; person: Person }>
} = {
  role_unknown: async world => ({
    org: await world.found('Acme'),
    person: person('a@people.com', { role: 'emperor' }),
  }),
  name_invalid: async world => ({ org: await world.found('Acme'), person: person('a@people.com', { name: 'A\n' }) }),
  role_not_yours_to_give: async world => {
    const org = await world.found('Acme')
    await world.rule(org, 'people.com')
    return { org, actor: await clerkOf(world, org), person: person('a@people.com', { role: 'admin' }) }
  },
  address_not_yours: async world => {
    const org = await world.found('Acme')
    return { org, actor: org.admin, person: person('a@people.com') }
  },
  home_elsewhere: async world => {
    const [org, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(globex, 'globex.com', { match: 'subdomains' })
    return { org, person: person('a@eu.globex.com') }
  },
  domain_disputed: async world => {
    const [org, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.dispute(org, globex, 'odd.com')
    return { org, person: person('a@odd.com') }
  },
  email_reserved: async world => {
    const org = await world.found('Acme')
    await reserve(world, 'old@people.com')
    return { org, person: person('old@people.com') }
  },
  user_deactivated: async world => {
    const [org, globex] = [await world.found('Acme'), await world.found('Globex')]
    await deactivate(world, (await world.user('gone@people.com', globex)).id)
    return { org, person: person('gone@people.com') }
  },
  member_state: async world => {
    const org = await world.found('Acme')
    const { id } = await world.user('left@people.com', org)
    const assigned = { role: 'internal', by: OPERATOR, at: START }
    await world.member(org, id, { status: 'ended', endedAt: START, ending: 'left', assigned } as never)
    return { org, person: person('left@people.com') }
  },
  invitation_pending: async world => {
    const org = await world.found('Acme')
    await world.invite(org, 'ines@people.com')
    return { org, person: person('Ines@people.com') }
  },
  join_request_declined: async world => {
    const org = await world.found('Acme')
    await world.rule(org, 'partner.com', { role: 'external', joining: 'offered' })
    const { user } = unwrap(await world.signUp('olga@partner.com'))
    unwrap(await world.charter.members.decline({ actor: as(user.id), organizationId: org.id, userId: user.id }))
    return { org, person: person('olga@partner.com') }
  },
}

describe('importMembers, of one person', () => {
  it.each(Object.entries(ofOne))('refuses with %s, and lets the next one in', async (code, arrange) => {
    const world = createWorld({ roles: clerkRoles })
    const { org, actor = OPERATOR, person: one } = await arrange(world)
    const before = world.snapshot()
    const answer = await importAs(world, actor, org, [one])
    expect(unwrap(answer).outcomes).toMatchObject([{ kind: 'refused', refusal: { code } }])
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
    expect(world.snapshot()).toEqual(before)
    expect(await outcomes(world, org, one, person('next@people.org'))).toEqual([expect.anything(), 'joined'])
  })

  it.each([
    ['suspended', { status: 'suspended', suspendedAt: START }],
    ['ended', { status: 'ended', endedAt: START, ending: 'removed' }],
    ['expired', { assigned: { role: 'internal', by: OPERATOR, at: START, until: START + 1 } }],
  ])('brings nobody back who is %s (MEM-2, INV-25)', async (state, stored) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { id } = await world.user('p@people.com', acme)
    await world.member(acme, id, { assigned: { role: 'internal', by: OPERATOR, at: START }, ...stored } as never)
    world.clock.advance(1)
    const answer = await importAs(world, OPERATOR, acme, [person('p@people.com')])
    expect(unwrap(answer).outcomes).toMatchObject([{ refusal: { code: 'member_state', facts: { state } } }])
  })

  it('takes people of a domain whose proof has run out for anybody’s (DOM-3)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(globex, 'globex.com')
    world.clock.advance(90 * DAYS)
    expect(await outcomes(world, acme, person('a@globex.com'))).toEqual(['joined'])
  })

  it('keeps the people of an archived organization for it (ORG-5)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(globex, 'globex.com')
    unwrap(await world.charter.organizations.archive({ actor: globex.admin, organizationId: globex.id }))
    expect(await outcomes(world, acme, person('a@globex.com'))).toEqual(['home_elsewhere'])
  })

  it('lets a rule without an owner’s role keep nobody out (RES-3)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(globex, 'vendor.com', { role: 'workforce' })
    await world.rule(globex, 'exact.com')
    expect(await outcomes(world, acme, person('a@vendor.com'), person('a@sub.exact.com'))).toEqual(['joined', 'joined'])
  })

  it('tells an admin nothing of people elsewhere (AUD-8)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(globex, 'globex.com')
    unwrap(await world.signUp('gwen@globex.com'))
    await deactivate(world, (await world.user('gone@people.com', globex)).id)
    await reserve(world, 'old@people.com')
    const addresses = ['gwen@globex.com', 'new@globex.com', 'gone@people.com', 'old@people.com', 'new@people.com']
    const { outcomes: told } = unwrap(
      await importAs(
        world,
        acme.admin,
        acme,
        addresses.map(address => person(address)),
      ),
    )
    const codes = told.map(outcome => (outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind))
    expect(new Set(codes)).toEqual(new Set(['address_not_yours']))
  })
})
