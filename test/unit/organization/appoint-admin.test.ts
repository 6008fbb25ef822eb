import { describe, expect, it } from 'vitest'
import { entityAdminCounts } from '../../../src/core/grant/index.ts'
import type { Actor, OrganizationId, UserId } from '../../../src/core/kernel/index.ts'
import { joinRequests, type Membership } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { made } from '../../support/content.ts'
import { person } from '../../support/groups.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  codeOf,
  createWorld,
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

const appoint = (world: World, org: Pick<Org, 'id'>, address: string) =>
  world.charter.organizations.appointAdmin({
    actor: OPERATOR,
    organizationId: org.id,
    email: email(address),
    reason: 'the last admin has died',
  })

const assigned = (role: string) => ({ assigned: { role, by: OPERATOR, at: START } })

type Of = { readonly actor: Actor; readonly organizationId: OrganizationId; readonly userId: UserId }

describe('appointAdmin', () => {
  it('makes a new user of the organization its admin (ORG-6, INV-01)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const answer = await appoint(world, acme, 'new@acme.com')
    const user = await userOf(world, 'new@acme.com')
    expect(user.homeOrganizationId).toBe(acme.id)
    expect(unwrap(answer)).toEqual({
      organizationId: acme.id,
      userId: user.id,
      term: 1,
      status: 'active',
      joinedAt: START,
      role: 'admin',
      assigned: { role: 'admin', by: OPERATOR, at: START, reason: 'the last admin has died' },
    })
    expect(decided(answer)).toEqual({ because: ['operator_appointed_admin'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'organizations.appointAdmin',
      actor: OPERATOR,
      rules: ['INV-01', 'ORG-6'],
      targets: expect.arrayContaining([
        `user/${user.id}`,
        `membership/${acme.id}/${user.id}`,
        `admin_count/${acme.id}`,
      ]),
    })
  })

  it('promotes an internal member, and keeps since when they are in and by which rule', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    await world.signUp('grace@acme.com')
    world.clock.advance(5)
    const answer = await appoint(world, acme, 'grace@acme.com')
    const member = unwrap(answer)
    expect(decided(answer).effects).toEqual([
      { kind: 'rotate_sessions', organizationId: acme.id, userId: member.userId },
    ])
    expect(member).toMatchObject({ role: 'admin', joinedAt: START, byRule: { role: 'internal', domain: 'acme.com' } })
  })

  it('brings back an internal member who is suspended', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { id } = await world.user('ada@acme.com', acme)
    await world.member(acme, id, { status: 'suspended', suspendedAt: START, ...assigned('admin') } as never)
    const member = unwrap(await appoint(world, acme, 'ada@acme.com'))
    expect(member).toMatchObject({ role: 'admin', status: 'active' })
    expect(member).not.toHaveProperty('suspendedAt')
  })

  it.each([
    ['is suspended', ({ members }: Charter<string>, of: Of) => members.suspend(of)],
    ['is in for a while', ({ members }: Charter<string>, of: Of) => members.setExpiry({ ...of, until: START + 5 })],
  ])('counts again what they administered before, where the member %s (INV-08)', async (_, takeAway) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const [mia, bo] = [await person(world, acme, 'mia'), await person(world, acme, 'bo')]
    const id = await made(world, 'datasets', acme, mia, bo)
    const admins = async () => await world.get(entityAdminCounts as never, acme.id, 'dataset', id)
    expect(await admins()).toEqual({ count: 2 })
    unwrap(await takeAway(world.charter, { actor: acme.admin, organizationId: acme.id, userId: bo }))
    expect(await admins()).toEqual({ count: 1 })
    unwrap(await appoint(world, acme, 'bo@people.com'))
    expect(await admins()).toEqual({ count: 2 })
  })

  it('makes an admin of whoever was a member once, without what a rule gave them then', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { id } = await world.user('ada@acme.com', acme)
    const byRule = { role: 'external', domain: 'acme.com', edition: 1, at: START }
    await world.member(acme, id, { status: 'ended', endedAt: START, ending: 'left', byRule } as never)
    const member: Membership = unwrap(await appoint(world, acme, 'ada@acme.com'))
    expect(member).toMatchObject({ role: 'admin', status: 'active' })
    expect(member).not.toHaveProperty('byRule')
    expect(member).not.toHaveProperty('endedAt')
  })

  it('makes an admin of a user of another organization, whose home stays (MEM-6)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await appoint(world, acme, 'admin@globex-hq.com')
    expect(await userOf(world, 'admin@globex-hq.com')).toMatchObject({ homeOrganizationId: globex.id })
    expect(world.entries(globex.id)).toHaveLength(1)
  })

  it.each([
    ['external', 'active'],
    ['workforce', 'active'],
    ['external', 'suspended'],
    ['unheard_of', 'active'],
  ])('never promotes the %s member who is %s in one step (ROL-2, INV-11)', async (role, status) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { id } = await world.user('guest@vendor.com', acme)
    await world.member(acme, id, {
      status,
      ...(status === 'suspended' && { suspendedAt: START }),
      ...assigned(role),
    } as never)
    expect(codeOf(await appoint(world, acme, 'guest@vendor.com'))).toBe('role_ceiling')
  })

  it('leaves no request to join of whom it made a member', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { joining: 'approval' })
    await world.signUp('grace@acme.com')
    expect(world.all(joinRequests)).toHaveLength(1)
    await appoint(world, acme, 'grace@acme.com')
    expect(world.all(joinRequests)).toEqual([])
  })

  const refusals: Refusals<Charter<string>['organizations']['appointAdmin']> = {
    organization_not_found: async world => () => appoint(world, { id: 'nowhere' as never }, 'a@acme.com'),
    organization_archived: async world => {
      const acme = await world.found('Acme')
      await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
      return () => appoint(world, acme, 'a@acme.com')
    },
    operator_only: async world => {
      const acme = await world.found('Acme')
      return () =>
        world.charter.organizations.appointAdmin({
          actor: acme.admin,
          organizationId: acme.id,
          email: email('a@acme.com'),
          reason: 'please',
        })
    },
    role_ceiling: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'vendor.com', { role: 'workforce' })
      await world.signUp('guest@vendor.com')
      return () => appoint(world, acme, 'guest@vendor.com')
    },
    email_reserved: async world => {
      const acme = await reserve(world, 'ada@acme.com')
      return () => appoint(world, acme, 'Ada@acme.com')
    },
    user_deactivated: async world => {
      const acme = await world.found('Acme')
      await deactivate(world, acme.adminId)
      return () => appoint(world, acme, 'admin@acme-hq.com')
    },
  }
  itRefuses(refusals)
})
