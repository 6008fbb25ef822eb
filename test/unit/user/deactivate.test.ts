import { describe, expect, it } from 'vitest'
import type { Actor, UserId } from '../../../src/core/kernel/index.ts'
import { adminCounts, memberships } from '../../../src/core/membership/index.ts'
import { emailChanges, users } from '../../../src/core/user/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { administer, confirm, joinMany, request, withGrace } from '../../support/addresses.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { memberWith } from '../../support/targets.ts'
import { give, hosting } from '../../support/vendors.ts'
import {
  as,
  codeOf,
  createWorld,
  deactivate,
  decided,
  noted,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

const admins = async (world: World, org: Org) => (await world.get(adminCounts as never, org.id)) as { count: number }

/** One more admin of the organization, at home there. */
const secondAdmin = async (world: World, org: Org) => {
  const { id } = await world.user(`second@${org.id}-hq.com`, org)
  await world.member(org, id, { assigned: { role: 'admin', by: OPERATOR, at: START } })
  return id
}

/** Somebody of Acme who holds this role. */
const holding = async (world: World, org: Org, role: string, state: object = {}) => {
  const { id } = await world.user(`${role}@people.com`, org)
  await world.member(org, id, { assigned: { role, by: OPERATOR, at: START }, ...state } as never)
  return as(id)
}

/** Another organization, in which the user alone administers something. */
const neededIn = async (world: World, userId: UserId, name: string) => {
  const org = await world.found(name)
  await world.member(org, userId, { assigned: { role: 'internal', by: OPERATOR, at: START } })
  await administer(world, org, userId)
  return org
}

type Verb = 'deactivate' | 'reactivate'

/** Who may decide about a user, which is the same both times. */
const managing = (verb: Verb) => {
  const arranged = async (world: World) => {
    const { acme, userId } = await withGrace(world)
    if (verb === 'reactivate') unwrap(await world.charter.users.deactivate({ actor: acme.admin, userId }))
    return { acme, userId, ask: (actor: ReturnType<typeof as>) => () => world.charter.users[verb]({ actor, userId }) }
  }
  return {
    user_not_found: async (world: World) => (await arranged(world)).ask(as('nobody')),
    user_deactivated: async (world: World) => {
      const { acme, ask } = await arranged(world)
      const id = await secondAdmin(world, acme)
      unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId: id }))
      return ask(as(id))
    },
    member_suspended: async (world: World) => {
      const { acme, ask } = await arranged(world)
      return ask(await holding(world, acme, 'admin', { status: 'suspended', suspendedAt: START }))
    },
    permission_missing: async (world: World) => {
      const { acme, ask } = await arranged(world)
      return ask(await holding(world, acme, 'internal'))
    },
    user_not_yours: async (world: World) => {
      const { ask } = await arranged(world)
      return ask((await world.found('Globex')).admin)
    },
    member_not_yours_to_change: async (world: World) => {
      const { acme, ask } = await arranged(world)
      return ask(await clerkOf(world, acme))
    },
  }
}

