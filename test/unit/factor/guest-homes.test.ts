import { describe, expect, it } from 'vitest'
import { guestHomes } from '../../../src/core/membership/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { move, withGrace } from '../../support/addresses.ts'
import { comesIn, setByOperator } from '../../support/policies.ts'
import { give, giveGroup, hostingIn } from '../../support/vendors.ts'
import { codeOf, createWorld, email, OPERATOR, type Org, type World } from '../../support/world.ts'

/** Somebody whose home is the first, and who comes into the second. */
type Comes = (world: World) => Promise<readonly [home: { id: Org['id'] }, entered: { id: Org['id'] }]>

const ownAndGuest = async (world: World, joining: 'automatic' | 'offered' | 'approval') => {
  const [home, entered] = [await world.found('Home'), await world.found('Entered')]
  await world.rule(home, 'home.com')
  return {
    home,
    entered,
    lists: () => world.rule(entered, 'home.com', { role: 'external', joining }, { kind: 'operator', reason: 'x' }),
  }
}

const ways: { readonly [way: string]: Comes } = {
  'signing up where a rule of another organization lets one in': async world => {
    const { home, entered, lists } = await ownAndGuest(world, 'automatic')
    await lists()
    unwrap(await world.signUp('eve@home.com'))
    return [home, entered]
  },
  'signing in where such a rule has come since': async world => {
    const { home, entered, lists } = await ownAndGuest(world, 'automatic')
    unwrap(await world.signUp('eve@home.com'))
    await lists()
    unwrap(await world.signIn('eve@home.com'))
    return [home, entered]
  },
  'taking an offer': async world => {
    const { home, entered, lists } = await ownAndGuest(world, 'offered')
    await lists()
    const { user } = unwrap(await world.signUp('eve@home.com'))
    const actor = { kind: 'user', userId: user.id } as const
    unwrap(await world.charter.users.joinOffered({ actor, organizationId: entered.id }))
    return [home, entered]
  },
  'being approved': async world => {
    const { home, entered, lists } = await ownAndGuest(world, 'approval')
    await lists()
    const { user } = unwrap(await world.signUp('eve@home.com'))
    unwrap(await world.charter.members.approve({ actor: entered.admin, organizationId: entered.id, userId: user.id }))
    return [home, entered]
  },
  'accepting an invitation': async world => {
    const [home, entered] = [await world.found('Home'), await world.found('Entered')]
    await comesIn(world, entered, 'admin@home-hq.com')
    return [home, entered]
  },
  'being appointed by the operator': async world => {
    const [home, entered] = [await world.found('Home'), await world.found('Entered')]
    const appointed = { actor: OPERATOR, organizationId: entered.id, email: email('admin@home-hq.com'), reason: 'x' }
    unwrap(await world.charter.organizations.appointAdmin(appointed))
    return [home, entered]
  },
  'founding another organization': async world => {
    const home = await world.found('Home')
    const founders = [{ email: email('admin@home-hq.com') }, { email: email('new@home-hq.com') }]
    const { organization } = unwrap(
      await world.charter.organizations.create({ actor: OPERATOR, name: 'Entered', kind: 'standard', founders }),
    )
    return [home, organization]
  },
  'being granted something as one of a vendor’s people': async world => {
    const scene = await hostingIn(world)
    unwrap(await give(scene))
    return [scene.labelers, scene.acme]
  },
  'a seat in a group that is granted something': async world => {
    const scene = await hostingIn(world)
    const { acme, labelers, group, vic } = scene
    unwrap(await giveGroup(scene))
    const userIds = [vic, (await comesIn(world, labelers, 'val@people.com', 'internal')).userId]
    unwrap(
      await world.charter.groups.addMembers({ actor: acme.admin, organizationId: acme.id, groupId: group, userIds }),
    )
    return [labelers, acme]
  },
  'another address, for which a rule lets one in': async world => {
    const { acme, userId } = await withGrace(world)
    const entered = await world.found('Entered')
    await world.rule(entered, 'new.com')
    const assigned = { role: 'internal', by: OPERATOR, at: world.clock.now() }
    await world.member(acme, userId, { assigned })
    unwrap(await move(world, userId, 'grace@new.com'))
    return [acme, entered]
  },
}

describe('policies that meet (MFA-6)', () => {
  it.each(Object.entries(ways))('are known of whoever came by %s', async (_, comes) => {
    const world = createWorld()
    const [home, entered] = await comes(world)
    expect(world.all(guestHomes)).toContainEqual({ organizationId: entered.id, homeId: home.id })
    unwrap(await setByOperator(world, home, { mode: 'required', factors: ['totp'] }))
    expect(codeOf(await setByOperator(world, entered, { mode: 'required', factors: ['webauthn'] }))).toBe(
      'mfa_policies_disjoint',
    )
  })

  it('are known of the first who comes, and written no more', async () => {
    const world = createWorld()
    const [home, entered] = [await world.found('Home'), await world.found('Entered')]
    await comesIn(world, home, 'eve@people.com')
    await comesIn(world, home, 'eva@people.com')
    expect(world.all(guestHomes)).toEqual([])
    await comesIn(world, entered, 'eve@people.com')
    const first = world.store.records()
    const there = [...first].filter(({ ref }) => ref.startsWith('guest_home/'))
    await comesIn(world, entered, 'eva@people.com')
    expect([...world.store.records()].filter(({ ref }) => ref.startsWith('guest_home/'))).toEqual(there)
    expect(there).toHaveLength(1)
  })
})
