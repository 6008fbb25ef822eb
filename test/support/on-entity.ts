import type { Actor } from '../../src/core/kernel/index.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { ask, made, type RoomName } from './content.ts'
import { person } from './groups.ts'
import { as, deactivate, OPERATOR, type Org, START, type World } from './world.ts'

type Ask = (world: World, actor: Actor, id: string) => Promise<Answer<unknown>>
type Call = () => Promise<Answer<unknown>>

type Make = (world: World, org: Org) => Promise<string>

/** What every command about one thing of a room can refuse whoever asks, but that it is archived. */
export const refusalsOn = (room: RoomName, call: Ask) =>
  refusalsAbout((world, org) => made(world, room, org, org.adminId), call)

/** The same about whatever is made. */
export const refusalsAbout = (make: Make, call: Ask) => ({
  user_not_found: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const id = await make(world, acme)
    return () => call(world, as('nobody'), id)
  },
  user_deactivated: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const [id, eve] = [await make(world, acme), await person(world, acme, 'eve', 'admin')]
    await deactivate(world, eve)
    return () => call(world, as(eve), id)
  },
  entity_not_found: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    return () => call(world, acme.admin, 'nowhere')
  },
  organization_archived: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const id = await make(world, acme)
    unwrap(await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id }))
    return () => call(world, acme.admin, id)
  },
  member_suspended: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const [id, sue] = [await make(world, acme), await person(world, acme, 'sue')]
    const assigned = { role: 'admin', by: OPERATOR, at: START }
    await world.member(acme, sue, { status: 'suspended', suspendedAt: START, assigned } as never)
    return () => call(world, as(sue), id)
  },
  entity_permission_missing: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const [id, mia] = [await make(world, acme), await person(world, acme, 'mia')]
    return () => call(world, as(mia), id)
  },
})

/** That it is archived, for what cannot be done then. */
export const archivedOn = (room: RoomName, call: Ask) =>
  archivedAbout(
    (world, org) => made(world, room, org, org.adminId),
    (world, actor, id) => ask(world, room, 'archive', id, { actor }),
    call,
  )

/** The same about whatever is made, by what archives it. */
export const archivedAbout = (make: Make, archive: Ask, call: Ask) => ({
  entity_archived: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const id = await make(world, acme)
    unwrap(await archive(world, acme.admin, id))
    return () => call(world, acme.admin, id)
  },
})
