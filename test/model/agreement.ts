import { createDomainLists } from '../../src/adapters/lists/index.ts'
import {
  type DomainOwner,
  type DomainRule,
  domainOverrides,
  domainOwners,
  domainRules,
  isPublicDomain,
  standingOf,
} from '../../src/core/domain-rule/index.ts'
import { addressKey } from '../../src/core/email/index.ts'
import { entities, links } from '../../src/core/entity/index.ts'
import { grants, offboardings } from '../../src/core/grant/index.ts'
import { groupSeats, groups } from '../../src/core/group/index.ts'
import { invitations } from '../../src/core/invitation/index.ts'
import { type Collection, refOf } from '../../src/core/kernel/index.ts'
import { effectiveRole, joinRequests, memberships, workforceStanding } from '../../src/core/membership/index.ts'
import { organizations } from '../../src/core/organization/index.ts'
import { defaultRoles } from '../../src/core/role/index.ts'
import { userEmails, users } from '../../src/core/user/index.ts'
import { engagements } from '../../src/core/workforce/index.ts'
import { checkInvariants } from '../../src/core/world/index.ts'
import type { Stored } from '../../src/ports/store.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { type ReachableWorld, type Step, startUniverse, type Universe } from '../../src/testing/worlds/index.ts'
import { naiveAnswer, questionsOf } from './naive/can.ts'
import { byText, type Expected, naiveCharter, type View, viewOf } from './naive/index.ts'
import { workforceKinds } from './naive/workforce.ts'
import type { World } from './naive/world.ts'

const lists = createDomainLists()
const isPublic = (domain: string) => isPublicDomain(domain, lists)

/** What happened over many worlds, by method and outcome. */
export type Figures = Map<string, number>

/**
 * Plays a world step by step beside the naive charter. After each: the same outcome, the same people, roles, links and rules;
 * no invariant broken; a refusal, a view and a repeat changed nothing; and nothing of another organization changed.
 *
 * @throws Error that says at which step, and what differs.
 */
export const playBeside = async ({ history }: Pick<ReachableWorld, 'history'>, figures: Figures = new Map()) => {
  const universe = startUniverse()
  const naive = naiveCharter()
  let before = contentOf(universe)
  // Time never goes back for a charter, whatever the clock does (INV-25).
  let now = 0
  let checkedAt = -1
  for (const [index, step] of history.entries()) {
    const { command, answer } = await universe.play(step)
    const fail = (what: string, facts: unknown): never => {
      throw new Error(`step ${index} ${JSON.stringify(step)}: ${what}\n${JSON.stringify(facts, null, 1)}`)
    }
    if (!answer || !('method' in step)) continue
    now = Math.max(now, universe.clock.now())
    const expected = naive.expect(step.method, command, now)
    const outcome = answer.ok ? (answer.repeated ? 'repeated' : 'ok') : answer.refusal.code
    noted(figures, `${step.method} ${outcome}`)
    if (outcome !== expected.outcome) fail(`answers ${outcome}, the model ${expected.outcome}`, answer)
    if (answer.ok) expected.apply(answer.value, tokensOf(answer))
    const after = contentOf(universe)
    const hasChanged = isUnchangedWhereItMust({ step, command, expected, answer }, before, after, fail)
    before = after
    const state = { ...stateOf([...universe.store.records()], now), seen: await seenIn(universe) }
    isTheSame(state, viewOf(naive.world, now), fail)
    for (const kind of new Set(workforceKinds(naive.world))) noted(figures, kind)
    await isAnsweredTheSame(universe, naive.world, index, fail)
    // What neither a commit nor the time has changed is as it was checked.
    if (!hasChanged && checkedAt === now) continue
    checkedAt = now
    const { breaches } = checkInvariants(universe.store.records(), { now, isPublic })
    if (breaches.length > 0) fail('breaks invariants', breaches)
  }
}

const noted = (figures: Figures, what: string) => void figures.set(what, (figures.get(what) ?? 0) + 1)

/** What the host was given to deliver, in order. */
const tokensOf = ({ effects }: Extract<Answer<unknown>, { ok: true }>): readonly string[] =>
  effects.flatMap(({ secret }) => (typeof secret?.['token'] === 'string' ? [secret['token']] : []))

type Fail = (what: string, facts: unknown) => never
type Content = ReadonlyMap<string, string>

/** Every record as it is written out. */
const contentOf = ({ store }: Universe): Content =>
  new Map([...store.records()].map(({ ref, record }) => [ref, JSON.stringify(record)]))

type Made = { readonly step: Step; readonly command: unknown; readonly expected: Expected; readonly answer: unknown }

