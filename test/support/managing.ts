import type { Actor, UserId } from '../../src/core/kernel/index.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { withGrace } from './addresses.ts'
import { clerkOf, clerkRoles } from './clerk.ts'
import { memberOf } from './members.ts'
import { as, OPERATOR, START, type World } from './world.ts'

type Ask = (world: World, actor: Actor, userId: UserId) => Promise<Answer<unknown>>
type Call = () => Promise<Answer<unknown>>

/** For the world of `managingRefusals`: the role of a clerk, who does not manage everybody. */
export const managingOptions = { roles: clerkRoles } as const

/** What a command about a user as a whole refuses whoever may not manage them. */
export const managingRefusals = (ask: Ask) => ({
  user_not_found: async (world: World): Promise<Call> => {
    const { userId } = await withGrace(world)
    return () => ask(world, as('nobody'), userId)
  },
  user_deactivated: async (world: World): Promise<Call> => {
    const { acme, userId } = await withGrace(world)
    const second = await memberOf(world, acme, 'second', 'admin')
    unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId: second.userId }))
    return () => ask(world, second, userId)
  },
  member_suspended: async (world: World): Promise<Call> => {
    const { acme, userId } = await withGrace(world)
    const actor = await memberOf(world, acme, 'second', 'admin', { status: 'suspended', suspendedAt: START })
    return () => ask(world, actor, userId)
  },
  permission_missing: async (world: World): Promise<Call> => {
    const { acme, userId } = await withGrace(world)
    const actor = await memberOf(world, acme, 'guest')
    return () => ask(world, actor, userId)
  },
  user_not_yours: async (world: World): Promise<Call> => {
    const { userId } = await withGrace(world)
    const globex = await world.found('Globex')
    return () => ask(world, globex.admin, userId)
  },
  member_not_yours_to_change: async (world: World): Promise<Call> => {
    const { acme, userId } = await withGrace(world)
    const clerk = await clerkOf(world, acme)
    return () => ask(world, clerk, userId)
  },
})
