import { listKey, listKeyOf, type Ref, refOf, type StoredRecord, type Version } from '../../core/kernel/index.ts'
import { type Membership, memberCounts, memberships } from '../../core/membership/index.ts'
import { memberRecord } from './records.ts'
import { count, create, erase, hold, replace, type Step, type Trial } from './trial.ts'

/** One record's part in a change set, and what its author believes of the record. */
export type StepPlan = {
  readonly organization: number
  readonly user: number
  readonly kind: 'put' | 'remove' | 'hold'
  readonly belief: 'current' | 'earlier' | 'absent'
  readonly joinedAt: number
  readonly rule: number | undefined
}
export type Addition = {
  readonly organization: number
  readonly by: number
  readonly min: number | undefined
  readonly max: number | undefined
}
export type Attempt = { readonly steps: readonly StepPlan[]; readonly additions: readonly Addition[] }

type Kept = { readonly record: StoredRecord; readonly version: Version }

/** The model: what is stored, each version that a record ever had, and the sums. */
export type World = {
  readonly prefix: string
  readonly records: Map<Ref, Kept>
  readonly versions: Map<Ref, Version[]>
  readonly sums: Map<Ref, number>
}

const ORGANIZATIONS = [0, 1]
const USERS = [0, 1, 2]

export const startWorld = (prefix: string): World => ({
  prefix,
  records: new Map(),
  versions: new Map(),
  sums: new Map(),
})

const organizationOf = (world: World, organization: number): string => `${world.prefix}o${organization}`
const userOf = (world: World, user: number): string => `${world.prefix}u${user}`

/** A step as it is sent, with whether it can stand; undefined where no legal change set could say it. */
type Sent = { readonly step: Step; readonly ref: Ref; readonly holds: boolean; readonly put?: Membership }

const sent = (world: World, plan: StepPlan): Sent | undefined => {
  const record = memberRecord(organizationOf(world, plan.organization), userOf(world, plan.user), {
    joinedAt: plan.joinedAt,
    ...(plan.rule !== undefined && { rule: plan.rule }),
  })
  const ref = refOf(memberships, record.organizationId, record.userId)
  const current = world.records.get(ref)?.version
  const believed =
    plan.belief === 'current' ? current : plan.belief === 'earlier' ? world.versions.get(ref)?.[0] : undefined
  const holds = believed === current
  if (believed === undefined)
    return plan.kind === 'put' ? { step: create(memberships, record), ref, holds, put: record } : undefined
  const found = { ref, version: believed, record: {} }
  if (plan.kind === 'put') return { step: replace(found, memberships, record), ref, holds, put: record }
  return { step: plan.kind === 'remove' ? erase(found) : hold(found), ref, holds }
}

const added = (world: World, { organization, by, min, max }: Addition): Sent & { readonly sum: number } => {
  const key = organizationOf(world, organization)
  const ref = refOf(memberCounts, key)
  const sum = (world.sums.get(ref) ?? 0) + by
  const bounds = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
  const holds = sum >= (min ?? -Infinity) && sum <= (max ?? Infinity)
  return { step: count(memberCounts, key, by, bounds), ref, sum, holds }
}

/** Sends one change set; where the model says that it stands, the model changes too. */
export const applyAttempt = async (trial: Trial, world: World, attempt: Attempt): Promise<void> => {
  const steps = attempt.steps.flatMap(plan => sent(world, plan) ?? [])
  const adds = attempt.additions.map(addition => added(world, addition))
  const all = [...steps, ...adds]
  const failing = all.filter(({ holds }) => !holds).map(({ ref }) => ref)
  const committed = await trial.commit(...all.map(({ step }) => step))
  trial.same('whether it commits', committed.ok, failing.length === 0)
  if (!committed.ok) {
    const named = new Set(all.map(({ ref }) => ref))
    trial.that(
      'a conflict on what was not named',
      committed.conflicts.every(ref => named.has(ref)),
      committed,
    )
    trial.that(
      'a conflict without its cause',
      failing.some(ref => committed.conflicts.includes(ref)),
      { committed, failing },
    )
    return
  }
  for (const { ref, sum } of adds) world.sums.set(ref, sum)
  for (const { ref, step, put } of steps) {
    if (put !== undefined) await written(trial, world, ref, put)
    else if (step.write?.op === 'remove') world.records.delete(ref)
  }
}

const written = async (trial: Trial, world: World, ref: Ref, record: StoredRecord): Promise<void> => {
  const version = (await trial.store.get([ref])).get(ref)?.version ?? ''
  const earlier = world.versions.get(ref) ?? []
  trial.that('a version came back', !earlier.includes(version), { ref, version, earlier })
  world.versions.set(ref, [...earlier, version])
  world.records.set(ref, { record, version })
}

/** Every record, sum and list of the world as the model has it. */
export const isAsTheModel = async (trial: Trial, world: World): Promise<void> => {
  const pairs = ORGANIZATIONS.flatMap(organization =>
    USERS.map(user => refOf(memberships, organizationOf(world, organization), userOf(world, user))),
  )
  const snapshot = await trial.store.get(pairs)
  for (const ref of pairs) {
    const kept = world.records.get(ref)
    trial.same(ref, snapshot.get(ref), kept && { ref, ...kept })
  }
  for (const organization of ORGANIZATIONS) {
    const key = organizationOf(world, organization)
    trial.same(
      `the sum of ${key}`,
      await trial.counted(memberCounts, key),
      world.sums.get(refOf(memberCounts, key)) ?? 0,
    )
    await isListed(trial, world, listKey('membership_by_organization', key))
    for (const rule of [1, 2]) await isListed(trial, world, listKey('membership_by_rule', key, 'acme.com', rule))
  }
  for (const user of USERS) await isListed(trial, world, listKey('membership_by_user', userOf(world, user)))
}

const isListed = async (trial: Trial, world: World, key: string): Promise<void> => {
  const name = key.slice(0, key.indexOf('/'))
  const secondary = memberships.secondary[name] ?? { fields: [] }
  const order = ({ record: { joinedAt } }: Kept): number => (secondary.order ? Number(joinedAt) : 0)
  const expected = [...world.records]
    .filter(([, { record }]) => listKeyOf(name, secondary, record) === key)
    .map(([ref, kept]) => ({ ref, ...kept }))
    .sort((a, b) => order(a) - order(b) || (a.ref < b.ref ? -1 : 1))
  trial.same(key, await trial.listed(key, 2), expected)
}
