import { isSharedMailbox, type VerifiedEmail } from '../email/index.ts'
import type { Env } from '../env.ts'
import {
  type Because,
  type EffectDraft,
  type Need,
  type OrganizationId,
  put,
  reason,
  refOf,
  remove,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import {
  type Ending,
  guestNeeds,
  guestWrites,
  type JoinRequest,
  joinRequests,
  type Membership,
  type MembershipChange,
  memberships,
  nextStay,
  putMemberships,
  type Stay,
} from '../membership/index.ts'
import type { RoleName } from '../role/index.ts'
import { type Judgement, judgeRules, type Match } from '../role/resolve/index.ts'
import { type User, users } from '../user/index.ts'
import { type LiveRule, rulesFor, rulesForNeeds } from './in-effect.ts'
import type { Joining, RuleMatch } from './model.ts'

/** One organization that a sign-up or sign-in concerned. @since 0.1.0 */
export type Joined = {
  readonly organizationId: OrganizationId
  readonly role: RoleName
  readonly rule: { readonly domain: string; readonly match: RuleMatch; readonly joining: Joining }
  readonly because: Because
}

/** What a sign-up or sign-in made of the rules that match: in, asked, or waiting. @since 0.1.0 */
export type JoiningOutcome = {
  readonly joined: readonly Joined[]
  readonly offered: readonly Joined[]
  readonly awaitingApproval: readonly Joined[]
}

type Address = Pick<VerifiedEmail, 'local' | 'domain'>

/** RES-1: what the rules in effect say of an address, by the same judge that `orgcharter/roles` ships. */
export const judgeAddress = (domain: Address['domain'], slice: Slice, env: Env): Judgement<LiveRule> =>
  judgeRules(domain, rulesFor(domain, slice, env).inEffect)

/** DOM-1, DOM-6: how this address joins by this rule; what many people read is let in by an admin alone. */
export const joiningOf = (address: Address, rule: LiveRule, env: Env): { joining: Joining; because: Because } =>
  rule.joining !== 'approval' && isSharedMailbox(address, env.sharedMailboxes)
    ? { joining: 'approval', because: [reason('shared_mailbox_needs_approval', ['DOM-6'])] }
    : { joining: rule.joining, because: [] }

/** For somebody who is a user already: what they have where the rules point. */
export const joiningNeeds = (address: Address, userId: string | undefined, found: Slice, env: Env): readonly Need[] => [
  ...rulesForNeeds(address.domain, found, env),
  ...(userId === undefined
    ? []
    : judgeAddress(address.domain, found, env).matches.flatMap(({ organizationId }) => [
        refOf(memberships, organizationId, userId),
        refOf(joinRequests, organizationId, userId),
        ...guestNeeds(organizationId, found.get(users, userId)),
      ])),
]

/** The membership that a rule gives (MEM-1: derived, with its source). */
export const ruleMember = (match: Match<LiveRule>, userId: User['id'], stay: Stay, now: number): Membership => ({
  organizationId: match.rule.organizationId,
  userId,
  ...stay,
  status: 'active',
  joinedAt: now,
  byRule: { role: match.rule.role, domain: match.rule.domain, edition: match.rule.edition, at: now },
})

export type JoiningPlan = {
  readonly outcome: JoiningOutcome
  readonly changes: readonly MembershipChange[]
  /** All but the memberships: what is asked, what has been answered, and where they are guests now. */
  readonly answers: readonly Write[]
  readonly writes: readonly Write[]
  readonly effects: readonly EffectDraft[]
}

const STATUS = { offered: 'offered', approval: 'awaiting_approval' } as const

/**
 * DOM-1, RES-3: joins the user to every organization whose winning rule is automatic, and asks where it is not.
 * `known` says what the user already has there: whoever is or was a member, or was declined, is left as they are.
 */
export const planJoining = (
  user: User,
  matches: readonly Match<LiveRule>[],
  known: (organizationId: string) => { membership?: Membership | undefined; request?: JoinRequest | undefined },
  { slice, env }: { readonly slice: Slice; readonly env: Env },
): JoiningPlan => {
  const outcome = { joined: [] as Joined[], offered: [] as Joined[], awaitingApproval: [] as Joined[] }
  const changes: MembershipChange[] = []
  const requests: JoinRequest[] = []
  const answered: Write[] = []
  for (const match of matches) {
    const { membership, request } = known(match.organizationId)
    if (!mayJoin(membership) || request?.status === 'declined') continue
    const { joining, because } = joiningOf(user.email, match.rule, env)
    const answer = joinedBy(match, because)
    if (joining === 'automatic') {
      changes.push({ before: membership, after: ruleMember(match, user.id, nextStay(membership), env.now) })
      outcome.joined.push(answer)
      if (request) answered.push(remove(joinRequests, request.organizationId, request.userId))
      continue
    }
    outcome[joining === 'offered' ? 'offered' : 'awaitingApproval'].push(answer)
    if (request?.status !== STATUS[joining]) requests.push(requestOf(match, user, STATUS[joining], env))
  }
  const answers = [
    ...answered,
    ...requests.map(request => put(joinRequests, request)),
    ...changes.flatMap(({ after }) => guestWrites(after.organizationId, [user], slice)),
  ]
  return {
    outcome,
    changes,
    answers,
    writes: [...putMemberships(changes, env.roles), ...answers],
    effects: requests.filter(({ status }) => status === 'awaiting_approval').map(approvalWanted),
  }
}

/** A rule joins who was never in, or who is out by no person's decision about them; never whom a person put out. */
export const mayJoin = (membership: Membership | undefined): boolean =>
  membership === undefined || (membership.status === 'ended' && NO_PERSON.includes(membership.ending))

const NO_PERSON: readonly Ending[] = ['rule_changed', 'workforce_over']

const joinedBy = (match: Match<LiveRule>, because: Because): Joined => ({
  organizationId: match.rule.organizationId,
  role: match.role,
  rule: { domain: match.rule.domain, match: match.rule.match, joining: match.rule.joining },
  because: [...match.because, ...because],
})

const requestOf = (match: Match<LiveRule>, user: User, status: JoinRequest['status'], env: Env): JoinRequest => ({
  organizationId: match.rule.organizationId,
  userId: user.id,
  status,
  domain: match.rule.domain,
  at: env.now,
})

const approvalWanted = ({ organizationId, userId }: JoinRequest): EffectDraft => ({
  kind: 'notify_admins',
  organizationId,
  payload: { about: 'join_request', userId },
})
