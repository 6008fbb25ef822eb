import { describe, expect, it } from 'vitest'
import { offboardings } from '../../../src/core/grant/index.ts'
import { joinRequests, memberships } from '../../../src/core/membership/index.ts'
import { emailChanges, userEmails, users } from '../../../src/core/user/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { administer, confirm, joinMany, move, request, withGrace } from '../../support/addresses.ts'
import { active, give } from '../../support/factors.ts'
import { itRefuses, NO_ADDRESSES, type Refusals } from '../../support/refusals.ts'
import {
  as,
  codeOf,
  createWorld,
  DAYS,
  decided,
  email,
  noted,
  OPERATOR,
  START,
  tokenOf,
  type World,
} from '../../support/world.ts'

const change = (world: World, userId: string, address: string) =>
  world.charter.users.changeEmail({ actor: as(userId), userId: userId as never, email: address })

describe('changeEmail', () => {
  it('changes nothing but what waits for the proof, and tells both addresses (MEM-5, EML-5)', async () => {
    const world = createWorld()
    const { acme, userId, grace } = await withGrace(world)
    const before = world.snapshot()
    const answer = await change(world, userId, 'Grace@New.com')
    expect(unwrap(answer)).toEqual({
      userId,
      email: { local: 'Grace', domain: 'new.com' },
      expiresAt: START + DAYS,
      roles: [
        {
          organizationId: acme.id,
          from: 'internal',
          to: null,
          role: null,
          because: [{ code: 'no_rule_matches', rules: ['RES-1'], facts: {} }],
        },
      ],
      offered: [],
      awaitingApproval: [],
    })
    expect(decided(answer)).toEqual({
      because: ['own_record', 'email_change_awaits_proof'],
      effects: [
        { kind: 'deliver_email_proof', userId, email: 'Grace@new.com', expiresAt: START + DAYS },
        { kind: 'notify_user', about: 'email_change_requested', userId, email: 'grace@acme.com' },
      ],
    })
    expect(tokenOf(answer)).toMatch(/^[0-9a-f]{40}$/)
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'users.changeEmail',
      actor: grace,
      rules: ['EML-3', 'MEM-5', 'ORG-6'],
      targets: [`email_change/${userId}`],
    })
    const fresh = [...world.snapshot().keys()].filter(ref => !before.has(ref)).map(ref => ref.split('/')[0])
    expect(fresh.sort()).toEqual(['audit_entry', 'effect', 'effect', 'email_change'])
    for (const [ref, was] of before) expect(world.snapshot().get(ref)).toEqual(was)
  })

  it('stores the token nowhere in the clear (INV-21)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const command = { actor: as(userId), userId, email: 'grace@new.com', idempotencyKey: 'k' }
    const token = tokenOf(await world.charter.users.changeEmail(command))
    expect(tokenOf(await world.charter.users.changeEmail(command))).toBe(token)
    unwrap(await confirm(world, userId, token, 'grace@new.com'))
    expect(JSON.stringify([...world.store.records()])).not.toContain(token)
  })

  it('replaces what waits: an earlier token proves nothing', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const first = await request(world, userId, 'grace@one.com')
    const second = await request(world, userId, 'grace@two.com')
    expect(codeOf(await confirm(world, userId, first, 'grace@one.com'))).toBe('email_change_not_found')
    expect(codeOf(await confirm(world, userId, first, 'grace@two.com'))).toBe('email_change_not_found')
    expect(codeOf(await confirm(world, userId, second, 'grace@two.com'))).toBe('ok')
  })

  it('shows what would come and go, be offered and be asked, as it then does (INV-22)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const [globex, initech, umbrella] = [
      await world.found('Globex'),
      await world.found('Initech'),
      await world.found('Umbrella'),
    ]
    await world.rule(globex, 'new.com')
    await world.rule(initech, 'new.com', { role: 'external', joining: 'offered' })
    await world.rule(umbrella, 'new.com', { role: 'workforce', joining: 'approval' })
    const answer = await change(world, userId, 'grace@new.com')
    const shown = unwrap(answer)
    expect(shown.roles.map(({ from, to, role }) => [from, to, role])).toEqual([
      ['internal', null, null],
      [null, 'internal', 'internal'],
    ])
    expect([shown.offered, shown.awaitingApproval]).toEqual([[initech.id], [umbrella.id]])
    const done = unwrap(await confirm(world, userId, tokenOf(answer), 'grace@new.com'))
    expect(done.roles).toEqual(shown.roles)
    expect(done.joined.map(({ organizationId }) => organizationId)).toEqual([globex.id])
    expect(done.offered.map(({ organizationId }) => organizationId)).toEqual(shown.offered)
    expect(done.awaitingApproval.map(({ organizationId }) => organizationId)).toEqual(shown.awaitingApproval)
  })

  it('may be asked for by an operator', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const answer = await world.charter.users.changeEmail({ actor: OPERATOR, userId, email: 'grace@new.com' })
    expect(decided(answer)).toMatchObject({ because: ['actor_is_operator', 'email_change_awaits_proof'] })
    expect(await world.get(emailChanges, userId)).toMatchObject({ requestedBy: OPERATOR })
  })

  it.each(NO_ADDRESSES)('refuses what is no address, with %s (EML-1)', async (code, address) => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    expect(codeOf(await change(world, userId, address))).toBe(code)
  })

  const refusals: Refusals<Charter<string>['users']['changeEmail']> = {
    not_yourself: async world => {
      const { acme, userId } = await withGrace(world)
      return () => world.charter.users.changeEmail({ actor: acme.admin, userId, email: 'x@new.com' })
    },
    user_not_found: async world => () => change(world, 'nobody', 'x@new.com'),
    user_deactivated: async world => {
      const { userId } = await withGrace(world)
      unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId }))
      return () => world.charter.users.changeEmail({ actor: OPERATOR, userId, email: 'x@new.com' })
    },
    email_unchanged: async world => {
      const { userId } = await withGrace(world)
      return () => change(world, userId, 'GRACE@acme.com')
    },
    email_taken: async world => {
      const { userId } = await withGrace(world)
      await world.signUp('eve@acme.com')
      return () => change(world, userId, 'Eve@acme.com')
    },
    email_reserved: async world => {
      const { userId } = await withGrace(world)
      const { user } = unwrap(await world.signUp('eve@acme.com'))
      unwrap(await move(world, user.id, 'eve@new.com'))
      return () => change(world, userId, 'eve@acme.com')
    },
    step_up_required: async world => {
      const { userId, grace } = await withGrace(world)
      await give(world, userId, { factors: [active('email_otp')] })
      return () => world.charter.users.changeEmail({ actor: grace, userId, email: 'grace@new.com' })
    },
    memberships_too_many: async world => {
      const { userId } = await withGrace(world)
      await joinMany(world, userId, 1_000)
      return () => change(world, userId, 'grace@new.com')
    },
  }
  itRefuses(refusals)
})

