import type { Actor } from '../../src/core/kernel/index.ts'
import type { Membership } from '../../src/core/membership/index.ts'
import { users } from '../../src/core/user/index.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { authorizationRefusals } from './authorization.ts'
import { clerkOf } from './clerk.ts'
import { OPERATOR, type Org, START, type World } from './world.ts'

type Ask = (world: World, actor: Actor, organizationId: string, userId: string) => Promise<Answer<unknown>>
type Call = () => Promise<Answer<unknown>>

/** A member with this role by an act of the operator. */
export const memberWith = async (
  world: World,
  org: Org,
  role: string,
  state: Partial<Membership> | { status: string; suspendedAt: number } = {},
): Promise<string> => {
  const { id } = await world.user(`${role}${world.all(users).length}@people.com`, org)
  await world.member(org, id, { assigned: { role, by: OPERATOR, at: START }, ...state } as never)
  return id
}

export const SUSPENDED = { status: 'suspended', suspendedAt: START } as const

/** What every command about one member can refuse, in a world of clerks; `state`: in which it is done to members. */
export const targetRefusals = (ask: Ask, state: 'active' | 'suspended' = 'active') => ({
  ...authorizationRefusals((world, actor, organizationId) => ask(world, actor, organizationId, 'somebody')),
  member_not_found: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const { id } = await world.user('nobody@people.com', acme)
    return () => ask(world, acme.admin, acme.id, id)
  },
  member_state: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const ended = { status: 'ended', endedAt: START, ending: 'left' } as never
    const id = await memberWith(world, acme, 'internal', ended)
    return () => ask(world, acme.admin, acme.id, id)
  },
  member_not_yours_to_change: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const clerk = await clerkOf(world, acme)
    const id = await memberWith(world, acme, 'internal', state === 'suspended' ? SUSPENDED : {})
    return () => ask(world, clerk, acme.id, id)
  },
})

/** A dataset that these people alone administer. */
export const datasetOf = async (world: World, org: Org, ...admins: readonly string[]): Promise<string> => {
  const { charter } = world
  const created = await charter.datasets.create({
    actor: OPERATOR,
    organizationId: org.id,
    name: 'Lanes',
    admins,
  } as never)
  if (!created.ok) throw new Error(created.refusal.code)
  return created.value.id
}
