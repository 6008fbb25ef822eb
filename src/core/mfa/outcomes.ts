import type { Instant } from '../kernel/instant.ts'
import { type Reason, reason } from '../kernel/reason.ts'
import { type Case, factorSet, helps, isEnrolled, mayEnrol } from './case.ts'
import { BY_DEVICE, BY_RECOVERY, BY_SSO } from './evidence.ts'
import { bitOf, factorKinds, kindsIn, RECOVERY } from './kinds.ts'
import type { ChallengeOption, SignInDecision } from './sign-in.ts'
import type { Terms } from './terms.ts'

type Decided = 'because' | 'determinedBy' | 'aal' | 'amr'
type Bare<D> = D extends SignInDecision ? Omit<D, Decided> : never

/** What a rule decides, with its own reasons and the policies that it rests on. */
export type Outcome = {
  readonly decision: Bare<SignInDecision>
  readonly reasons: readonly Reason[]
  readonly by: readonly Terms[]
}

export const denied = (
  reason: Reason,
  by: readonly Terms[] = [],
  more: { readonly until?: Instant; readonly suspend?: readonly string[] } = {},
): Outcome => ({ decision: { kind: 'deny', ...more }, reasons: [reason], by })

/** MFA-3, MFA-7. In, with an offer where a policy makes one. */
export const letIn = (at: Case): Outcome => {
  const reasons = [whyIn(at)]
  const offering = (at.counted.ways & BY_SSO) !== 0 ? [] : at.terms.filter(terms => isOffering(terms, at))
  const factors = offeredBy(offering).filter(kind => helps(kind, at))
  if (factors.length === 0) return { decision: { kind: 'allow' }, reasons, by: at.required }
  const [soonest] = offering.flatMap(({ mode, dueAt }) => (mode === 'grace' ? (dueAt ?? []) : [])).sort((a, b) => a - b)
  reasons.push(
    soonest === undefined
      ? reason('enrollment_is_offered', ['MFA-5'])
      : reason('enrollment_is_due', ['MFA-4'], { until: soonest }),
  )
  const deadline = soonest === undefined ? {} : { deadline: soonest }
  return { decision: { kind: 'offer_enrollment', factors, ...deadline }, reasons, by: offering }
}

const whyIn = ({ required, confirmed, counted: { ways } }: Case): Reason => {
  if (required.length === 0 && confirmed === 0) return reason('no_second_factor_asked', ['MFA-2'])
  if ((ways & ~BY_DEVICE) === 0) return reason('remembered_device_counts', ['MFA-2'])
  if ((ways & ~BY_DEVICE) === BY_RECOVERY) return reason('recovery_code_used', ['MFA-7', 'MFA-11'])
  return (ways & ~BY_DEVICE & ~BY_RECOVERY) === BY_SSO
    ? reason('second_factor_by_sso', ['MFA-17'])
    : reason('second_factor_used', ['MFA-7'])
}

const isOffering = ({ mode, kinds }: Terms, { active }: Case): boolean =>
  (mode === 'optional' || mode === 'grace') && (active & kinds) === 0

/** What all that offer would take; else what the first to be due takes. */
const offeredBy = (offering: readonly Terms[]) => {
  const common = offering.reduce((set, { kinds }) => set & kinds, offering.length === 0 ? 0 : -1)
  if (kindsIn(common).length > 0) return kindsIn(common)
  const [first] = [...offering].sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity))
  return kindsIn(first?.kinds ?? 0)
}

/** MFA-3: enrolling and nothing else, or by the policy not even that any more. */
export const mustEnrol = (at: Case): Outcome => {
  const { required } = at
  const overdue = required.filter(({ suspends }) => suspends)
  const deadline = Math.min(...required.map(({ dueAt = 0 }) => dueAt))
  if (overdue.length > 0) {
    const suspend = overdue.map(({ organizationId }) => organizationId)
    return denied(reason('enrollment_overdue', ['MFA-2', 'MFA-4'], { until: deadline }), overdue, { suspend })
  }
  const factors = kindsIn(factorSet(at)).filter(kind => helps(kind, at))
  if (factors.length === 0) return denied(oneCategory(), required)
  const reasons = [reason('enrollment_required', ['MFA-3'], { factors })]
  if ((at.own.ways & BY_RECOVERY) !== 0) reasons.unshift(reason('recovery_code_is_no_enrollment', ['MFA-7']))
  return { decision: { kind: 'require_enrollment', factors, deadline }, reasons, by: required }
}

const oneCategory = (): Reason => reason('one_category_only', ['MFA-7'])

/** MFA-7, MFA-9, MFA-13: what must be used now. */
export const mustAnswer = (at: Case): Outcome => {
  const { required, active, facts, lockedUntil, counted, own, terms } = at
  const isBefore = required.length > 0 && !isEnrolled(at) && !mayEnrol(at)
  const kinds = required.length > 0 && !isBefore ? factorSet(at) : active
  const { tooOld } = isBefore ? own : counted
  const by = terms.filter(each => each.mode === 'required' || (tooOld !== 0 && each.maxAge !== undefined))
  if (facts.now < lockedUntil) {
    const until = lockedUntil
    return denied(reason('challenges_locked', ['MFA-9'], { until }), by, { until })
  }
  const options = optionsOf(at, kinds)
  if ((tooOld & BY_SSO) !== 0) options.push({ kind: 'sso' })
  if (options.length === 0) {
    return denied((active & kinds) === 0 ? reason('factors_disabled', ['MFA-9']) : oneCategory(), by)
  }
  const reasons = [isBefore ? reason('existing_factor_first', ['MFA-13']) : whyAsked(at)]
  if (tooOld !== 0) reasons.unshift(reason('second_factor_too_old', ['MFA-2']))
  return { decision: { kind: 'challenge', factors: options }, reasons, by }
}

const whyAsked = ({ required }: Case): Reason =>
  required.length > 0 ? reason('second_factor_required', ['MFA-2', 'MFA-7']) : reason('own_factor_asked', ['MFA-7'])

const orderOf = (kind: string): number => {
  const order = (factorKinds as readonly string[]).indexOf(kind)
  return order < 0 ? factorKinds.length : order
}

const optionsOf = (at: Case, kinds: number): ChallengeOption[] =>
  at.facts.factors
    .filter(({ kind, status }) => status === 'active' && (bitOf(kind) & (kinds | RECOVERY)) !== 0 && helps(kind, at))
    .map(({ kind, id }) => ({ kind, factorId: id }))
    .sort((a, b) => orderOf(a.kind) - orderOf(b.kind) || (a.factorId < b.factorId ? -1 : 1))
