import { ok, type Result, refused } from '../kernel/result.ts'
import { GUESSED_AT_MOST, guessBound } from './guess-bound.ts'
import { kindsIn, setOf } from './kinds.ts'
import { factorsOf, type MfaPolicyFacts } from './policy.ts'
import { wrongField } from './policy-shape.ts'
import { invalidPolicy, type MfaPolicyRefusal } from './refusals.ts'

/**
 * MFA-2, MFA-7, MFA-9. Whether a policy can be an organization's: what could never be satisfied, or is no protection, is
 * refused before anybody meets it.
 *
 * @invariant INV-26: it never throws; a field that nobody knows is refused.
 * @param policy The policy, from wherever it comes.
 * @returns The policy; the factors that it names are named once each, the strongest first.
 * @refuses mfa_policy_invalid when a field is unknown or not what it must be
 * @refuses mfa_policy_without_factor when nothing could satisfy it
 * @refuses mfa_policy_sms_only when only text messages would
 * @refuses mfa_policy_grace_negative when the grace ends before it begins
 * @refuses mfa_policy_guessable when a code is guessed more often than once in 1,000 times
 * @example
 * import { judgePolicy } from 'orgcharter/mfa'
 * const judged = judgePolicy({ mode: 'required', factors: ['sms'] })
 * if (!judged.ok) judged.refusal.code // 'mfa_policy_sms_only'
 * @since 0.3.0
 */
export const judgePolicy = (policy: unknown): Result<MfaPolicyFacts, MfaPolicyRefusal> => {
  try {
    const field = wrongField(policy)
    if (field !== undefined) return refused(invalidPolicy('mfa_policy_invalid', { field }))
    return judge({ ...(policy as MfaPolicyFacts) })
  } catch {
    return refused(invalidPolicy('mfa_policy_invalid', { field: 'policy' })) // INV-26: a proxy or a getter that throws
  }
}

const judge = (policy: MfaPolicyFacts): Result<MfaPolicyFacts, MfaPolicyRefusal> => {
  const { mode, grace = 0 } = policy
  const factors = kindsIn(setOf(factorsOf(policy)))
  if (grace < 0) return refused(invalidPolicy('mfa_policy_grace_negative', { grace }))
  if (mode === 'off') return ok(policy)
  if (factors.length === 0) return refused(invalidPolicy('mfa_policy_without_factor', {}))
  if (factors.every(kind => kind === 'sms')) return refused(invalidPolicy('mfa_policy_sms_only', {}))
  const chance = guessBound(policy)
  if (chance > GUESSED_AT_MOST) {
    const [oneIn, least] = [Math.floor(1 / chance), Math.round(1 / GUESSED_AT_MOST)]
    return refused(invalidPolicy('mfa_policy_guessable', { oneIn, least }))
  }
  return ok(policy.factors === undefined ? policy : { ...policy, factors })
}
