import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { datasetOf, memberWith, targetRefusals } from '../../support/targets.ts'
import { as, codeOf, createWorld, decided, OPERATOR, type Org, START, type World } from '../../support/world.ts'

const setExpiry = (world: World, org: Pick<Org, 'id' | 'admin'>, userId: string, until: number | null) =>
  world.charter.members.setExpiry({ actor: org.admin, organizationId: org.id, userId: userId as never, until })

const until = (role: string, time: number) => ({ assigned: { role, by: OPERATOR, at: START, until: time } })

/** A guest by an admin's act, whom a rule would make internal, and a clerk who gives guests' roles alone. */
const guestByAct = async (world: World) => {
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com')
  const { user } = unwrap(await world.signUp('grace@acme.com'))
  const of = { organizationId: acme.id, userId: user.id }
  unwrap(await world.charter.members.changeRole({ actor: acme.admin, ...of, role: 'external' }))
  return { acme, clerk: { id: acme.id, admin: await clerkOf(world, acme) }, id: user.id, of }
}

describe('setExpiry', () => {
  it('says until when a member has their role, and that it does not expire (MEM-1)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'internal')
    world.clock.advance(1)
    const answer = await setExpiry(world, acme, id, START + 10)
    expect(unwrap(answer).assigned).toEqual({ role: 'internal', by: acme.admin, at: START + 1, until: START + 10 })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'expiry_set'],
      effects: [{ kind: 'notify_user', organizationId: acme.id, about: 'role_expiry_changed', userId: id }],
    })
    expect(unwrap(await setExpiry(world, acme, id, START + 20)).assigned?.until).toBe(START + 20)
    expect(unwrap(await setExpiry(world, acme, id, null)).assigned).not.toHaveProperty('until')
  })

  it('resumes nothing that has expired, not even where a rule keeps the member in (INV-25)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { role: 'external' })
    const { user } = unwrap(await world.signUp('grace@acme.com'))
    const alone = await memberWith(world, acme, 'internal', until('internal', START + 10))
    const command = { actor: acme.admin, organizationId: acme.id, userId: user.id }
    unwrap(await world.charter.members.changeRole({ ...command, role: 'internal', until: START + 10 }))
    world.clock.advance(9)
    expect(codeOf(await setExpiry(world, acme, alone, START + 11))).toBe('ok')
    world.clock.advance(1)
    expect(codeOf(await setExpiry(world, acme, user.id, START + 20))).toBe('role_not_assigned')
    world.clock.advance(1)
    expect(await setExpiry(world, acme, alone, null)).toMatchObject({
      refusal: { code: 'member_state', facts: { state: 'expired' } },
    })
  })

  it('lets nobody uncover a derived role that is not theirs to give (ROL-3)', async () => {
    const world = createWorld({ roles: clerkRoles })
    const { acme, clerk, id, of } = await guestByAct(world)
    const until = START + 9
    expect(await setExpiry(world, clerk, id, until)).toMatchObject({
      refusal: { code: 'role_not_yours_to_give', facts: { role: 'internal' } },
    })
    const changing = world.charter.members.changeRole({ actor: clerk.admin, ...of, role: 'external', until })
    expect(codeOf(await changing)).toBe('role_not_yours_to_give')
    expect(codeOf(await setExpiry(world, acme, id, until))).toBe('ok')
    expect(codeOf(await setExpiry(world, clerk, id, null))).toBe('ok')
  })

  it('lets an admin shorten their own time, and never lengthen it (ROL-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'admin', until('admin', START + 50))
    const own = { id: acme.id, admin: as(id) }
    expect(codeOf(await setExpiry(world, own, id, START + 40))).toBe('ok')
    for (const time of [START + 41, null]) expect(codeOf(await setExpiry(world, own, id, time))).toBe('own_role_upward')
    expect(codeOf(await setExpiry(world, acme, id, null))).toBe('ok')
  })

  const refusals: Refusals<Charter<string>['members']['setExpiry']> = {
    ...targetRefusals((world, actor, organizationId, userId) =>
      world.charter.members.setExpiry({ actor, organizationId, userId: userId as never, until: START + 9 }),
    ),
    role_unknown: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'owner')
      return () => setExpiry(world, acme, id, START + 9)
    },
    own_role_upward: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'admin', until('admin', START + 50))
      return () => setExpiry(world, { id: acme.id, admin: as(id) }, id, null)
    },
    role_not_yours_to_give: async world => {
      const { clerk, id } = await guestByAct(world)
      return () => setExpiry(world, clerk, id, START + 9)
    },
    role_not_assigned: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      const { user } = unwrap(await world.signUp('grace@acme.com'))
      return () => setExpiry(world, acme, user.id, START + 9)
    },
    expiry_past: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'internal')
      return () => setExpiry(world, acme, id, START)
    },
    role_unchanged: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'internal')
      return () => setExpiry(world, acme, id, null)
    },
    last_admin: async world => {
      const acme = await world.found('Acme')
      return () => setExpiry(world, acme, acme.adminId, START + 9)
    },
    entities_left_without_admin: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'internal')
      await datasetOf(world, acme, id)
      return () => setExpiry(world, acme, id, START + 9)
    },
  }
  itRefuses(refusals, { roles: clerkRoles })
})
