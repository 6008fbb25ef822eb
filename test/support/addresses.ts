import { put } from '../../src/core/kernel/index.ts'
import { type Membership, putMemberships } from '../../src/core/membership/index.ts'
import { organizations } from '../../src/core/organization/index.ts'
import { defaultRoles } from '../../src/core/role/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { as, email, OPERATOR, type Org, START, tokenOf, type World } from './world.ts'

/** Acme with a rule for acme.com, and Grace, a member by it. */
export const withGrace = async (world: World, role = 'internal') => {
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com', { role })
  const { user } = unwrap(await world.signUp('grace@acme.com'))
  return { acme, userId: user.id, grace: as(user.id) }
}

/** Asks for another address; answers the token that proves it. */
export const request = async (world: World, userId: string, address: string): Promise<string> =>
  tokenOf(await world.charter.users.changeEmail({ actor: as(userId), userId: userId as never, email: address }))

export const confirm = (world: World, userId: string, token: string, address: string) =>
  world.charter.users.confirmEmail({ userId: userId as never, token, email: email(address) })

/** Both steps. */
export const move = async (world: World, userId: string, address: string) =>
  confirm(world, userId, await request(world, userId, address), address)

/** Makes the user a member of so many more organizations, archived ones, that change nothing by themselves. */
export const joinMany = async (world: World, userId: string, count: number): Promise<void> => {
  const ids = Array.from({ length: count }, (_, index) => `many${index}`)
  const common = { name: 'Many', kind: 'standard', mfa: { mode: 'off' }, createdAt: START, archivedAt: START } as const
  const assigned = { role: 'internal', by: OPERATOR, at: START }
  const members = ids.map(
    organizationId =>
      ({ organizationId, userId, term: 1, status: 'active', joinedAt: START, assigned }) as unknown as Membership,
  )
  await world.write(
    ...ids.map(id => put(organizations, { ...common, id: id as never, status: 'archived' })),
    ...putMemberships(
      members.map(after => ({ before: undefined, after })),
      defaultRoles,
    ),
  )
}

/** A dataset of the organization that this member alone administers. */
export const administer = async (world: World, org: Org, userId: string) =>
  unwrap(
    await world.charter.datasets.create({
      actor: org.admin,
      organizationId: org.id,
      name: 'Lanes',
      admins: [userId as never],
    }),
  )
