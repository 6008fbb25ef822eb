import { expect, onTestFinished } from 'vitest'
import { createDomainLists } from '../../src/adapters/lists/index.ts'
import { createMemoryStore, type MemoryStore } from '../../src/adapters/memory/index.ts'
import { ephemeralSecretBox } from '../../src/adapters/system/index.ts'
import type { DomainRuleView, Proof } from '../../src/core/domain-rule/index.ts'
import { type VerifiedEmail, verifiedEmail } from '../../src/core/email/index.ts'
import { defaultRelations, type RelationTable } from '../../src/core/entity/index.ts'
import type { InvitationId } from '../../src/core/invitation/index.ts'
import {
  type Actor,
  type AnyRefusal,
  type AuditEntry,
  add,
  auditEntries,
  type Collection,
  type Counter,
  type Effect,
  effects,
  type OrganizationId,
  PLATFORM,
  put,
  type Ref,
  refOf,
  seal,
  UserId,
  type Write,
} from '../../src/core/kernel/index.ts'
import {
  adminCounts,
  administers,
  type Membership,
  memberships,
  putMemberships,
} from '../../src/core/membership/index.ts'
import { defaultRoles, type RoleCatalogue } from '../../src/core/role/index.ts'
import { createUser, type User, userEmails, users } from '../../src/core/user/index.ts'
import { checkInvariants } from '../../src/core/world/check-invariants.ts'
import { collections } from '../../src/core/world/index.ts'
import type { Store } from '../../src/ports/store.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { countingIds, type ManualClock, manualClock, seededRandom } from '../../src/testing/fakes/index.ts'

export const OPERATOR = { kind: 'operator', name: 'support' } as const
export const START = 1_767_225_600_000
export const DAYS = 86_400_000

export const as = (userId: string): Actor => ({ kind: 'user', userId: UserId.parse(userId) })

export const email = (address: string): VerifiedEmail => unwrap(verifiedEmail(address, { by: 'test' }))

/** An organization of a test, with its first admin. */
export type Org = { readonly id: OrganizationId; readonly admin: Actor; readonly adminId: UserId }

type Invited = Parameters<Charter<string>['invitations']['send']>[0]['invitations'][number]

export type RuleShape = Partial<Pick<DomainRuleView, 'role' | 'match' | 'joining'>>

export type World = {
  readonly charter: Charter<string>
  readonly store: MemoryStore
  readonly clock: ManualClock
  /** Founds an organization; its admin's address is at the domain of the given name, which no rule has. */
  found(name: string, kind?: 'standard' | 'workforce'): Promise<Org>
  /** A rule without a proof. */
  pending(org: Org, domain: string, shape?: RuleShape): Promise<DomainRuleView>
  /** A rule in effect; proven by DNS unless told otherwise. Internal and automatic unless its shape says otherwise. */
  rule(org: Org, domain: string, shape?: RuleShape, proof?: Proof): Promise<DomainRuleView>
  /** Hands in what DNS shows for the claim as it is now. */
  proveByDns(org: Org, domain: string): ReturnType<Charter<string>['domainRules']['prove']>
  /** Both organizations have proven the domain; the first owns it, the second disputes it. */
  dispute(first: Org, second: Org, domain: string): Promise<void>
  signUp(address: string): ReturnType<Charter<string>['users']['signUp']>
  signIn(address: string): ReturnType<Charter<string>['users']['signIn']>
  /** Invites an address, as external unless told otherwise; answers the token too. */
  invite(org: Org, address: string, shape?: Partial<Invited>): Promise<{ invitation: InvitationId; token: string }>
  /** Sweeps a rule to the end; answers the number of members in each commit. */
  sweep(org: Org, domain: string): Promise<readonly number[]>
  /** Writes records as they are, past every rule: for states that no use case reaches yet. */
  write(...writes: readonly Write[]): Promise<void>
  get<R>(of: Collection<R>, ...key: readonly string[]): Promise<R | undefined>
  all<R>(of: Collection<R>): readonly R[]
  /** A user who exists without any membership. */
  user(address: string, home: Org): Promise<User>
  /** Writes a membership, and the counters with it. */
  member(org: Org, userId: string, state: Partial<Membership>): Promise<Membership>
  /** The audit entries of an organization, or of the platform, oldest first. */
  entries(organizationId: string): readonly AuditEntry[]
  outbox(): readonly Effect[]
  /** All that is stored, to compare with later. */
  snapshot(): ReadonlyMap<Ref, unknown>
}

