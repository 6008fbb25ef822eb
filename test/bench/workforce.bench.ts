/**
 * What it costs to add a vendor's person to a project where there are a thousand or a million projects, members of the
 * host or members of the vendor, and how fast the memberships of an engagement that has ended are written down; on the
 * memory store, in one process and turn by turn.
 */
import { createDomainLists } from '../../src/adapters/lists/index.ts'
import { createMemoryStore } from '../../src/adapters/memory/index.ts'
import { type VerifiedEmail, verifiedEmail } from '../../src/core/email/index.ts'
import { EntityId, entities } from '../../src/core/entity/index.ts'
import { grants } from '../../src/core/grant/index.ts'
import { type OrganizationId, put, UserId, type Write } from '../../src/core/kernel/index.ts'
import { type Membership, memberships } from '../../src/core/membership/index.ts'
import { createUser, users } from '../../src/core/user/index.ts'
import type { WorkforceSwept } from '../../src/core/workforce/use-cases/sweep.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'

/** Microseconds for one `charter.projects.grant` that lets somebody in, from the call to its answer. */
export type GrantRow = {
  readonly of: string
  readonly number: number
  readonly p50: number
  readonly p95: number
  readonly ratio: number
}

/** An engagement that has ended: how many memberships a second `charter.engagements.sweep` ends. */
export type SweepRow = {
  readonly memberships: number
  readonly commits: number
  readonly seconds: number
  readonly perSecond: number
}

const SIZES = [1_000, 1_000_000] as const
const PEOPLE = 20_000
const ROUNDS = 20
const OPERATOR = { kind: 'operator', name: 'bench' } as const
const lists = createDomainLists()

type Numbers = { readonly projects: number; readonly hostMembers: number; readonly vendorMembers: number }
type World = { readonly charter: Charter; readonly hostId: OrganizationId; readonly vendorId: OrganizationId }

const AXES = {
  projects: 'projects',
  hostMembers: 'members of the host',
  vendorMembers: 'members of the vendor',
} as const

const emailOf = (local: string, domain: string): VerifiedEmail =>
  unwrap(verifiedEmail(`${local}@${domain}`, { by: 'bench' }))

/** Both organizations, and who administers all projects, made by the charter itself. */
const foundingRecords = async () => {
  const records = createMemoryStore()
  const charter = createCharter({ store: records })
  const found = async (name: string, kind: 'standard' | 'workforce', domain: string) => {
    const founders = [{ email: emailOf('founder', domain) }]
    return unwrap(await charter.organizations.create({ actor: OPERATOR, name, kind, founders })).organization.id
  }
  const hostId = await found('Acme', 'standard', 'acme.com')
  const vendorId = await found('Vendor', 'workforce', 'vendor.com')
  return { records, hostId, vendorId }
}

const projectOf = (index: number) => EntityId.parse(`project${index}`)
const personOf = (index: number) => UserId.parse(`vendor${index}`)

/** The projects that are there already, each with an admin, without their history. */
function* projectsOf(organizationId: OrganizationId, { projects, hostMembers }: Numbers): Iterable<Write> {
  for (let index = 0; index < projects; index++) {
    const id = projectOf(index)
    const made = { createdBy: OPERATOR, createdAt: index, status: 'active', progress: 'in_progress' } as const
    yield put(entities, { organizationId, kind: 'project', id, name: 'Lanes', ...made })
    const subjectId = UserId.parse(`host${index % hostMembers}`)
    const given = { role: 'admin', by: OPERATOR, at: index, term: 1 } as const
    yield put(grants, { organizationId, kind: 'project', entityId: id, subject: 'user', subjectId, ...given })
  }
}

/** The members who are there already, as they would have been written, without their history. */
function* membersOf(organizationId: OrganizationId, name: 'host' | 'vendor', count: number): Iterable<Write> {
  let id = 0
  const env = { now: 1, newId: () => `${name}${id++}`, lists }
  for (let index = 0; index < count; index++) {
    const { user } = createUser(
      { email: emailOf(`user${index}`, `${name}.com`), homeOrganizationId: organizationId },
      env,
    )
    yield put(memberships, {
      organizationId,
      userId: user.id,
      term: 1,
      status: 'active',
      joinedAt: index,
      assigned: { role: 'internal', by: OPERATOR, at: index },
    } satisfies Membership)
    yield put(users, user)
  }
}

