/**
 * What a sign-up costs in an organization of a thousand members, and in one of a million, on the memory store, in one
 * process and turn by turn.
 */
import { createDomainLists } from '../../src/adapters/lists/index.ts'
import { createMemoryStore, type MemoryStore } from '../../src/adapters/memory/index.ts'
import { type VerifiedEmail, verifiedEmail } from '../../src/core/email/index.ts'
import { type OrganizationId, put } from '../../src/core/kernel/index.ts'
import { memberships } from '../../src/core/membership/index.ts'
import { createUser } from '../../src/core/user/index.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'

/** One size: microseconds for one `charter.users.signUp`, from the call to its answer. */
export type SignUpRow = { readonly members: number; readonly p50: number; readonly p95: number; readonly ratio: number }

const SIZES = [1_000, 1_000_000] as const
const WARM_UP = 2_000
const ROUNDS = 60
const BATCH = 100

const OPERATOR = { kind: 'operator', name: 'bench' } as const
const lists = createDomainLists()

/** A world with one organization that owns acme.com, made by the charter itself. */
const foundingRecords = async (): Promise<{ records: MemoryStore; organizationId: OrganizationId }> => {
  const records = createMemoryStore()
  const charter = createCharter({ store: records })
  const founders = [{ email: emailOf('founder', 'acme-hq.com') }]
  const { organization } = unwrap(
    await charter.organizations.create({ actor: OPERATOR, name: 'Acme', kind: 'standard', founders }),
  )
  const of = { actor: OPERATOR, organizationId: organization.id, domain: 'acme.com' }
  const rule = { match: 'subdomains', role: 'internal', joining: 'automatic' } as const
  const { challenge } = unwrap(await charter.domainRules.add({ ...of, ...rule }))
  unwrap(await charter.domainRules.prove({ ...of, proof: { kind: 'dns_txt', records: [challenge.value] } }))
  return { records, organizationId: organization.id }
}

const emailOf = (local: string, domain = 'acme.com'): VerifiedEmail =>
  unwrap(verifiedEmail(`${local}@${domain}`, { by: 'bench' }))

/** The members who are there already, as sign-ups would have written them, without their history. */
function* membersOf(organizationId: OrganizationId, count: number) {
  let id = 0
  const env = { now: 1, newId: () => `member${id++}`, lists }
  for (let index = 0; index < count; index++) {
    const email = emailOf(`user${index}`)
    const { user, writes } = createUser({ email, name: 'A Member', homeOrganizationId: organizationId }, env)
    const byRule = { role: 'internal', domain: 'acme.com', edition: 1, at: index }
    const member = { organizationId, userId: user.id, term: 1, status: 'active' as const, joinedAt: index, byRule }
    for (const write of [...writes, put(memberships, member)]) if (write.op === 'put') yield write
  }
}

const worldOf = async (count: number): Promise<Charter> => {
  const { records, organizationId } = await foundingRecords()
  const counted = [...records.records()].map(({ ref, record }) =>
    ref.startsWith('member_count/') ? { ref, record: { count: count + 1 } } : { ref, record },
  )
  const all = function* () {
    yield* counted
    yield* membersOf(organizationId, count)
  }
  return createCharter({ store: createMemoryStore({ records: all() }) })
}

const microseconds = async (charter: Charter, name: string): Promise<number> => {
  const email = emailOf(name)
  const start = process.hrtime.bigint()
  const answer = await charter.users.signUp({ email, name: 'Grace Hopper' })
  const took = Number(process.hrtime.bigint() - start) / 1_000
  if (!answer.ok || answer.value.joined.length !== 1) throw new Error('the sign-up joined nobody')
  return took
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN

/** Measures both sizes, turn by turn; the ratio is to the smaller one. */
export const bench = async (sizes: readonly number[] = SIZES): Promise<readonly SignUpRow[]> => {
  const worlds: { readonly members: number; readonly charter: Charter; readonly times: number[] }[] = []
  for (const members of sizes) worlds.push({ members, charter: await worldOf(members), times: [] })
  let count = 0
  for (const { charter } of worlds)
    for (let index = 0; index < WARM_UP; index++) await microseconds(charter, `warm${count++}`)
  for (let round = 0; round < ROUNDS; round++)
    for (const { charter, times } of round % 2 ? worlds : [...worlds].reverse())
      for (let index = 0; index < BATCH; index++) times.push(await microseconds(charter, `new${count++}`))
  const rows = worlds.map(({ members, times }) => {
    const sorted = times.sort((a, b) => a - b)
    return { members, p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) }
  })
  return rows.map(row => ({ ...row, ratio: row.p50 / (rows[0]?.p50 ?? Number.NaN) }))
}
