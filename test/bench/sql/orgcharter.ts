/** orgcharter on its SQL store. */
import { createKyselyStore, createSchema } from '../../../src/adapters/kysely/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { type Contestant, newAddress, personAddress, type Sizes, sure, type Turns, turnOf } from './contest.ts'
import { analyze, closeDriver, type Fresh, kyselyOf, preparedKyselyOf } from './databases.ts'
import { emailOf, OPERATOR, seedWorld, type World } from './world.ts'

const turnsOf = (charter: Charter, { small, large, members }: World, sizes: Sizes): Turns => {
  const add = async (address: string, organizationId: string) => {
    const people = [{ email: emailOf(address), role: 'internal' }] as const
    const { outcomes } = unwrap(await charter.members.import({ actor: OPERATOR, organizationId, people }))
    sure(outcomes[0]?.kind === 'joined', 'add member')
  }
  const asked = { actor: large.admin, organizationId: large.id }
  return {
    'sign-up into an organization': async n => {
      const answer = unwrap(await charter.users.signUp({ email: emailOf(newAddress(n)), name: 'Grace Hopper' }))
      sure(answer.joined.length === 1, 'sign-up')
    },
    'add member': n => add(personAddress('small', n), small.id),
    'add member, to a large one': n => add(personAddress('large', n), large.id),
    'change role': async n => {
      const { member, isBack } = turnOf(n, sizes)
      const role = isBack ? 'internal' : 'external'
      unwrap(await charter.members.changeRole({ ...asked, userId: members[member] as string, role }))
    },
    'permission check': async () => {
      const resource = { kind: 'organization', id: large.id } as const
      const { allowed } = unwrap(
        await charter.access.can({ actor: large.admin, permission: 'members.write', resource }),
      )
      sure(allowed, 'permission check')
    },
    'page of 100 members': async () => {
      const { items } = unwrap(await charter.members.list({ ...asked, limit: 100 }))
      sure(items.length === 100, 'page of 100 members')
    },
  }
}

/** Our schema with the same world in it, for whoever works on it. */
export const seededDatabase = async (fresh: Fresh, sizes: Sizes): Promise<World> => {
  const first = fresh.connect(1)
  const db = kyselyOf(first)
  await createSchema(db)
  const world = await seedWorld(createKyselyStore(db), sizes)
  await analyze(first)
  await closeDriver(first)
  return world
}

export const enterOrgcharter = (fresh: Fresh, sizes: Sizes, world: World): Contestant => ({
  name: 'orgcharter',
  open: async connections => {
    const driver = fresh.connect(connections)
    const charter = createCharter({ store: createKyselyStore(preparedKyselyOf(driver)) })
    return { turns: turnsOf(charter, world, sizes), close: () => closeDriver(driver) }
  },
})
