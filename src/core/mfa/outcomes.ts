import type { Instant } from '../kernel/instant.ts'
import { type Reason, reason } from '../kernel/reason.ts'
import { type Case, factorSet, helpingKinds, isEnrolled, mayEnrol } from './case.ts'
import { decided, idsOf } from './decisions.ts'
import { BY_DEVICE, BY_RECOVERY, BY_SSO } from './evidence.ts'
import { answerKinds, bitOf, EVERY_FACTOR, kindsIn, RECOVERY } from './kinds.ts'
import {
  enrollmentIsOffered,
  existingFactorFirst,
  factorsDisabled,
  noSecondFactorAsked,
  oneCategoryOnly,
  ownFactorAsked,
  recoveryCodeIsNoEnrollment,
  recoveryCodeUsed,
  rememberedDeviceCounts,
  secondFactorBySso,
  secondFactorRequired,
  secondFactorTooOld,
  secondFactorUsed,
} from './reasons.ts'
import type { ChallengeOption, SignInDecision, SignInFactor } from './sign-in.ts'
import type { Terms } from './terms.ts'

export const denied = (at: Case, why: Reason, by: readonly Terms[]): SignInDecision => {
  at.because.push(why)
  return { kind: 'deny', ...decided(at, by) }
}

/** MFA-3, MFA-7. In, with an offer where a policy makes one. */
export const letIn = (at: Case): SignInDecision => {
  at.because.push(whyIn(at))
  const offering = (at.counted.ways & BY_SSO) !== 0 ? [] : at.terms.filter(terms => isOffering(terms, at))
  const offered = offering.length === 0 ? 0 : offeredBy(offering) & helpingKinds(at)
  return offered === 0 ? { kind: 'allow', ...decided(at, at.required) } : offer(at, offering, offered)
}

const whyIn = ({ required, had, counted: { ways } }: Case): Reason => {
  if (required.length === 0 && had.confirmed === 0) return noSecondFactorAsked
  const used = ways & ~BY_DEVICE
  if (used === 0) return rememberedDeviceCounts
  if (used === BY_RECOVERY) return recoveryCodeUsed
  return (used & ~BY_RECOVERY) === BY_SSO ? secondFactorBySso : secondFactorUsed
}

const isOffering = ({ mode, kinds }: Terms, { had }: Case): boolean =>
  (mode === 'optional' || mode === 'grace') && (had.active & kinds) === 0

/** What all that offer would take; else what the first to be due takes. */
const offeredBy = (offering: readonly Terms[]): number => {
  let common = EVERY_FACTOR
  let [first] = offering
  for (const each of offering) {
    common &= each.kinds
    if ((each.dueAt ?? Infinity) < (first?.dueAt ?? Infinity)) first = each
  }
  return common === 0 ? (first?.kinds ?? 0) & EVERY_FACTOR : common
}

const offer = (at: Case, offering: readonly Terms[], offered: number): SignInDecision => {
  const factors = kindsIn(offered)
  const deadline = soonest(offering.filter(({ mode }) => mode === 'grace'))
  at.because.push(
    deadline === undefined ? enrollmentIsOffered : reason('enrollment_is_due', ['MFA-4'], { until: deadline }),
  )
  const due = deadline === undefined ? {} : { deadline }
  return { kind: 'offer_enrollment', factors, ...due, ...decided(at, offering) }
}

const soonest = (terms: readonly Terms[]): Instant | undefined => {
  let first: Instant | undefined
  for (const { dueAt } of terms) if (dueAt !== undefined && (first === undefined || dueAt < first)) first = dueAt
  return first
}

/** MFA-2, MFA-3: enrolling and nothing else, or by the policy not even that for who had time and confirmed nothing at all. */
export const mustEnrol = (at: Case): SignInDecision => {
  const { required } = at
  const overdue = at.had.confirmed === 0 ? required.filter(({ suspends }) => suspends) : []
  const deadline = soonest(required)
  if (overdue.length > 0) {
    at.because.push(reason('enrollment_overdue', ['MFA-2', 'MFA-4'], { until: deadline }))
    return { kind: 'deny', suspend: idsOf(overdue), ...decided(at, overdue) }
  }
  const factors = kindsIn(factorSet(at) & helpingKinds(at))
  if (factors.length === 0) return denied(at, oneCategoryOnly, required)
  if ((at.own.ways & BY_RECOVERY) !== 0) at.because.push(recoveryCodeIsNoEnrollment)
  at.because.push(reason('enrollment_required', ['MFA-3'], { factors }))
  return { kind: 'require_enrollment', factors, deadline, ...decided(at, required) }
}

/** MFA-7, MFA-9, MFA-13: what must be used now. */
export const mustAnswer = (at: Case): SignInDecision => {
  const { required, facts, had, counted, own } = at
  const isBefore = required.length > 0 && !isEnrolled(at) && !mayEnrol(at)
  const kinds = required.length > 0 && !isBefore ? factorSet(at) : had.active
  const { tooOld } = isBefore ? own : counted
  const by = tooOld === 0 ? required : at.terms.filter(each => each.mode === 'required' || each.maxAge !== undefined)
  if (facts.now < had.lockedUntil) return lockedOut(at, by)
  const options = optionsOf(facts.factors, (kinds | RECOVERY) & helpingKinds(at))
  if ((tooOld & BY_SSO) !== 0) options.push({ kind: 'sso' })
  if (options.length === 0) return denied(at, (had.active & kinds) === 0 ? factorsDisabled : oneCategoryOnly, by)
  if (tooOld !== 0) at.because.push(secondFactorTooOld)
  at.because.push(isBefore ? existingFactorFirst : required.length > 0 ? secondFactorRequired : ownFactorAsked)
  return { kind: 'challenge', factors: options, ...decided(at, by) }
}

const lockedOut = (at: Case, by: readonly Terms[]): SignInDecision => {
  const until = at.had.lockedUntil
  at.because.push(reason('challenges_locked', ['MFA-9'], { until }))
  return { kind: 'deny', until, ...decided(at, by) }
}

/** The strongest first, and of one kind by id. */
const optionsOf = (factors: readonly SignInFactor[], kinds: number): ChallengeOption[] => {
  const options: ChallengeOption[] = []
  for (const asked of answerKinds) {
    if ((bitOf(asked) & kinds) === 0) continue
    const ids: string[] = []
    for (const { id, kind, status } of factors) if (kind === asked && status === 'active') ids.push(id)
    if (ids.length > 1) ids.sort((a, b) => (a < b ? -1 : 1))
    for (const factorId of ids) options.push({ kind: asked, factorId })
  }
  return options
}
