import { accountModel } from './accounts.ts'
import { contentModel } from './content.ts'
import { ownershipOf, standingOf } from './domains.ts'
import { groupModel } from './groups.ts'
import { importModel } from './imports.ts'
import { invitationModel } from './invitations.ts'
import { memberModel } from './members.ts'
import { type Answered, type Asked, keyOf, peopleModel, type Verdict } from './people.ts'
import { projectModel } from './projects.ts'
import { ruleModel } from './rules.ts'
import { actingRole, derivedSet, stateNow, workforceModel } from './workforce.ts'
import { emptyWorld, type Member, roleOf, rolesOf, seatsOf, type World } from './world.ts'

const DAY = 86_400_000
/** What each method must come to. */
export const model = {
  ...peopleModel,
  ...ruleModel,
  ...memberModel,
  ...accountModel,
  ...groupModel,
  ...contentModel,
  ...projectModel,
  ...workforceModel,
  ...invitationModel,
  ...importModel,
}

/** What a command must come to: a refusal's code, `repeated`, or `ok`; and then what it does. */
export type Expected = { readonly outcome: string; apply(value: unknown, tokens: readonly string[]): void }

/** The naive charter: ask it what a command must come to, and tell it the ids that the charter gave. */
export const naiveCharter = () => {
  const world = emptyWorld()
  return {
    expect: (method: string, command: unknown, now: number) => expected(world, method, command as Asked, now),
    world,
  }
}

const expected = (world: World, method: string, asked: Asked, now: number): Expected => {
  world.now = now
  const decide = model[method]
  if (!decide) throw new Error(`the model does not know ${method}`)
  const kept = asked.idempotencyKey === undefined ? undefined : keptFor(world, asked)
  if (kept && now < kept.until) {
    const outcome = kept.asked === textOf(method, asked) ? 'repeated' : 'idempotency_key_reused'
    return { outcome, apply: () => {} }
  }
  const verdict: Verdict = decide(world, asked, now)
  if (typeof verdict === 'string') return { outcome: verdict, apply: () => {} }
  return {
    outcome: 'ok',
    apply: (value, tokens) => {
      verdict(value as Answered, tokens)
      if (asked.idempotencyKey === undefined) return
      const { idempotencyKey: key } = asked
      world.kept = world.kept.filter(each => each !== kept)
      world.kept.push({ scope: scopeOf(asked), key, asked: textOf(method, asked), until: now + DAY })
    },
  }
}

const scopeOf = ({ actor, email }: Asked): string => (actor ? JSON.stringify(actor) : keyOf(email))

const keptFor = (world: World, asked: Asked) =>
  world.kept.find(({ scope, key }) => scope === scopeOf(asked) && key === asked.idempotencyKey)

const textOf = (method: string, { idempotencyKey: _, ...rest }: Asked): string => JSON.stringify([method, rest])

/** What there is, in a form that the records of a store can be brought into. */
export const viewOf = (world: World, now: number) => ({
  organizations: world.organizations.map(({ id, archived }) => [id, archived]).sort(byText),
  users: world.users
    .map(({ id, home, local, domain, deactivated }) => [id, home, `${local.toLowerCase()}@${domain}`, deactivated])
    .sort(byText),
  members: world.members
    .map(member => [
      member.organizationId,
      member.userId,
      member.status,
      roleOf(world, member) ?? null,
      member.term,
      member.byRule ?? null,
      cameOf(world, member),
    ])
    .sort(byText),
  /** Whom the members are told to be, where there is somebody to be told. */
  seen: world.organizations
    .filter(({ archived }) => !archived)
    .flatMap(({ id }) => world.members.filter(({ organizationId }) => organizationId === id))
    .map(member => {
      const { organizationId, userId, status } = member
      const isIn = status === 'active' || stateNow(world, member) === 'resting'
      const role = isIn ? actingRole(world, member) : rolesOf(world, member, member.came !== undefined)
      return [organizationId, userId, status, role ?? null]
    })
    .sort(byText),
  standing: derivedSet(world).sort(byText),
  engagements: world.engagements
    .map(({ organizationId, vendorId, edition, ended, from, until, seats }) => [
      organizationId,
      vendorId,
      edition,
      ended,
      from ?? null,
      until ?? null,
      seats ?? null,
    ])
    .sort(byText),
  links: world.links.map(({ from, relation, to }) => [from, relation, to]).sort(byText),
  requests: world.requests.map(({ organizationId, userId, status }) => [organizationId, userId, status]).sort(byText),
  rules: world.rules
    .map(rule => [
      rule.organizationId,
      rule.domain,
      [rule.match, rule.role, rule.joining],
      rule.edition,
      standingOf(world, rule, now),
      rule.sweep?.fromEdition ?? null,
    ])
    .sort(byText),
  owners: [...new Set(world.deeds.map(({ domain }) => domain))]
    .flatMap(domain => {
      const { owner, challenger } = ownershipOf(world, domain) ?? {}
      return owner ? [[domain, owner.organizationId, challenger?.organizationId ?? null]] : []
    })
    .sort(byText),
  overrides: [...new Set(world.overrides)].sort(),
  groups: world.groups.map(({ id, archived }) => [id, archived]).sort(byText),
  seats: world.seats.map(({ groupId, seat, userId, term }) => [groupId, seat, userId, term]).sort(byText),
  entities: world.entities
    .map(({ kind, id, archived, progress }) => [kind, id, archived, progress ?? null])
    .sort(byText),
  grants: world.grants
    .map(({ entityId, subject, subjectId, role, until, term, stages }) => [
      entityId,
      subject,
      subjectId,
      role,
      until ?? null,
      term ?? null,
      stages?.join() ?? null,
    ])
    .sort(byText),
  invitations: world.invitations.map(({ id, status, role, until }) => [id, status, role, until]).sort(byText),
  offboardings: world.offboardings
    .map(({ organizationId, userId, term }) => [organizationId, userId, term])
    .sort(byText),
  reserved: world.reserved.map(({ key, userId, until }) => [key, userId, until]).sort(byText),
})

/** By which vendor somebody came, with the groups in which they sit. */
const cameOf = (world: World, member: Member) => {
  const { came } = member
  return came ? [came.vendorId, came.term, came.edition, seatsOf(world, member).sort()] : null
}

export type View = ReturnType<typeof viewOf>

export const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
