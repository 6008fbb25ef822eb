import { HAVE } from './categories.ts'
import { BY_FACTOR, BY_RECOVERY, type Evidence, isSecond } from './evidence.ts'
import { bitOf, EVERY_KIND, RECOVERY } from './kinds.ts'
import { isMomentOrNone } from './moments.ts'
import { limitsOf, type Used, usedOf } from './second-factor.ts'
import type { SignInFactor, SignInFacts } from './sign-in.ts'
import type { Terms } from './terms.ts'

/** A sign-in, as the rules look at it. */
export type Case = {
  readonly facts: SignInFacts
  readonly terms: readonly Terms[]
  readonly evidence: Evidence
  /** The policies that require a second factor now. */
  readonly required: readonly Terms[]
  /** The kinds that all of these take; every kind where nothing is required. */
  readonly kinds: number
  /** The kinds of the user's active factors, and of all that they confirmed. */
  readonly active: number
  readonly confirmed: number
  /** What was used, of every kind, and of those that count. */
  readonly own: Used
  readonly counted: Used
  readonly lockedUntil: number
}

/** MFA-7: what is not confirmed yet, or not any more, is as if it were not there. */
const kindsOf = (factors: readonly SignInFactor[], isOf: (status: SignInFactor['status']) => boolean): number => {
  let kinds = 0
  for (const { kind, status } of factors) if (isOf(status)) kinds |= bitOf(kind)
  return kinds & ~RECOVERY
}

const isActive = (status: SignInFactor['status']) => status === 'active'
/** MFA-9: a disabled factor is still asked for, or failing often enough would be a way in. */
const isConfirmed = (status: SignInFactor['status']) => status === 'active' || status === 'disabled'

/** The end of the latest lock of the user; 0 for none. Undefined where one makes no sense. */
const lockOf = ({ user, factors }: SignInFacts): number | undefined => {
  if (!isMomentOrNone(user.lockedUntil)) return undefined
  let until = user.lockedUntil ?? 0
  for (const { status, lockedUntil } of factors) {
    if (!isMomentOrNone(lockedUntil)) return undefined
    if (lockedUntil !== undefined && isConfirmed(status)) until = Math.max(until, lockedUntil)
  }
  return until
}

export const caseOf = (facts: SignInFacts, terms: readonly Terms[], evidence: Evidence): Case | undefined => {
  const { factors, now } = facts
  const lockedUntil = lockOf(facts)
  if (lockedUntil === undefined) return undefined
  const required = terms.filter(({ mode }) => mode === 'required')
  let kinds = EVERY_KIND
  for (const each of required) kinds &= each.kinds
  const limits = limitsOf(terms)
  const own = usedOf(evidence, EVERY_KIND, limits, now)
  return {
    facts,
    terms,
    evidence,
    required,
    kinds,
    own,
    lockedUntil,
    active: kindsOf(factors, isActive),
    confirmed: kindsOf(factors, isConfirmed),
    counted: required.length === 0 ? own : usedOf(evidence, kinds, limits, now),
  }
}

/** The kinds of factors that can satisfy what is required. */
export const factorSet = ({ kinds }: Case): number => kinds & bitsOfFactors

const bitsOfFactors = bitOf('webauthn') | bitOf('totp') | bitOf('sms') | bitOf('email_otp')

/** Whether the user has an active factor of those that count. */
export const isEnrolled = (at: Case): boolean => (at.active & factorSet(at)) !== 0

/** MFA-7: whether what is demanded was used. A recovery code stands in for a factor that there is. */
export const isSatisfied = (at: Case): boolean => {
  if (at.required.length === 0) return at.confirmed === 0 || at.own.ways !== 0
  const { ways } = at.counted
  return (ways & ~BY_RECOVERY) !== 0 || (ways !== 0 && isEnrolled(at))
}

/** MFA-13: whether the user may enrol: with a factor already there, after a proof of it in this very session. */
export const mayEnrol = ({ confirmed, own }: Case): boolean =>
  confirmed === 0 || (own.ways & (BY_FACTOR | BY_RECOVERY)) !== 0

/** Whether using a kind now would make two categories of what was proven. */
export const helps = (kind: string, { evidence }: Case): boolean =>
  kind === 'webauthn' || isSecond(evidence, HAVE, kind === 'email_otp')
