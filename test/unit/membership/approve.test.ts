import { describe, expect, it } from 'vitest'
import { joinRequests } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
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

/** Somebody whom the rule for acme.com asks an admin about. */
const waiting = async (world: World, address = 'wim@acme.com', role = 'external') => {
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com', { joining: 'approval', role })
  const { user } = unwrap(await world.signUp(address))
  return { acme, userId: user.id }
}

const approve = (world: World, org: Org, userId: string) =>
  world.charter.members.approve({ actor: org.admin, organizationId: org.id, userId })

describe('approveJoining', () => {
  it('makes a member of whom a rule asked about, with the role of the rule (DOM-1)', async () => {
    const world = createWorld()
    const { acme, userId } = await waiting(world)
    world.clock.advance(7)
    const answer = await approve(world, acme, userId)
    expect(unwrap(answer)).toEqual({
      organizationId: acme.id,
      userId,
      term: 1,
      status: 'active',
      joinedAt: START + 7,
      byRule: { role: 'external', domain: 'acme.com', edition: 1, at: START + 7 },
      role: 'external',
    })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'joining_approved', 'exact_domain'],
      effects: [{ kind: 'notify_user', organizationId: acme.id, about: 'joining_approved', userId }],
    })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'members.approve',
      actor: acme.admin,
      rules: ['DOM-1', 'RES-2', 'ROL-4'],
      targets: [`join_request/${acme.id}/${userId}`, `membership/${acme.id}/${userId}`, `member_count/${acme.id}`],
    })
    expect(world.all(joinRequests)).toEqual([])
  })

  it('gives the role that the rule gives at this moment, not the one of the request', async () => {
    const world = createWorld()
    const { acme, userId } = await waiting(world)
    const change = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
    unwrap(await world.charter.domainRules.update({ ...change, role: 'workforce' }))
    expect(unwrap(await approve(world, acme, userId))).toMatchObject({ role: 'workforce', byRule: { edition: 2 } })
  })

  it('lets in whom a rule would join by itself meanwhile', async () => {
    const world = createWorld()
    const { acme, userId } = await waiting(world)
    const change = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
    unwrap(await world.charter.domainRules.update({ ...change, joining: 'automatic' }))
    expect(unwrap(await approve(world, acme, userId)).role).toBe('external')
  })

  it('lets in by another rule of the organization that matches now (RES-2)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { joining: 'approval', match: 'subdomains' })
    await world.rule(acme, 'eu.acme.com', { joining: 'approval', role: 'external' })
    const { user } = unwrap(await world.signUp('wim@eu.acme.com'))
    const eu = { actor: acme.admin, organizationId: acme.id, domain: 'eu.acme.com', existing: 'keep' } as const
    unwrap(await world.charter.domainRules.remove(eu))
    const member = unwrap(await approve(world, acme, user.id))
    expect(member).toMatchObject({ role: 'internal', byRule: { domain: 'acme.com' } })
  })

  it.each([
    [
      'removed',
      (world: World, acme: Org) =>
        world.charter.domainRules.remove({
          actor: acme.admin,
          organizationId: acme.id,
          domain: 'acme.com',
          existing: 'keep',
        }),
    ],
    ['lapsed', async (world: World) => world.clock.advance(90 * DAYS)],
  ])('refuses when the rule is %s by then (DOM-3)', async (_, change) => {
    const world = createWorld()
    const { acme, userId } = await waiting(world)
    await change(world, acme)
    expect(codeOf(await approve(world, acme, userId))).toBe('domain_rule_no_longer_applies')
  })

  const refusals: Refusals<Charter<string>['members']['approve']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.members.approve({ actor, organizationId, userId: 'somebody' }),
    ),
    role_not_yours_to_give: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com', { joining: 'approval', role: 'internal' })
      const { user } = unwrap(await world.signUp('wim@acme.com'))
      const clerk = { ...acme, admin: await clerkOf(world, acme) }
      return () => approve(world, clerk, user.id)
    },
    join_request_not_found: async world => {
      const { acme, userId } = await waiting(world)
      unwrap(await approve(world, acme, userId))
      return () => approve(world, acme, userId)
    },
    member_exists: async world => {
      const { acme, userId } = await waiting(world)
      await world.member(acme, userId, { status: 'ended', endedAt: START, ending: 'removed' } as never)
      return () => approve(world, acme, userId)
    },
    domain_rule_no_longer_applies: async world => {
      const { acme, userId } = await waiting(world)
      world.clock.advance(90 * DAYS)
      return () => approve(world, acme, userId)
    },
  }
  itRefuses(refusals, { roles: clerkRoles })

  it('refuses to approve a user who is deactivated, or unknown (MEM-7)', async () => {
    const world = createWorld()
    const { acme, userId } = await waiting(world)
    await deactivate(world, userId)
    expect(codeOf(await approve(world, acme, userId))).toBe('user_deactivated')
    expect(codeOf(await approve(world, acme, 'nobody'))).toBe('user_not_found')
  })

  it('does not approve what was offered to the user, nor what was declined', async () => {
    const world = createWorld()
    const { acme, userId } = await waiting(world)
    unwrap(await world.charter.members.decline({ actor: OPERATOR, organizationId: acme.id, userId }))
    expect(codeOf(await approve(world, acme, userId))).toBe('join_request_not_found')
    await world.rule(acme, 'partner.com', { joining: 'offered', role: 'external' })
    const { user } = unwrap(await world.signUp('olga@partner.com'))
    expect(codeOf(await approve(world, acme, user.id))).toBe('join_request_not_found')
  })
})

