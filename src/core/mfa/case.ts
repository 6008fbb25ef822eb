import type { Instant } from '../kernel/instant.ts'
import type { Reason } from '../kernel/reason.ts'
import type { Binding } from './binding.ts'
import { HAVE } from './categories.ts'
import { BY_FACTOR, BY_RECOVERY, type Evidence, isSecond } from './evidence.ts'
import { bitOf, EMAIL_OTP, EVERY_FACTOR, EVERY_KIND, RECOVERY, SMS, TOTP, WEBAUTHN } from './kinds.ts'
import { isMomentOrNone } from './moments.ts'
import { limitsOf, type Used, usedOf } from './second-factor.ts'
import type { SignInFacts } from './sign-in.ts'
import type { Terms } from './terms.ts'

/** A sign-in, as the rules look at it. */
export type Case = {
  readonly facts: SignInFacts
  readonly terms: readonly Terms[]
  /** Why these bind; what decides adds its own reasons, and the answer takes all of them. */
  readonly because: Reason[]
  readonly evidence: Evidence
  /** The policies that require a second factor now. */
  readonly required: readonly Terms[]
  /** The kinds that all of these take; every kind where nothing is required. */
  readonly kinds: number
  readonly had: Had
  /** What was used, of every kind, and of those that count. */
  readonly own: Used
  readonly counted: Used
}

/** The kinds of the user's active factors, and of all that they confirmed, and the end of the latest lock; 0 for none. */
type Had = { readonly active: number; readonly confirmed: number; readonly lockedUntil: Instant }

/**
 * MFA-7: what is not confirmed yet, or not any more, is as if it were not there. MFA-9: a disabled factor is still asked
 * for, or failing often enough would be a way in. Undefined where a lock, a kind or a status makes no sense.
 */
const hadBy = ({ user, factors }: SignInFacts): Had | undefined => {
  if (!isMomentOrNone(user.lockedUntil)) return undefined
  let lockedUntil = user.lockedUntil ?? 0
  let active = 0
  let confirmed = 0
  for (const factor of factors) {
    const { status, lockedUntil: until } = factor
    if (!isMomentOrNone(until) || bitOf(factor.kind) === 0) return undefined
    if (status === 'pending' || status === 'revoked') continue
    if (status !== 'active' && status !== 'disabled') return undefined
    const kind = bitOf(factor.kind) & ~RECOVERY
    confirmed |= kind
    if (status === 'active') active |= kind
    if (until !== undefined && until > lockedUntil) lockedUntil = until
  }
  return { active, confirmed, lockedUntil }
}

const requiredOf = (terms: readonly Terms[]): readonly Terms[] => {
  const required: Terms[] = []
  for (const each of terms) if (each.mode === 'required') required.push(each)
  return required
}

export const caseOf = (facts: SignInFacts, binding: Binding, evidence: Evidence): Case | undefined => {
  const { terms, reasons } = binding
  const had = hadBy(facts)
  if (had === undefined) return undefined
  const required = requiredOf(terms)
  let kinds = EVERY_KIND
  for (const each of required) kinds &= each.kinds
  const limits = limitsOf(terms)
  const own = usedOf(evidence, EVERY_KIND, limits, facts.now)
  const counted = required.length === 0 ? own : usedOf(evidence, kinds, limits, facts.now)
  return { facts, terms, because: reasons, evidence, required, kinds, had, own, counted }
}

/** The kinds of factors that can satisfy what is required. */
export const factorSet = ({ kinds }: Case): number => kinds & EVERY_FACTOR

/** Whether the user has an active factor of those that count. */
export const isEnrolled = (at: Case): boolean => (at.had.active & factorSet(at)) !== 0

/** MFA-7: whether what is demanded was used. A recovery code stands in for a factor that there is. */
export const isSatisfied = (at: Case): boolean => {
  if (at.required.length === 0) return at.had.confirmed === 0 || at.own.ways !== 0
  const { ways } = at.counted
  return (ways & ~BY_RECOVERY) !== 0 || (ways !== 0 && isEnrolled(at))
}

/** MFA-13: whether the user may enrol: with a factor already there, after a proof of it in this very session. */
export const mayEnrol = ({ had, own }: Case): boolean =>
  had.confirmed === 0 || (own.ways & (BY_FACTOR | BY_RECOVERY)) !== 0

/** The kinds of which using one now would make two categories of what was proven. */
export const helpingKinds = ({ evidence }: Case): number =>
  WEBAUTHN |
  (isSecond(evidence, HAVE, false) ? TOTP | SMS | RECOVERY : 0) |
  (isSecond(evidence, HAVE, true) ? EMAIL_OTP : 0)
