import type { FactorKind, Proof, SignInFactor, SignInFacts, SignInMembership } from '../../src/mfa.ts'

/**
 * Section 12 as one reads it aloud: no sets of bits, no order that is clever. What a sign-in comes to, and nothing about
 * why. It takes facts that make sense.
 */
export type NaiveKind = 'allow' | 'offer_enrollment' | 'require_enrollment' | 'challenge' | 'deny'

type Category = 'know' | 'have' | 'are'
const KINDS: readonly FactorKind[] = ['webauthn', 'totp', 'sms', 'email_otp']
const BY_AMR: Record<string, readonly Category[]> = {
  pwd: ['know'],
  otp: ['have'],
  hwk: ['have'],
  face: ['are'],
  mfa: ['know', 'have'],
}
const KIND_BY_AMR: Record<string, FactorKind> = { otp: 'totp', hwk: 'webauthn' }

/** The home of its own people, and the organization that is entered. */
const binding = ({ memberships, entering, user, now }: SignInFacts): readonly SignInMembership[] =>
  memberships.filter(member => {
    const isEntered = member.organizationId === entering
    const isAtHome = member.isHome && member.status === 'active' && member.type === 'internal'
    if (!isEntered && !isAtHome) return false
    if (member.policy.appliesTo && !member.policy.appliesTo.includes(member.type)) return false
    return !member.policy.exemptions?.some(({ userId, until }) => userId === user.id && now < until)
  })

const dueOf = ({ policy, memberSince, deadline }: SignInMembership): number => {
  const start = policy.requiredFrom ?? 0
  return Math.max(start, deadline ?? Math.max(start, memberSince) + (policy.grace ?? 0))
}

/**
 * Whoever came in after the deadline that was written down had none, and so who was exempt when it passed; without one it is
 * the grace that gives some.
 */
const hadTime = (member: SignInMembership, userId: string): boolean => {
  const { policy, memberSince, deadline } = member
  if (policy.exemptions?.some(each => each.userId === userId && dueOf(member) <= each.until)) return false
  if (deadline !== undefined) return deadline > memberSince
  return policy.grace !== undefined && policy.grace > 0
}

const listed = ({ policy }: SignInMembership): readonly FactorKind[] => policy.factors ?? ['webauthn', 'totp', 'sms']

/** One thing that was used, as a second factor: of which categories, as which kinds, since when. */
type Thing = {
  readonly from: 'first' | 'factor' | 'sso' | 'recovery' | 'device'
  readonly categories: readonly Category[]
  readonly kinds: readonly (FactorKind | 'unnamed')[]
  readonly isMailbox: boolean
  readonly at: number
}

const thingOf = (proof: Proof, factors: readonly SignInFactor[]): Thing | undefined => {
  const { at } = proof
  const plain = { kinds: [], isMailbox: false, at }
  if (proof.method === 'password' || proof.method === 'api_token')
    return { ...plain, from: 'first', categories: ['know'] }
  if (proof.method === 'magic_link' || proof.method === 'invitation')
    return { ...plain, from: 'first', categories: ['know'], isMailbox: true }
  if (proof.method === 'recovery_code') return { ...plain, from: 'recovery', categories: ['have'] }
  if (proof.method === 'sso') {
    const amr = proof.amr ?? []
    const categories = [...new Set(amr.flatMap(value => BY_AMR[value] ?? []))]
    const kinds = amr.flatMap(value => KIND_BY_AMR[value] ?? [])
    const unnamed = kinds.length === 0 && categories.length > 1 ? (['unnamed'] as const) : []
    return {
      ...plain,
      from: 'sso',
      categories: categories.length === 0 ? ['know'] : categories,
      kinds: [...kinds, ...unnamed],
    }
  }
  if (!('factorId' in proof)) return undefined
  const factor = factors.find(({ id }) => id === proof.factorId)
  if (factor?.status !== 'active' || factor.kind !== proof.method) return undefined
  const isVerified = proof.method === 'webauthn' && proof.userVerified
  return {
    ...{ from: 'factor', kinds: [proof.method], isMailbox: proof.method === 'email_otp', at },
    categories: isVerified ? ['have', 'are'] : ['have'],
  }
}