describe('declineJoining', () => {
  it('lets an admin decline a request, for good (DOM-1)', async () => {
    const world = createWorld()
    const { acme, userId } = await waiting(world)
    world.clock.advance(3)
    const answer = await world.charter.members.decline({ actor: acme.admin, organizationId: acme.id, userId })
    expect(unwrap(answer)).toEqual({
      organizationId: acme.id,
      userId,
      status: 'declined',
      domain: 'acme.com',
      at: START + 3,
    })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'joining_declined'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'members.decline',
      actor: acme.admin,
      rules: ['DOM-1', 'ROL-4'],
      targets: [`join_request/${acme.id}/${userId}`],
    })
    const before = world.snapshot()
    expect(unwrap(await world.signIn('wim@acme.com'))).toMatchObject({ joined: [], offered: [], awaitingApproval: [] })
    expect(world.snapshot()).toEqual(before)
  })

  it('lets the user decline what was offered to them', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { joining: 'offered' })
    const { user } = unwrap(await world.signUp('olga@acme.com'))
    const actor = { kind: 'user', userId: user.id } as const
    const answer = await world.charter.members.decline({ actor, organizationId: acme.id, userId: user.id })
    expect(unwrap(answer).status).toBe('declined')
    expect(decided(answer)).toEqual({ because: ['own_joining', 'joining_declined'], effects: [] })
    expect(codeOf(await world.charter.users.joinOffered({ actor, organizationId: acme.id }))).toBe(
      'join_request_not_found',
    )
    expect(unwrap(await world.signIn('olga@acme.com')).offered).toEqual([])
  })

  it('leaves to each what they could approve, and to the user alone what was offered (ROL-3, ROL-4)', async () => {
    const world = createWorld({ roles: clerkRoles })
    const acme = await world.found('Acme')
    const clerk = await clerkOf(world, acme)
    await world.rule(acme, 'acme.com', { joining: 'approval' })
    await world.rule(acme, 'guest.com', { joining: 'approval', role: 'external' })
    await world.rule(acme, 'olga.com', { joining: 'offered', role: 'external' })
    const decline = async (actor: typeof clerk, address: string) => {
      const { user } = unwrap(await world.signUp(address))
      return codeOf(await world.charter.members.decline({ actor, organizationId: acme.id, userId: user.id }))
    }
    expect(await decline(clerk, 'grace@acme.com')).toBe('role_not_yours_to_give')
    expect(await decline(acme.admin, 'ada@acme.com')).toBe('ok')
    expect(await decline(clerk, 'gus@guest.com')).toBe('ok')
    for (const actor of [clerk, acme.admin])
      expect(await decline(actor, `${actor === clerk ? 'olaf' : 'olla'}@olga.com`)).toBe('not_yourself')
    expect(await decline(OPERATOR, 'olga@olga.com')).toBe('ok')
  })

  const refusals: Refusals<Charter<string>['members']['decline']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.members.decline({ actor, organizationId, userId: 'somebody' }),
    ),
    join_request_not_found: async world => {
      const { acme, userId } = await waiting(world)
      const decline = () => world.charter.members.decline({ actor: acme.admin, organizationId: acme.id, userId })
      unwrap(await decline())
      return decline
    },
    role_not_yours_to_give: async world => {
      const { acme, userId } = await waiting(world, 'wim@acme.com', 'internal')
      const clerk = await clerkOf(world, acme)
      return () => world.charter.members.decline({ actor: clerk, organizationId: acme.id, userId })
    },
    not_yourself: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com', { joining: 'offered' })
      const { user } = unwrap(await world.signUp('olga@acme.com'))
      return () => world.charter.members.decline({ actor: acme.admin, organizationId: acme.id, userId: user.id })
    },
  }
  itRefuses(refusals, { roles: clerkRoles })

  it('lets nobody decline for others, or when deactivated (MEM-7)', async () => {
    const world = createWorld()
    const { acme, userId } = await waiting(world)
    const { user } = unwrap(await world.signUp('x@acme.com'))
    const decline = (actorId: string) =>
      world.charter.members.decline({ actor: { kind: 'user', userId: actorId }, organizationId: acme.id, userId })
    expect(codeOf(await decline(user.id))).toBe('not_a_member')
    await deactivate(world, userId)
    expect(codeOf(await decline(userId))).toBe('user_deactivated')
  })
})