describe('confirmEmail', () => {
  it('makes the proven address the user’s, and keeps the old one for them alone (MEM-5, INV-04)', async () => {
    const world = createWorld()
    const { acme, userId, grace } = await withGrace(world)
    const token = await request(world, userId, 'Grace@new.com')
    world.clock.advance(5)
    const answer = await confirm(world, userId, token, 'grace@new.com')
    expect(unwrap(answer).user).toMatchObject({
      email: { local: 'Grace', domain: 'new.com' },
      site: 'new.com',
      verifiedBy: 'test',
      homeOrganizationId: acme.id,
    })
    expect(await world.get(users, userId)).toEqual(unwrap(answer).user)
    expect(await world.get(userEmails, 'grace@new.com')).toEqual({ address: 'grace@new.com', userId })
    expect(await world.get(userEmails, 'grace@acme.com')).toEqual({
      address: 'grace@acme.com',
      userId,
      reservedUntil: START + 5 + 30 * DAYS,
    })
    expect(await world.get(emailChanges, userId)).toBeUndefined()
    expect(decided(answer)).toEqual({
      because: ['email_changed'],
      effects: [
        { kind: 'notify_user', about: 'email_changed', userId, email: 'grace@acme.com' },
        { kind: 'rotate_sessions', userId },
        { kind: 'end_sessions', organizationId: acme.id, userId },
        { kind: 'sweep_member', organizationId: acme.id, userId },
      ],
    })
    expect(noted(world.entries(acme.id).at(-1))).toMatchObject({ action: 'users.confirmEmail', actor: grace })
    expect(codeOf(await world.signIn('grace@acme.com'))).toBe('email_unknown')
    expect(codeOf(await world.signIn('grace@new.com'))).toBe('ok')
  })

  it('ends whom only a rule had in, and leaves what a person assigned (MEM-1, INV-12)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    const globex = await world.found('Globex')
    await world.rule(globex, 'acme.com', { role: 'external' }, { kind: 'operator', reason: 'x' })
    unwrap(await world.signIn('grace@acme.com'))
    const assigned = { role: 'internal', by: OPERATOR, at: START }
    const member = await world.get(memberships, globex.id, userId)
    await world.member(globex, userId, { ...member, assigned } as never)
    const { roles } = unwrap(await move(world, userId, 'grace@new.com'))
    expect(roles.map(({ organizationId, from, to, role }) => [organizationId, from, to, role])).toEqual([
      [acme.id, 'internal', null, null],
      [globex.id, 'external', null, 'internal'],
    ])
    expect(await world.get(memberships, acme.id, userId)).toEqual({
      organizationId: acme.id,
      userId,
      term: 1,
      status: 'ended',
      joinedAt: START,
      endedAt: START,
      ending: 'rule_changed',
    })
    expect(await world.get(memberships, globex.id, userId)).toMatchObject({ status: 'active', assigned })
    expect(world.all(offboardings)).toEqual([
      { organizationId: acme.id, userId, term: 1, by: { kind: 'user', userId }, at: START },
    ])
    expect(
      world
        .entries(globex.id)
        .at(-1)
        ?.changes.map(({ target }) => target),
    ).toEqual([`membership/${globex.id}/${userId}`])
  })

  it('is back in a new term where the old address comes back (INV-25)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    unwrap(await move(world, userId, 'grace@new.com'))
    unwrap(await move(world, userId, 'grace@acme.com'))
    expect(await world.get(memberships, acme.id, userId)).toMatchObject({ status: 'active', term: 2 })
    unwrap(await move(world, userId, 'grace@new.com'))
    expect(world.all(offboardings)).toMatchObject([{ term: 2 }])
  })

  it('lets the user have an address back that is kept for them, and keeps the other one then', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    unwrap(await move(world, userId, 'grace@new.com'))
    world.clock.advance(29 * DAYS)
    unwrap(await move(world, userId, 'grace@acme.com'))
    expect(await world.get(userEmails, 'grace@acme.com')).toEqual({ address: 'grace@acme.com', userId })
    expect(await world.get(userEmails, 'grace@new.com')).toMatchObject({ reservedUntil: START + 59 * DAYS })
  })

  it('waits for the proof for a day, to the instant (INV-25)', async () => {
    for (const [after, code] of [
      [DAYS - 1, 'ok'],
      [DAYS, 'email_change_expired'],
    ] as const) {
      const world = createWorld()
      const { userId } = await withGrace(world)
      const token = await request(world, userId, 'grace@new.com')
      world.clock.advance(after)
      expect(codeOf(await confirm(world, userId, token, 'grace@new.com'))).toBe(code)
    }
  })

  it('changes once, and gives a repeat by key the first outcome (AUD-4)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const token = await request(world, userId, 'grace@new.com')
    const command = { userId, token, email: email('grace@new.com'), idempotencyKey: 'k' }
    const first = await world.charter.users.confirmEmail(command)
    const before = world.snapshot()
    const second = await world.charter.users.confirmEmail(command)
    expect(second).toEqual({ ...first, repeated: true })
    expect(codeOf(await confirm(world, userId, token, 'grace@new.com'))).toBe('email_change_not_found')
    expect(world.snapshot()).toEqual(before)
  })

  it('leaves whom a rule without effect has in, if it is for the new address too (DOM-3)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    world.clock.advance(90 * DAYS)
    expect(unwrap(await move(world, userId, 'grace.h@acme.com')).roles).toEqual([])
    expect(await world.get(memberships, acme.id, userId)).toMatchObject({ status: 'active', byRule: { edition: 1 } })
    unwrap(await move(world, userId, 'grace@eu.acme.com'))
    expect(await world.get(memberships, acme.id, userId)).toMatchObject({ status: 'ended' })
  })

  it('leaves to its sweep what a change of the rule has yet to reach (DOM-5)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    const change = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
    unwrap(await world.charter.domainRules.update({ ...change, role: 'external' }))
    unwrap(await move(world, userId, 'grace.h@acme.com'))
    await world.sweep(acme, 'acme.com')
    expect(await world.get(memberships, acme.id, userId)).toMatchObject({ assigned: { role: 'internal' } })
  })

  it('gives what the most specific rule gives, where it lets people in by itself (RES-2)', async () => {
    for (const [joining, status] of [
      ['automatic', 'active'],
      ['offered', 'ended'],
    ] as const) {
      const world = createWorld()
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com', { match: 'subdomains' })
      await world.rule(acme, 'eu.acme.com', { role: 'external', joining })
      const { user } = unwrap(await world.signUp('grace@acme.com'))
      const done = unwrap(await move(world, user.id, 'grace@eu.acme.com'))
      const member = await world.get(memberships, acme.id, user.id)
      expect(member?.status).toBe(status)
      expect(done.offered).toHaveLength(joining === 'offered' ? 1 : 0)
      if (joining === 'automatic') expect(member).toMatchObject({ term: 1, byRule: { role: 'external' } })
      else expect(done.roles[0]?.because[0]?.code).toBe('rule_does_not_join_by_itself')
    }
  })

  it('lets nobody in by a mailbox that many read (DOM-6)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const globex = await world.found('Globex')
    await world.rule(globex, 'new.com')
    const done = unwrap(await move(world, userId, 'support@new.com'))
    expect([done.joined, done.awaitingApproval.map(({ organizationId }) => organizationId)]).toEqual([[], [globex.id]])
  })

  it('puts a suspended member out for good, whom no rule lets in again (MEM-2)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    const member = await world.get(memberships, acme.id, userId)
    await world.member(acme, userId, { ...member, status: 'suspended', suspendedAt: START } as never)
    unwrap(await move(world, userId, 'grace@new.com'))
    expect(await world.get(memberships, acme.id, userId)).toMatchObject({ status: 'ended', ending: 'removed' })
    expect(unwrap(await move(world, userId, 'grace@acme.com')).joined).toEqual([])
  })

  it.each(['active', 'suspended'])('brings back no role that has expired, %s or not (INV-25)', async status => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const globex = await world.found('Globex')
    await world.rule(globex, 'new.com')
    const assigned = { role: 'external', by: OPERATOR, at: START, until: START + 1 }
    const suspended = status === 'suspended' && { status, suspendedAt: START }
    await world.member(globex, userId, { assigned, ...suspended } as never)
    const before = await world.get(memberships, globex.id, userId)
    world.clock.advance(1)
    unwrap(await move(world, userId, 'grace@new.com'))
    expect(await world.get(memberships, globex.id, userId)).toEqual(before)
  })

  it('takes back what waits that no rule offers any more, and leaves what was declined', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const [globex, initech] = [await world.found('Globex'), await world.found('Initech')]
    for (const org of [globex, initech])
      await world.rule(org, 'acme.com', { role: 'external', joining: 'offered' }, { kind: 'operator', reason: 'x' })
    unwrap(await world.signIn('grace@acme.com'))
    unwrap(await world.charter.members.decline({ actor: as(userId), organizationId: initech.id, userId }))
    unwrap(await move(world, userId, 'grace@new.com'))
    expect(world.all(joinRequests)).toMatchObject([{ organizationId: initech.id, status: 'declined' }])
  })

  const refusals: Refusals<Charter<string>['users']['confirmEmail']> = {
    user_not_found: async world => () => confirm(world, 'nobody', 'x', 'x@new.com'),
    user_deactivated: async world => {
      const { userId } = await withGrace(world)
      const token = await request(world, userId, 'grace@new.com')
      unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId }))
      return () => confirm(world, userId, token, 'grace@new.com')
    },
    email_change_not_found: async world => {
      const { userId } = await withGrace(world)
      const token = await request(world, userId, 'grace@new.com')
      return () => confirm(world, userId, `0${token.slice(1)}`, 'grace@new.com')
    },
    email_change_expired: async world => {
      const { userId } = await withGrace(world)
      const token = await request(world, userId, 'grace@new.com')
      world.clock.advance(DAYS)
      return () => confirm(world, userId, token, 'grace@new.com')
    },
    email_change_overtaken: async world => {
      const { userId } = await withGrace(world)
      const token = await request(world, userId, 'grace@new.com')
      await give(world, userId, { factors: [active('email_otp')] })
      return () => confirm(world, userId, token, 'grace@new.com')
    },
    email_change_address_differs: async world => {
      const { userId } = await withGrace(world)
      const token = await request(world, userId, 'grace@new.com')
      return () => confirm(world, userId, token, 'eve@new.com')
    },
    email_taken: async world => {
      const { userId } = await withGrace(world)
      const token = await request(world, userId, 'x@acme.com')
      unwrap(await world.signUp('x@acme.com'))
      return () => confirm(world, userId, token, 'x@acme.com')
    },
    email_reserved: async world => {
      const { userId } = await withGrace(world)
      const token = await request(world, userId, 'x@acme.com')
      const { user } = unwrap(await world.signUp('x@acme.com'))
      unwrap(await move(world, user.id, 'y@acme.com'))
      return () => confirm(world, userId, token, 'x@acme.com')
    },
    memberships_too_many: async world => {
      const { userId } = await withGrace(world)
      const token = await request(world, userId, 'grace@new.com')
      await joinMany(world, userId, 1_000)
      return () => confirm(world, userId, token, 'grace@new.com')
    },
    entities_left_without_admin: async world => {
      const { acme, userId } = await withGrace(world)
      await administer(world, acme, userId)
      const token = await request(world, userId, 'grace@new.com')
      return () => confirm(world, userId, token, 'grace@new.com')
    },
  }
  itRefuses(refusals)

  it('changes up to a thousand memberships at once', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await joinMany(world, userId, 999)
    expect(codeOf(await move(world, userId, 'grace@new.com'))).toBe('ok')
  })
})
