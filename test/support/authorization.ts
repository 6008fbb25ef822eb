import type { Actor } from '../../src/core/kernel/index.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { as, deactivate, OPERATOR, START, type World } from './world.ts'

type Ask = (world: World, actor: Actor, organizationId: string) => Promise<Answer<unknown>>
type Call = () => Promise<Answer<unknown>>

/** What every command of an organization can refuse whoever asks, for tables of refusals. */
export const authorizationRefusals = (ask: Ask) => ({
  ...authorizationRefusalsArchived(ask),
  organization_archived: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
    return () => ask(world, acme.admin, acme.id)
  },
})

/** The same where archiving makes no difference. */
export const authorizationRefusalsArchived = (ask: Ask) => ({
  organization_not_found: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    return () => ask(world, acme.admin, 'nowhere')
  },
  user_not_found: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    return () => ask(world, as('nobody'), acme.id)
  },
  user_deactivated: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    await deactivate(world, acme.adminId)
    return () => ask(world, acme.admin, acme.id)
  },
  not_a_member: async (world: World): Promise<Call> => {
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    return () => ask(world, globex.admin, acme.id)
  },
  member_suspended: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const { id } = await world.user('eve@people.com', acme)
    const assigned = { role: 'admin', by: OPERATOR, at: START }
    await world.member(acme, id, { status: 'suspended', suspendedAt: START, assigned } as never)
    return () => ask(world, as(id), acme.id)
  },
  permission_missing: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const { id } = await world.user('guest@people.com', acme)
    await world.member(acme, id, { assigned: { role: 'external', by: OPERATOR, at: START } })
    return () => ask(world, as(id), acme.id)
  },
})