export type WorldOptions = Partial<Parameters<typeof createCharter>[0]> & {
  /** Puts another store before the one that remembers. */
  readonly before?: (store: Store) => Store
  /** What remembers, instead of a memory store of its own. */
  readonly stored?: MemoryStore
  /** Otherwise the invariants are checked when the test has passed. */
  readonly check?: 'by_hand'
}

export const createWorld = ({ before, check, stored, ...options }: WorldOptions = {}): World => {
  const { roles = defaultRoles, relations = defaultRelations } = options
  const store = stored ?? createMemoryStore()
  const clock = manualClock(START)
  const ids = countingIds('n')
  const charter = createCharter<string>({
    store: before?.(store) ?? store,
    clock: clock.now,
    ids,
    random: seededRandom(1),
    ...options,
  })
  const all = <R>(of: Collection<R>): readonly R[] =>
    [...store.records()].filter(({ ref }) => ref.startsWith(`${of.name}/`)).map(({ record }) => record as R)
  const write = async (...writes: readonly Write[]): Promise<void> => {
    const there = await store.get(writes.map(({ ref }) => ref))
    const versions = new Map(writes.map(({ ref }) => [ref, there.get(ref) ?? null]))
    const env = { now: clock.now(), newId: ids, random: seededRandom(1), secrets: ephemeralSecretBox(seededRandom(2)) }
    const decision = { value: null, because: [], writes, effects: [], organizationId: PLATFORM }
    const sealed = seal(decision, { action: 'test.write', actor: OPERATOR, command: {}, versions, collectionOf, env })
    const committed = await store.commit(sealed.changes)
    if (!committed.ok) throw new Error(`not written: ${committed.conflicts.join(' ')}`)
  }
  const get = async <R>(of: Collection<R>, ...key: readonly string[]): Promise<R | undefined> =>
    (await store.get([refOf(of, ...key)])).get(refOf(of, ...key))?.record as R | undefined

  const pending = async (org: Org, domain: string, shape: RuleShape = {}) =>
    unwrap(
      await charter.domainRules.add({
        actor: org.admin,
        organizationId: org.id,
        domain,
        match: 'exact',
        role: 'internal',
        joining: 'automatic',
        ...shape,
      }),
    )
  const world: World = {
    charter,
    store,
    clock,
    found: async (name, kind = 'standard') => {
      const founders = [{ email: email(`admin@${name.toLowerCase()}-hq.com`), name: `${name} admin` }]
      const founded = unwrap(await charter.organizations.create({ actor: OPERATOR, name, kind, founders }))
      const adminId = (founded.members[0] as Membership).userId
      return { id: founded.organization.id, adminId, admin: as(adminId) }
    },
    pending,
    rule: async (org, domain, shape, proof) => {
      const { challenge } = await pending(org, domain, shape)
      return unwrap(
        await charter.domainRules.prove({
          actor: proof?.kind === 'operator' ? OPERATOR : org.admin,
          organizationId: org.id,
          domain,
          proof: proof ?? { kind: 'dns_txt', records: [challenge.value] },
        }),
      )
    },
    proveByDns: async (org, domain) => {
      const { items } = unwrap(await charter.domainRules.list({ actor: OPERATOR, organizationId: org.id }))
      const records = items.filter(rule => rule.domain === domain).map(({ challenge }) => challenge.value)
      return charter.domainRules.prove({
        actor: org.admin,
        organizationId: org.id,
        domain,
        proof: { kind: 'dns_txt', records },
      })
    },
    dispute: async (first, second, domain) => {
      await world.rule(first, domain)
      await world.rule(second, domain)
    },
    signUp: address => charter.users.signUp({ email: email(address) }),
    signIn: address => charter.users.signIn({ email: email(address) }),
    invite: async (org, address, shape) => {
      const answer = await charter.invitations.send({
        actor: org.admin,
        organizationId: org.id,
        invitations: [{ email: address, role: 'external', ...shape }],
      })
      const [outcome] = unwrap(answer).outcomes
      if (!outcome?.ok) throw new Error(`not invited: ${outcome?.refusal.code}`)
      return { invitation: outcome.invitation.id, token: tokenIn(answer) }
    },
    sweep: async (org, domain) => {
      const swept: number[] = []
      for (;;) {
        const step = unwrap(await charter.domainRules.sweep({ actor: OPERATOR, organizationId: org.id, domain }))
        swept.push(step.swept)
        if (step.finished) return swept
      }
    },
    write,
    get,
    all,
    user: async (address, home) => {
      const { user, writes } = createUser(
        { email: email(address), homeOrganizationId: home.id },
        { now: clock.now(), newId: ids, lists },
      )
      await write(...writes)
      return user
    },
    member: async (org, userId, state) => {
      const key = [org.id, userId] as const
      const after = {
        organizationId: org.id,
        userId,
        term: 1,
        status: 'active',
        joinedAt: clock.now(),
        ...state,
      } as Membership
      await write(...putMemberships([{ before: await get(memberships, ...key), after }], roles))
      return after
    },
    entries: organizationId => all(auditEntries).filter(entry => entry.organizationId === organizationId),
    outbox: () => all(effects),
    snapshot: () => new Map([...store.records()].map(({ ref, record, version }) => [ref, { record, version }])),
  }
  if (check === undefined) onTestFinished(() => expect(breachesOf(world, roles, relations)).toEqual([]))
  return world
}