const isUnchangedWhereItMust = (
  { step, command, expected, answer }: Made,
  before: Content,
  after: Content,
  fail: Fail,
): boolean => {
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(ref => before.get(ref) !== after.get(ref))
  const isView =
    'method' in step && /\.(get|list|settings|due|preview|platform|planRemoval|team|parts|uses)$/.test(step.method)
  if ((expected.outcome !== 'ok' || isView) && changed.length > 0) fail('changed something', changed)
  const elsewhere = changed.filter(
    ref =>
      !('method' in step && isLinkOfSection9(step.method, ref)) &&
      isOfAnother(ownerOf(ref, before.get(ref) ?? after.get(ref) ?? ''), command, answer, before),
  )
  if (elsewhere.length > 0) fail('changed what is of another organization (INV-24)', elsewhere)
  return changed.length > 0
}

/** INV-24, WRK-2: what ends with the membership in the vendor is a membership in a host. */
const isLinkOfSection9 = (method: string, ref: string): boolean =>
  method === 'members.sweep' && /^(membership|offboarding|member_count|workforce_count|audit_entry)\//.test(ref)

/** What is of no organization: what counts over all of them, and the keys of addresses, domains and tokens. */
const OF_NONE = new Set([
  ...['trusted_rule_count', 'membership_count', 'admin_grant_count'],
  ...['link_count', 'use_count', 'relation_use_count'],
])
const BY_FIELD = new Map([
  ['user', 'homeOrganizationId'],
  ['entity', 'organizationId'],
  ['link', 'organizationId'],
])
const BY_KEY =
  /_count$|^(organization|membership|join_request|domain_rule|domain_release|audit_entry|group|group_seat|grant|invitation|invited_address|offboarding|engagement|holding)$/

/** The key of a record begins with its organization, or its fields name it. */
const ownerOf = (ref: string, text: string): string | undefined => {
  const [name = '', first] = ref.split('/')
  const field = BY_FIELD.get(name)
  if (field) return (JSON.parse(text) as { readonly [name: string]: string })[field]
  return BY_KEY.test(name) && !OF_NONE.has(name) ? first : undefined
}

const THINGS = ['project', 'workflow', 'dataset', 'ontology']

/**
 * A command is in one organization: the one that it names, or whose thing it is about. Without one it is a founding, which
 * the answer names, or about a person: it concerns their home, and where they are a member.
 */
const isOfAnother = (owner: string | undefined, command: unknown, answer: unknown, before: Content): boolean => {
  if (owner === undefined || owner === 'platform') return false
  const asked = command as { readonly [field: string]: string }
  const { organizationId, owner: settled, userId } = asked
  const own = organizationId ?? settled
  if (own !== undefined) return own !== owner
  const thing = THINGS.map(kind => `entity/${kind}/${asked[`${kind}Id`] ?? ''}`)
  const entity = [...thing, `entity/${asked['kind']}/${asked['id']}`].flatMap(ref => before.get(ref) ?? [])[0]
  if (entity !== undefined) return ownerOf('entity/', entity) !== owner
  const home = userId === undefined ? undefined : before.get(`user/${userId}`)
  const isTheirs =
    home !== undefined &&
    (ownerOf('user/', home) === owner ||
      before.has(`membership/${owner}/${userId}`) ||
      before.has(`join_request/${owner}/${userId}`))
  return !isTheirs && !JSON.stringify(answer).includes(JSON.stringify(owner))
}

const isTheSame = (state: View, model: View, fail: Fail): void => {
  for (const part of Object.keys(model) as (keyof View)[])
    if (JSON.stringify(state[part]) !== JSON.stringify(model[part]))
      fail(`has other ${part} than the model`, { charter: state[part], model: model[part] })
}

/** MEM-1, INV-13: whom the members of each organization are told to be. */
const seenIn = async ({ charter, store }: Universe): Promise<View['seen']> => {
  const seen: View['seen'] = []
  for (const { ref, record } of store.records()) {
    if (!ref.startsWith('organization/') || record['status'] === 'archived') continue
    const organizationId = String(record['id'])
    const answer = await charter.members.list({ actor: OPERATOR, organizationId, limit: 100 })
    if (!answer.ok || answer.value.next) throw new Error('the members cannot be listed')
    for (const { userId, status, role } of answer.value.items) seen.push([organizationId, userId, status, role])
  }
  return seen.sort(byText)
}

const OPERATOR = { kind: 'operator', name: 'model' } as const
const QUESTIONS = 5

/** ACC-1: `can` answers a few questions as the model does, others after each step. */
const isAnsweredTheSame = async ({ charter }: Universe, world: World, step: number, fail: Fail): Promise<void> => {
  for (const question of questionsOf(world, step, QUESTIONS)) {
    const { userId, ...asked } = question
    const answer = await charter.access.can({ actor: { kind: 'user', userId }, ...asked } as never)
    const may = naiveAnswer(world, question)
    if (!answer.ok || answer.value.allowed !== may) fail(`can is not ${may}`, { question, answer })
  }
}