describe('deactivateUser', () => {
  it('ends every access at once, and changes no membership (MEM-7)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    const userId = await secondAdmin(world, acme)
    await world.member(globex, userId, { assigned: { role: 'admin', by: OPERATOR, at: START } })
    const kept = world.all(memberships)
    const list = (org: Org) => world.charter.members.list({ actor: as(userId), organizationId: org.id })
    expect([codeOf(await list(acme)), codeOf(await list(globex))]).toEqual(['ok', 'ok'])
    world.clock.advance(3)
    const answer = await world.charter.users.deactivate({ actor: acme.admin, userId, reason: 'left the company' })
    const { id, email, site, verifiedBy, homeOrganizationId, createdAt } = unwrap(answer)
    expect(unwrap(answer)).toEqual({
      ...{ id, email, site, verifiedBy, homeOrganizationId, createdAt },
      status: 'deactivated',
      deactivatedAt: START + 3,
      deactivatedBy: acme.admin,
      reason: 'left the company',
    })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'user_deactivated'],
      effects: [
        { kind: 'end_sessions', userId },
        { kind: 'notify_user', about: 'user_deactivated', userId },
      ],
    })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'users.deactivate',
      actor: acme.admin,
      rules: ['INV-01', 'INV-08', 'MEM-7', 'ROL-4'],
      targets: [`user/${userId}`, `admin_count/${acme.id}`],
    })
    expect(world.entries(globex.id).at(-1)?.changes).toEqual([{ target: `admin_count/${globex.id}`, added: -1 }])
    expect([codeOf(await list(acme)), codeOf(await list(globex))]).toEqual(['user_deactivated', 'user_deactivated'])
    expect(codeOf(await world.signIn(`second@${acme.id}-hq.com`))).toBe('user_deactivated')
    expect(world.all(memberships)).toEqual(kept)
    expect([await admins(world, acme), await admins(world, globex)]).toEqual([{ count: 1 }, { count: 1 }])
  })

  it('ends what waits for the proof of an address (INV-25)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    const token = await request(world, userId, 'grace@new.com')
    unwrap(await world.charter.users.deactivate({ actor: acme.admin, userId }))
    expect(world.all(emailChanges)).toEqual([])
    unwrap(await world.charter.users.reactivate({ actor: acme.admin, userId }))
    expect(codeOf(await confirm(world, userId, token, 'grace@new.com'))).toBe('email_change_not_found')
  })

  it('is the user’s own to do, and an operator’s, also where there is no membership', async () => {
    const world = createWorld()
    const { acme, userId, grace } = await withGrace(world)
    expect(decided(await world.charter.users.deactivate({ actor: grace, userId }))).toMatchObject({
      because: ['own_record', 'user_deactivated'],
    })
    const { id } = await world.user('x@people.com', acme)
    expect(codeOf(await world.charter.users.deactivate({ actor: acme.admin, userId: id }))).toBe('user_not_yours')
    expect(codeOf(await world.charter.users.deactivate({ actor: OPERATOR, userId: id }))).toBe('ok')
    expect(codeOf(await world.charter.users.deactivate({ actor: OPERATOR, userId: 'nobody' as never }))).toBe(
      'user_not_found',
    )
    expect(codeOf(await world.charter.users.deactivate({ actor: acme.admin, userId: 'nobody' as never }))).toBe(
      'user_not_yours',
    )
  })

  it('is not for the admins of where somebody was removed, nor of where they are a guest', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    const globex = await world.found('Globex')
    await world.member(globex, userId, { assigned: { role: 'external', by: OPERATOR, at: START } })
    expect(codeOf(await world.charter.users.deactivate({ actor: globex.admin, userId }))).toBe('user_not_yours')
    const member = (await world.get(memberships, acme.id, userId)) as object
    await world.member(acme, userId, { ...member, status: 'ended', endedAt: START, ending: 'removed' } as never)
    expect(codeOf(await world.charter.users.deactivate({ actor: acme.admin, userId }))).toBe('user_not_yours')
  })

  it('is not for the admins of where somebody’s time is over, as if they had been removed (INV-25, MEM-2)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const until = START + 1
    const { id } = await world.user('i@people.com', acme)
    await world.member(acme, id, { assigned: { role: 'internal', by: OPERATOR, at: START, until } })
    world.clock.advance(1)
    const asked = { actor: acme.admin, userId: id }
    const { users, mfa } = world.charter
    const answers = [users.deactivate(asked), users.reactivate(asked), mfa.factors(asked), mfa.unlock(asked)]
    for (const answer of await Promise.all(answers)) expect(codeOf(answer)).toBe('user_not_yours')
    expect(codeOf(await users.deactivate({ ...asked, actor: OPERATOR }))).toBe('ok')
  })

  it('is not for the admins of where somebody is left by a vendor that rests (INV-13)', async () => {
    const hosted = await hosting()
    const { world, acme, labelers } = hosted
    const { id: userId } = await world.user('home@people.com', acme)
    await world.member(labelers, userId, { assigned: { role: 'internal', by: OPERATOR, at: START } })
    await world.member(acme, userId, { assigned: { role: 'internal', by: OPERATOR, at: START, until: START + 1 } })
    world.clock.advance(1)
    unwrap(await give(hosted, userId))
    expect(await world.get(memberships, acme.id, userId)).toMatchObject({ byWorkforce: { vendorId: labelers.id } })
    const factors = async () => codeOf(await world.charter.mfa.factors({ actor: acme.admin, userId }))
    expect(await factors()).toBe('ok')
    unwrap(await world.charter.organizations.archive({ actor: OPERATOR, organizationId: labelers.id }))
    expect(await factors()).toBe('user_not_yours')
    unwrap(await world.charter.organizations.restore({ actor: OPERATOR, organizationId: labelers.id }))
    expect(await factors()).toBe('ok')
  })

  it('does not count an admin for a time, who is not the one that is left (MEM-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { id } = await world.user('t@people.com', acme)
    await world.member(acme, id, { assigned: { role: 'admin', by: OPERATOR, at: START, until: START + 9 } })
    expect(codeOf(await world.charter.users.deactivate({ actor: OPERATOR, userId: acme.adminId }))).toBe('last_admin')
    expect(codeOf(await world.charter.users.deactivate({ actor: OPERATOR, userId: id }))).toBe('ok')
    expect(await admins(world, acme)).toEqual({ count: 1 })
  })

  const refusals: Refusals<Charter<string>['users']['deactivate']> = {
    ...managing('deactivate'),
    last_admin: async world => {
      const acme = await world.found('Acme')
      const globex = await world.found('Globex')
      await secondAdmin(world, acme)
      await world.member(globex, acme.adminId, { assigned: { role: 'admin', by: OPERATOR, at: START } })
      const { adminId: userId } = globex
      unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId }))
      return () => world.charter.users.deactivate({ actor: acme.admin, userId: acme.adminId })
    },
    role_unknown: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'owner')
      return () => world.charter.users.deactivate({ actor: OPERATOR, userId: id as never })
    },
    user_needed_elsewhere: async world => {
      const { acme, userId } = await withGrace(world)
      await neededIn(world, userId, 'Globex')
      return () => world.charter.users.deactivate({ actor: acme.admin, userId })
    },
    entities_left_without_admin: async world => {
      const { acme, userId } = await withGrace(world)
      await administer(world, acme, userId)
      return () => world.charter.users.deactivate({ actor: acme.admin, userId })
    },
    memberships_too_many: async world => {
      const { acme, userId } = await withGrace(world)
      await joinMany(world, userId, 1_000)
      return () => world.charter.users.deactivate({ actor: acme.admin, userId })
    },
  }
  itRefuses(refusals, { roles: clerkRoles })

  it('tells whoever manages them at home nothing of other organizations but in how many it is (INV-24)', async () => {
    const world = createWorld()
    const { acme, userId, grace } = await withGrace(world)
    const globex = await neededIn(world, userId, 'Globex')
    await neededIn(world, userId, 'Initech')
    const by = async (actor: Actor) => {
      const answer = await world.charter.users.deactivate({ actor, userId })
      return answer.ok ? undefined : [answer.refusal.code, answer.refusal.facts]
    }
    expect(await by(acme.admin)).toEqual(['user_needed_elsewhere', { userId, count: 2 }])
    for (const actor of [grace, OPERATOR])
      expect(await by(actor)).toMatchObject(['entities_left_without_admin', { entities: { length: 2 }, count: 2 }])
    const { id } = await administer(world, acme, userId)
    const entity = { organizationId: acme.id, kind: 'dataset', id }
    expect(await by(acme.admin)).toEqual(['entities_left_without_admin', { entities: [entity], count: 1 }])
    expect(globex.id).not.toBe(acme.id)
  })

  it('is closed by an operator also where somebody else has ended it, and not reopened from within (MEM-7)', async () => {
    const world = createWorld()
    const { acme, userId, grace } = await withGrace(world)
    unwrap(await world.charter.users.deactivate({ actor: grace, userId, reason: 'on leave' }))
    world.clock.advance(3)
    const answer = await world.charter.users.deactivate({ actor: OPERATOR, userId, reason: 'abuse' })
    expect(unwrap(answer)).toMatchObject({ deactivatedBy: OPERATOR, deactivatedAt: START + 3, reason: 'abuse' })
    expect(world.entries(acme.id).at(-1)).toMatchObject({ action: 'users.deactivate', actor: OPERATOR })
    expect(codeOf(await world.charter.users.deactivate({ actor: OPERATOR, userId }))).toBe('user_deactivated')
    expect(codeOf(await world.charter.users.reactivate({ actor: acme.admin, userId }))).toBe('operator_only')
    expect(codeOf(await world.charter.users.reactivate({ actor: OPERATOR, userId }))).toBe('ok')
  })

  it('refuses whom is deactivated already', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const deactivate = () => world.charter.users.deactivate({ actor: OPERATOR, userId })
    expect([codeOf(await deactivate()), codeOf(await deactivate())]).toEqual(['ok', 'user_deactivated'])
  })
})