const lists = createDomainLists()

const byName: ReadonlyMap<string, Collection | Counter> = new Map(collections.map(of => [of.name, of]))
const collectionOf = (ref: Ref) => byName.get(ref.slice(0, ref.indexOf('/')))

/** What the model’s invariants say of everything that is stored. */
export const breachesOf = (
  world: Pick<World, 'store' | 'clock'>,
  roles: RoleCatalogue = defaultRoles,
  relations: RelationTable = defaultRelations,
) => checkInvariants(world.store.records(), { now: world.clock.now(), roles, relations }).breaches

/** The user of an address. */
export const userOf = async (world: World, address: string): Promise<User> => {
  const key = await world.get(userEmails, address.toLowerCase())
  const user = key && (await world.get(users, key.userId))
  if (!user) throw new Error(`no user has ${address}`)
  return user
}

/** An organization whose admin has left this address a moment ago (MEM-5). */
export const reserve = async (world: World, address: string): Promise<Org> => {
  const left = await world.found('Left')
  const reservedUntil = world.clock.now() + DAYS
  await world.write(put(userEmails, { address, userId: left.adminId, reservedUntil }))
  return left
}

/** Deactivates a user; where they were an admin, another one is there first (INV-01). */
export const deactivate = async (world: World, userId: string): Promise<void> => {
  const user = (await world.get(users, userId)) as User
  const counted: Write[] = []
  for (const member of world.all(memberships)) {
    const { organizationId, userId: id, assigned } = member
    if (id === userId && assigned?.role === 'admin') {
      const org = { id: organizationId } as Org
      const second = await world.user(`second@${organizationId}-hq.com`, org)
      await world.member(org, second.id, { assigned: { role: 'admin', by: OPERATOR, at: START } })
      if (administers(member, defaultRoles)) counted.push(add(adminCounts, [organizationId], -1, { min: 1 }))
    }
  }
  await world.write(
    put(users, { ...user, status: 'deactivated', deactivatedAt: world.clock.now() } as User),
    ...counted,
  )
}

/** What was decided, without what only repeats the command: the codes of the reasons, and what the host must do. */
export const decided = <V>(answer: Answer<V>) =>
  answer.ok
    ? {
        because: answer.because.map(({ code }) => code),
        effects: answer.effects.map(({ kind, organizationId, payload }) => ({ kind, organizationId, ...payload })),
      }
    : { refused: answer.refusal.code }

/** The token that an answer hands the host to deliver. */
export const tokenOf = (answer: Answer<unknown>): string => {
  const token = answer.ok ? answer.effects.flatMap(({ secret }) => secret?.['token'] ?? []) : []
  if (typeof token[0] !== 'string') throw new Error('no token was made')
  return token[0]
}

/** An audit entry without its id and time: who did what, on which records, by which rules. */
export const noted = (entry: AuditEntry | undefined) =>
  entry && {
    action: entry.action,
    actor: entry.actor,
    ...(entry.actingOrganizationId && { actingOrganizationId: entry.actingOrganizationId }),
    rules: entry.rules,
    targets: entry.changes.map(({ target }) => target),
  }

/** The token of the invitation that was sent, as the host gets it. */
export const tokenIn = (answer: Answer<unknown>): string => {
  const effect = answer.ok ? answer.effects.find(({ kind }) => kind === 'deliver_invitation') : undefined
  return String(effect?.secret?.token)
}

export const codeOf = (answer: Answer<unknown, AnyRefusal>): string => (answer.ok ? 'ok' : answer.refusal.code)
