import type { Actor } from '../../src/core/kernel/index.ts'
import { defaultRoles, extendRoles } from '../../src/core/role/index.ts'
import { as, OPERATOR, type Org, START, type World } from './world.ts'

/** The default roles with one more: a clerk changes members and rules, but gives and takes external roles alone. */
export const clerkRoles = extendRoles(defaultRoles, {
  strongestFirst: ['admin', 'clerk', 'internal', 'external', 'workforce'],
  roles: {
    clerk: {
      type: 'internal',
      administers: false,
      permissions: ['domain_rules.write', 'members.read', 'members.write', 'members.invite'],
      manages: ['external'],
    },
  },
})

/** Two roles that may give each other. */
export const leadRoles = extendRoles(defaultRoles, {
  strongestFirst: ['admin', 'senior', 'lead', 'internal', 'external', 'workforce'],
  roles: {
    senior: { ...clerkRoles.roles.clerk, manages: ['senior', 'lead'] },
    lead: { ...clerkRoles.roles.clerk, manages: ['senior', 'lead'] },
  },
})

/** A clerk of the organization, in a world made with `clerkRoles`. */
export const clerkOf = async (world: World, org: Org): Promise<Actor> => {
  const { id } = await world.user(`clerk@${org.id}-hq.com`, org)
  await world.member(org, id, { assigned: { role: 'clerk', by: OPERATOR, at: START } })
  return as(id)
}