const worldOf = async (numbers: Numbers): Promise<World> => {
  const { records, hostId, vendorId } = await foundingRecords()
  const all = function* () {
    yield* records.records()
    for (const write of projectsOf(hostId, numbers)) if (write.op === 'put') yield write
    for (const write of membersOf(hostId, 'host', numbers.hostMembers)) if (write.op === 'put') yield write
    for (const write of membersOf(vendorId, 'vendor', numbers.vendorMembers)) if (write.op === 'put') yield write
  }
  return { charter: createCharter({ store: createMemoryStore({ records: all() }) }), hostId, vendorId }
}

/** Another person and another project each time. */
const grantTo = async ({ charter }: World, person: number, project: number): Promise<number> => {
  const command = {
    actor: OPERATOR,
    projectId: projectOf(project),
    subject: { kind: 'user', userId: personOf(person) },
    role: 'annotator',
  } as const
  const start = process.hrtime.bigint()
  const answer = await charter.projects.grant(command)
  const took = Number(process.hrtime.bigint() - start) / 1_000
  if (!answer.ok || !answer.because.some(({ code }) => code === 'workforce_by_grant')) throw new Error('nobody came in')
  return took
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN

/** A number of one thing, and the least of all else; turn by turn with the least of all. */
const ofAxis = async (axis: keyof Numbers, sizes: readonly number[]): Promise<readonly GrantRow[]> => {
  const least = Math.min(...sizes)
  const worlds: {
    readonly number: number
    readonly world: World
    readonly times: number[]
    readonly numbers: Numbers
  }[] = []
  for (const number of sizes) {
    const numbers = { projects: least, hostMembers: least, vendorMembers: least, [axis]: number }
    worlds.push({ number, numbers, world: await worldOf(numbers), times: [] })
  }
  // In all of a vendor's least people: a fifth to warm up.
  const batch = Math.floor((least * 0.8) / ROUNDS)
  let next = 0
  const step = async ({ world, numbers }: (typeof worlds)[number], index: number): Promise<number> =>
    grantTo(world, spread(index, numbers.vendorMembers, least), spread(index, numbers.projects, least))
  for (; next < least - batch * ROUNDS; next++) for (const each of worlds) await step(each, next)
  for (let round = 0; round < ROUNDS; round++, next += batch)
    for (const each of round % 2 ? worlds : [...worlds].reverse())
      for (let index = 0; index < batch; index++) each.times.push(await step(each, next + index))
  const rows = worlds.map(({ number, times }) => {
    const sorted = times.sort((a, b) => a - b)
    return { of: AXES[axis], number, p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) }
  })
  return rows.map(row => ({ ...row, ratio: row.p50 / (rows[0]?.p50 ?? Number.NaN) }))
}

/** Those that are taken lie all over what there is. */
const spread = (index: number, among: number, taken: number): number => index * Math.floor(among / taken)

/** Time and ratio for each axis; the ratio is to the smaller number. */
export const bench = async (sizes: readonly number[] = SIZES): Promise<readonly GrantRow[]> => {
  await ofAxis('projects', [Math.min(...sizes), Math.min(...sizes)])
  const rows: GrantRow[] = []
  for (const axis of Object.keys(AXES) as (keyof Numbers)[]) rows.push(...(await ofAxis(axis, sizes)))
  return rows
}

type Between = {
  readonly actor: typeof OPERATOR
  readonly organizationId: OrganizationId
  readonly vendorId: OrganizationId
}

const sweepAll = async (charter: Charter, between: Between) => {
  const sweep = (after: string | undefined) =>
    charter.engagements.sweep({ ...between, ...(after !== undefined && { after }) })
  const counts = { ended: 0, commits: 0 }
  let after: string | undefined
  do {
    const swept: WorkforceSwept = unwrap(await sweep(after))
    counts.ended += swept.ended
    counts.commits++
    after = swept.next
  } while (after !== undefined)
  return counts
}

/** Lets a vendor's people in by grants, ends the engagement, and sweeps to the end. */
export const benchSweep = async (people: number = PEOPLE): Promise<readonly SweepRow[]> => {
  const world = await worldOf({ projects: 100, hostMembers: 100, vendorMembers: people })
  const { charter, hostId, vendorId } = world
  for (let person = 0; person < people; person++) await grantTo(world, person, person % 100)
  const between = { actor: OPERATOR, organizationId: hostId, vendorId }
  unwrap(await charter.engagements.end(between))
  const start = process.hrtime.bigint()
  const { ended, commits } = await sweepAll(charter, between)
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (ended !== people) throw new Error(`${ended} of ${people} memberships were ended`)
  return [{ memberships: ended, commits, seconds, perSecond: ended / seconds }]
}