/** The records of a store, as the model sees them. */
const stateOf = (stored: readonly Stored[], now: number): Omit<View, 'seen'> => {
  const all = <R>(of: Collection<R>): R[] =>
    stored.filter(({ ref }) => ref.startsWith(`${of.name}/`)).map(({ record }) => record as R)
  const byRef = new Map(stored.map(({ ref, record }) => [ref as string, record]))
  const get = <R>(of: Collection<R>, ...key: readonly string[]) => byRef.get(refOf(of, ...key)) as R | undefined
  const owners = all(domainOwners)
  const overridden = all(domainOverrides).map(({ domain }) => domain)
  return {
    organizations: all(organizations)
      .map(({ id, status }) => [id, status === 'archived'])
      .sort(byText),
    users: all(users)
      .map(({ id, homeOrganizationId, email, status }) => [
        id,
        homeOrganizationId,
        addressKey(email),
        status === 'deactivated',
      ])
      .sort(byText),
    members: all(memberships)
      .map(member => {
        const { organizationId, userId, status, term, byRule } = member
        const role = status === 'ended' ? null : (effectiveRole(member, { roles: defaultRoles, now }) ?? null)
        const { role: given, domain, edition } = byRule ?? {}
        const rule = byRule ? { role: given, domain, edition } : null
        const { byWorkforce: by } = member
        const came = by ? [by.vendorId, by.term, by.edition, by.groups] : null
        return [organizationId, userId, status, role, term, rule, came]
      })
      .sort(byText) as View['members'],
    standing: all(memberships)
      .filter(member => workforceStanding(member, { get }, { roles: defaultRoles, now }).stands)
      .map(({ organizationId, userId, byWorkforce }) => [
        organizationId,
        userId,
        byWorkforce?.vendorId,
        byWorkforce?.edition,
      ])
      .sort(byText) as View['standing'],
    engagements: all(engagements)
      .map(({ organizationId, vendorId, edition, status, from, until, seats }) => [
        organizationId,
        vendorId,
        edition,
        status === 'ended',
        from ?? null,
        until ?? null,
        seats ?? null,
      ])
      .sort(byText),
    links: all(links)
      .map(({ fromId, relation, toId }) => [fromId as string, relation, toId as string])
      .sort(byText),
    requests: all(joinRequests)
      .map(({ organizationId, userId, status }) => [organizationId, userId, status])
      .sort(byText),
    rules: all(domainRules)
      .map(rule => ruleView(rule, all(domainRules), owners, overridden, now))
      .sort(byText) as View['rules'],
    owners: owners
      .map(({ domain, organizationId, dispute }) => [domain, organizationId, dispute?.organizationId ?? null])
      .sort(byText) as View['owners'],
    overrides: overridden.sort(),
    groups: all(groups)
      .map(({ id, status }) => [id, status === 'archived'])
      .sort(byText),
    seats: all(groupSeats)
      .map(({ groupId, seat, userId, term }) => [groupId, seat, userId, term])
      .sort(byText),
    entities: all(entities)
      .map(({ kind, id, status, progress }) => [kind, id as string, status === 'archived', progress ?? null])
      .sort(byText),
    grants: all(grants)
      .map(grant => {
        const { entityId, subject, subjectId, role, until, stages } = grant
        const term = grant.subject === 'user' ? grant.term : null
        return [entityId, subject, subjectId, role, until ?? null, term, stages?.join() ?? null]
      })
      .sort(byText),
    invitations: all(invitations)
      .map(({ id, status, role, expiresAt }) => [id, status, role, expiresAt])
      .sort(byText),
    offboardings: all(offboardings)
      .map(({ organizationId, userId, term }) => [organizationId, userId, term])
      .sort(byText),
    reserved: all(userEmails)
      .flatMap(({ address, userId, reservedUntil }) =>
        reservedUntil === undefined ? [] : [[address, userId, reservedUntil]],
      )
      .sort(byText) as View['reserved'],
  }
}

const ownerIn = (owners: readonly DomainOwner[], { domain }: DomainRule) =>
  owners.find(owner => owner.domain === domain)

const ruleView = (
  rule: DomainRule,
  rules: readonly DomainRule[],
  owners: readonly DomainOwner[],
  overridden: readonly string[],
  now: number,
) => [
  rule.organizationId,
  rule.domain,
  [rule.match, rule.role, rule.joining],
  rule.edition,
  standingOf(rule, {
    owner: ownerIn(owners, rule),
    ownersRule: rules.find(
      ({ organizationId, domain }) =>
        domain === rule.domain && organizationId === ownerIn(owners, rule)?.organizationId,
    ),
    isPublic: isPublic(rule.domain) && !overridden.includes(rule.domain),
    roles: defaultRoles,
    now,
  }),
  rule.sweep?.fromEdition ?? null,
]
