/** The same world as better-auth's, in a store of ours: by commands what is there once, by its records what is there often. */
import { createDomainLists } from '../../../src/adapters/lists/index.ts'
import { type VerifiedEmail, verifiedEmail } from '../../../src/core/email/index.ts'
import type { Actor, OrganizationId, UserId, Write } from '../../../src/core/kernel/index.ts'
import { assignedMember, putMemberships } from '../../../src/core/membership/index.ts'
import { defaultRoles } from '../../../src/core/role/index.ts'
import { createUser } from '../../../src/core/user/index.ts'
import type { Store } from '../../../src/ports/store.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { memberAddress, personAddress, type Sizes, SMALL, smallAddress } from './contest.ts'

export const OPERATOR = { kind: 'operator', name: 'bench' } as const

export type Org = { readonly id: OrganizationId; readonly admin: Actor & { readonly kind: 'user' } }

export type World = {
  readonly small: Org
  readonly large: Org
  /** The users of `memberAddress`, and those of `personAddress` for each, in their order. */
  readonly members: readonly UserId[]
  readonly people: { readonly small: readonly UserId[]; readonly large: readonly UserId[] }
}

export const emailOf = (address: string): VerifiedEmail => unwrap(verifiedEmail(address, { by: 'bench' }))

const lists = createDomainLists()
const CHUNK = 100
const NOW = 1_767_225_600_000

/** Writes of one commit each: what is put is not there yet. */
const commitAll = async (store: Store, chunks: Iterable<readonly Write[]>): Promise<void> => {
  let id = 0
  for (const writes of chunks) {
    const preconditions = writes.filter(({ op }) => op === 'put').map(({ ref }) => ({ ref, version: null }))
    const committed = await store.commit({ id: `seed${id++}`, preconditions, writes })
    if (!committed.ok) throw new Error(`not written: ${committed.conflicts.join(' ')}`)
  }
}

type Seeded = { readonly ids: UserId[]; readonly writes: Iterable<readonly Write[]> }

/** As many users at home in an organization; its members, where it says so. */
const usersOf = (home: Org, name: string, addressOf: (n: number) => string, count: number, role?: string): Seeded => {
  const ids: UserId[] = []
  const chunk = function* () {
    for (let from = 0; from < count; from += CHUNK) {
      const writes: Write[] = []
      const joined = []
      for (let n = from; n < Math.min(count, from + CHUNK); n++) {
        const given = { now: NOW + n, newId: () => `${name}-${n}`, lists }
        const made = createUser({ email: emailOf(addressOf(n)), name: 'A Member', homeOrganizationId: home.id }, given)
        ids.push(made.user.id)
        writes.push(...made.writes)
        if (role !== undefined) {
          const after = assignedMember(home.id, made.user.id, { role, by: OPERATOR, at: NOW + n }, { term: 1 })
          joined.push({ before: undefined, after })
        }
      }
      yield [...writes, ...putMemberships(joined, defaultRoles)]
    }
  }
  return { ids, writes: chunk() }
}

export const seedWorld = async (store: Store, { members, people }: Sizes): Promise<World> => {
  const charter = createCharter({ store })
  const found = async (name: string): Promise<Org> => {
    const founders = [{ email: emailOf(`owner@${name.toLowerCase()}-hq.com`) }]
    const founded = unwrap(await charter.organizations.create({ actor: OPERATOR, name, kind: 'standard', founders }))
    const [first] = founded.members
    if (!first) throw new Error('nobody founded it')
    return { id: founded.organization.id, admin: { kind: 'user', userId: first.userId } }
  }
  const [small, large] = [await found('Small'), await found('Large')]
  const rule = { actor: small.admin, organizationId: small.id, domain: 'small.com' }
  const shape = { match: 'exact', role: 'internal', joining: 'automatic' } as const
  const { challenge } = unwrap(await charter.domainRules.add({ ...rule, ...shape }))
  unwrap(await charter.domainRules.prove({ ...rule, proof: { kind: 'dns_txt', records: [challenge.value] } }))
  const seeded = [
    usersOf(small, 'small', smallAddress, SMALL, 'internal'),
    usersOf(large, 'member', memberAddress, members, 'internal'),
    usersOf(small, 'small-person', n => personAddress('small', n), people),
    usersOf(large, 'large-person', n => personAddress('large', n), people),
  ] as const
  for (const { writes } of seeded) await commitAll(store, writes)
  return { small, large, members: seeded[1].ids, people: { small: seeded[2].ids, large: seeded[3].ids } }
}