export const naiveSignIn = (facts: SignInFacts): NaiveKind => {
  const { now, user, memberships, entering, factors, session } = facts
  const policies = binding(facts)
  const used = session.authenticated.flatMap(proof => (proof.at > now ? [] : (thingOf(proof, factors) ?? [])))
  if (user.status !== 'active' || used.length === 0) return 'deny'
  const isMember = memberships.some(({ organizationId, status }) => organizationId === entering && status === 'active')
  if (entering !== undefined && !isMember) return 'deny'

  const required = policies.filter(member => member.policy.mode === 'required' && now >= dueOf(member))
  const allowed = KINDS.filter(kind => required.every(member => listed(member).includes(kind)))
  if (required.length > 0 && allowed.length === 0) return 'deny'

  const kindsWith = (...states: SignInFactor['status'][]) =>
    KINDS.filter(kind => factors.some(factor => factor.kind === kind && states.includes(factor.status)))
  const active = kindsWith('active')
  const confirmed = kindsWith('active', 'disabled')
  const enrolled = active.filter(kind => allowed.includes(kind))

  const device = session.rememberedDevice
  const remembered: Thing[] =
    device && device.at <= now && active.includes(device.method)
      ? [
          {
            ...device,
            from: 'device',
            categories: ['have'],
            kinds: [device.method],
            isMailbox: device.method === 'email_otp',
          },
        ]
      : []
  const isFresh = ({ at, from }: Thing) =>
    policies.every(
      ({ policy }) =>
        now - at < (policy.maxAge ?? Number.POSITIVE_INFINITY) &&
        (from !== 'device' || now - at < (policy.rememberedDevices ?? 0)),
    )
  const isTwo = (thing: Pick<Thing, 'categories' | 'isMailbox'>) => {
    const beside = used.filter(
      other => !(thing.isMailbox && other.isMailbox) && !(other.isMailbox && other.from === 'factor'),
    )
    return new Set([...thing.categories, ...beside.flatMap(({ categories }) => categories)]).size > 1
  }
  const seconds = [...used, ...remembered].filter(thing => thing.from !== 'first' && isTwo(thing))
  const anySecond = seconds.filter(({ from, kinds }) => from === 'recovery' || kinds.length > 0)
  const isAllowed = ({ from, kinds }: Thing) =>
    from === 'recovery' ||
    kinds.some(kind =>
      kind === 'unnamed'
        ? required.every(({ policy }) => policy.factors === undefined)
        : required.every(member => listed(member).includes(kind)),
    )
  const counted = anySecond.filter(isAllowed)

  const satisfied =
    required.length === 0
      ? confirmed.length === 0 || anySecond.some(isFresh)
      : counted.some(thing => isFresh(thing) && (thing.from !== 'recovery' || enrolled.length > 0))
  const wouldHelp = (kind: string) =>
    kind === 'webauthn' || isTwo({ categories: ['have'], isMailbox: kind === 'email_otp' })

  if (satisfied) {
    if (counted.some(thing => thing.from === 'sso' && isFresh(thing))) return 'allow'
    const offering = policies.filter(
      member =>
        (member.policy.mode === 'optional' || (member.policy.mode === 'required' && now < dueOf(member))) &&
        !active.some(kind => listed(member).includes(kind)),
    )
    const common = KINDS.filter(kind => offering.every(member => listed(member).includes(kind)))
    const [first] = [...offering].sort(
      (a, b) => dueIfAny(a) - dueIfAny(b) || (a.organizationId < b.organizationId ? -1 : 1),
    )
    const offered = common.length > 0 ? common : first ? listed(first) : []
    return offering.length > 0 && offered.some(wouldHelp) ? 'offer_enrollment' : 'allow'
  }

  const isProvenByOwn = anySecond.some(
    thing => isFresh(thing) && (thing.from === 'factor' || thing.from === 'recovery'),
  )
  const mayEnrol = confirmed.length === 0 || isProvenByOwn
  if (required.length > 0 && enrolled.length === 0 && mayEnrol) {
    // Whoever has a factor has enrolled: it is the policy that takes another, or the factor that failed too often.
    const isOverdue =
      confirmed.length === 0 &&
      required.some(member => member.policy.onOverdue === 'suspend' && hadTime(member, user.id))
    return !isOverdue && allowed.some(wouldHelp) ? 'require_enrollment' : 'deny'
  }

  const locks = [
    user.lockedUntil,
    ...factors.filter(({ status }) => status === 'active' || status === 'disabled').map(f => f.lockedUntil),
  ]
  if (locks.some(until => until !== undefined && now < until)) return 'deny'
  const askable = required.length > 0 && enrolled.length > 0 ? enrolled : active
  const staleSso = (required.length > 0 && enrolled.length > 0 ? counted : anySecond).some(
    thing => thing.from === 'sso' && !isFresh(thing),
  )
  const hasCodes = factors.some(({ kind, status }) => kind === 'recovery_code' && status === 'active')
  return askable.some(wouldHelp) || (hasCodes && wouldHelp('recovery_code')) || staleSso ? 'challenge' : 'deny'
}

const dueIfAny = (member: SignInMembership): number =>
  member.policy.mode === 'required' ? dueOf(member) : Number.POSITIVE_INFINITY
