/**
 * How fast `charter.mfa.previewPolicy` goes through all members, and how much memory it takes to, on the memory store. What
 * it counts is compared with a count that is made while the members are.
 */
import { createDomainLists } from '../../src/adapters/lists/index.ts'
import { createMemoryStore } from '../../src/adapters/memory/index.ts'
import { type VerifiedEmail, verifiedEmail } from '../../src/core/email/index.ts'
import { type UserFactors, userFactors } from '../../src/core/factor/index.ts'
import { type OrganizationId, put, UserId, type Write } from '../../src/core/kernel/index.ts'
import { type Membership, memberships } from '../../src/core/membership/index.ts'
import { createUser, users } from '../../src/core/user/index.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'

/** `heap`: what the largest page left in memory over the smallest, in MiB, with garbage. */
export type PreviewRow = {
  readonly show: string
  readonly members: number
  readonly pages: number
  readonly seconds: number
  readonly perSecond: number
  readonly heap: number
}

const OPERATOR = { kind: 'operator', name: 'bench' } as const
const NOW = 1_767_225_600_000
const POLICY = { mode: 'required', factors: ['totp', 'webauthn'], grace: 1_000, appliesTo: ['internal'] } as const

const ROLES = ['internal', 'internal', 'external'] as const
const KINDS = ['totp', 'sms', undefined, undefined] as const

const emailOf = (local: string): VerifiedEmail => unwrap(verifiedEmail(`${local}@acme.com`, { by: 'bench' }))

const factorsOf = (userId: UserId, homeOrganizationId: OrganizationId, kind: 'totp' | 'sms'): UserFactors => {
  const common = { id: `f${userId}`, enrolledAt: 1, status: 'active', confirmedAt: 1 } as const
  const factor = kind === 'totp' ? { ...common, kind, lastStep: 0 } : { ...common, kind, hint: '42' }
  return { userId, homeOrganizationId, edition: 1, factors: [factor] }
}

type Counted = { notBound: number; complies: number; mustEnrol: number; shouldEnrol: number }

/** The members, and how each would stand, by the words of the policy and nothing else. */
function* membersOf(organizationId: OrganizationId, count: number, counted: Counted): Iterable<Write> {
  let id = 0
  const env = { now: 1, newId: () => `u${id++}`, lists: createDomainLists() }
  for (let index = 0; index < count; index++) {
    const { user } = createUser({ email: emailOf(`user${index}`), homeOrganizationId: organizationId }, env)
    const role = ROLES[index % ROLES.length] ?? 'internal'
    const kind = KINDS[index % KINDS.length]
    const assigned = { role, by: OPERATOR, at: index }
    const member = {
      organizationId,
      userId: UserId.parse(user.id),
      term: 1,
      status: 'active',
      joinedAt: index,
      assigned,
    }
    yield put(memberships, member as Membership)
    yield put(users, user)
    if (kind) yield put(userFactors, factorsOf(user.id, organizationId, kind))
    if (role === 'external') counted.notBound++
    else if (kind === 'totp') counted.complies++
    else counted.shouldEnrol++
  }
}

const worldOf = async (count: number) => {
  const store = createMemoryStore()
  const founding = createCharter({ store, clock: () => NOW })
  const founders = [{ email: emailOf('founder') }]
  const created = { actor: OPERATOR, name: 'Acme', kind: 'standard', founders } as const
  const organizationId = unwrap(await founding.organizations.create(created)).organization.id
  // The founder has no factor either.
  const counted: Counted = { notBound: 0, complies: 0, mustEnrol: 0, shouldEnrol: 1 }
  const all = function* () {
    yield* store.records()
    for (const write of membersOf(organizationId, count, counted)) if (write.op === 'put') yield write
  }
  const charter = createCharter({ store: createMemoryStore({ records: all() }), clock: () => NOW })
  return { charter, organizationId, counted }
}

type World = Awaited<ReturnType<typeof worldOf>>

const previewAll = async ({ charter, organizationId, counted }: World, show: 'counts' | 'members') => {
  const asked = { actor: OPERATOR, organizationId, policy: { ...POLICY }, show, limit: 1_000 } as never
  const heaps: number[] = []
  let members = 0
  let after: string | undefined
  const start = process.hrtime.bigint()
  for (;;) {
    const page = unwrap(
      await charter.mfa.previewPolicy({ ...(asked as object), ...(after !== undefined && { after }) } as never),
    )
    heaps.push(process.memoryUsage().heapUsed)
    members = Object.values(page.counts).reduce((sum, each) => sum + each, 0)
    after = page.next
    if (!page.finished) continue
    const seconds = Number(process.hrtime.bigint() - start) / 1e9
    const { overdue, mayEnrol, ...counts } = page.counts
    if (JSON.stringify(Object.entries(counts).sort()) !== JSON.stringify(Object.entries(counted).sort()))
      throw new Error(`counted ${JSON.stringify(counts)}, and there are ${JSON.stringify(counted)}`)
    if (overdue + mayEnrol !== 0) throw new Error('some were counted who are not there')
    const heap = (Math.max(...heaps) - Math.min(...heaps)) / 2 ** 20
    return { show, members, pages: heaps.length, seconds, perSecond: members / seconds, heap }
  }
}

/** Counts alone, and then with everybody named. */
export const bench = async (count = 100_000): Promise<readonly PreviewRow[]> => {
  const world = await worldOf(count)
  return [await previewAll(world, 'counts'), await previewAll(world, 'members')]
}