describe('reactivateUser', () => {
  it('brings back what was there, and counts it (MEM-7)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const userId = await secondAdmin(world, acme)
    const lanes = await administer(world, acme, userId)
    const before = [await world.get(users, userId), world.all(memberships)]
    expect(codeOf(await world.charter.users.deactivate({ actor: acme.admin, userId }))).toBe(
      'entities_left_without_admin',
    )
    const subject = { kind: 'user', userId: acme.adminId } as const
    unwrap(await world.charter.datasets.grant({ actor: acme.admin, datasetId: lanes.id, subject, role: 'admin' }))
    unwrap(await world.charter.users.deactivate({ actor: acme.admin, userId }))
    expect(await admins(world, acme)).toEqual({ count: 1 })
    const answer = await world.charter.users.reactivate({ actor: acme.admin, userId })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'user_reactivated'],
      effects: [{ kind: 'notify_user', about: 'user_reactivated', userId }],
    })
    expect([await world.get(users, userId), world.all(memberships)]).toEqual(before)
    expect(await admins(world, acme)).toEqual({ count: 2 })
    unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId: acme.adminId }))
  })

  it('brings nothing back that has ended or expired meanwhile (INV-25)', async () => {
    const world = createWorld()
    const { acme, userId, grace } = await withGrace(world)
    const member = (await world.get(memberships, acme.id, userId)) as object
    const assigned = { role: 'external', by: OPERATOR, at: START, until: START + 5 }
    const { byRule: _, ...rest } = member as { byRule: unknown }
    await world.member(acme, userId, { ...rest, assigned } as never)
    unwrap(await world.charter.users.deactivate({ actor: grace, userId }))
    world.clock.advance(5)
    expect(codeOf(await world.charter.users.reactivate({ actor: acme.admin, userId }))).toBe('user_not_yours')
    unwrap(await world.charter.users.reactivate({ actor: OPERATOR, userId }))
    expect(unwrap(await world.charter.members.get({ actor: grace, organizationId: acme.id, userId })).role).toBe(null)
  })

  const refusals: Refusals<Charter<string>['users']['reactivate']> = {
    ...managing('reactivate'),
    role_unknown: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'owner')
      await deactivate(world, id)
      return () => world.charter.users.reactivate({ actor: OPERATOR, userId: id as never })
    },
    user_not_deactivated: async world => {
      const { acme, userId } = await withGrace(world)
      return () => world.charter.users.reactivate({ actor: acme.admin, userId })
    },
    operator_only: async world => {
      const { acme, userId } = await withGrace(world)
      unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId, reason: 'abuse' }))
      return () => world.charter.users.reactivate({ actor: acme.admin, userId })
    },
    memberships_too_many: async world => {
      const { acme, userId } = await withGrace(world)
      unwrap(await world.charter.users.deactivate({ actor: acme.admin, userId }))
      await joinMany(world, userId, 1_000)
      return () => world.charter.users.reactivate({ actor: acme.admin, userId })
    },
  }
  itRefuses(refusals, { roles: clerkRoles })

  it('lets nobody bring themselves back', async () => {
    const world = createWorld()
    const { userId, grace } = await withGrace(world)
    unwrap(await world.charter.users.deactivate({ actor: grace, userId }))
    expect(codeOf(await world.charter.users.reactivate({ actor: grace, userId }))).toBe('user_deactivated')
  })
})
