import { answerChallenge } from '../core/factor/use-cases/answer.ts'
import { challengeFactor } from '../core/factor/use-cases/challenge.ts'
import { confirmFactor } from '../core/factor/use-cases/confirm.ts'
import { enrollFactor } from '../core/factor/use-cases/enroll.ts'
import { evaluateUserSignIn } from '../core/factor/use-cases/evaluate-sign-in.ts'
import { listFactors } from '../core/factor/use-cases/factors.ts'
import { previewPolicy } from '../core/factor/use-cases/preview-policy.ts'
import { makeRecoveryCodes } from '../core/factor/use-cases/recovery-codes.ts'
import { removeFactor } from '../core/factor/use-cases/remove-factor.ts'
import { resealFactors } from '../core/factor/use-cases/reseal.ts'
import { resetFactors } from '../core/factor/use-cases/reset.ts'
import { setPolicy } from '../core/factor/use-cases/set-policy.ts'
import { sweepOverdue } from '../core/factor/use-cases/sweep-overdue.ts'
import { trustDevice } from '../core/factor/use-cases/trust-device.ts'
import { unlockFactors } from '../core/factor/use-cases/unlock.ts'

/** What signs people in with second factors, and what an organization asks of them. */
export const mfaUseCases = {
  mfa: {
    /**
     * MFA-5, MFA-17: what comes of a sign-in to the account, and with `organizationId` into that organization.
     *
     * @refuses user_not_found when there is no such user
     * @refuses organization_archived when the organization is
     */
    evaluateSignIn: evaluateUserSignIn,
    /**
     * MFA-1: one's own factors, or those of a user whom the actor manages; never what they are answered with.
     *
     * @refuses user_not_yours when their home is no organization of the actor's
     */
    factors: listFactors,
    /**
     * MFA-12, MFA-13: a user takes away one of their factors, after a fresh proof by one.
     *
     * @refuses factor_needed when a policy needs it and no other is there
     * @refuses step_up_required when the proof is not fresh
     */
    removeFactor: removeFactor,
    /**
     * MFA-12: takes all factors of a user away; every policy that requires one asks them to enrol at once.
     *
     * @refuses own_factors when they are the actor's
     * @refuses step_up_required when the session is not fresh
     */
    reset: resetFactors,
    /**
     * MFA-9: ends the lock-out of a user early; what failed in a row stays counted.
     *
     * @refuses own_factors when they are the actor's
     */
    unlock: unlockFactors,
    /**
     * MFA-16: one page of the secrets of factors, sealed anew under the current key. Call it until there is no `next`.
     *
     * @refuses operator_only when a user asks
     */
    reseal: resealFactors,
    /**
     * MFA-1, MFA-13: begins to set up a factor of the actor's; it counts once `confirm` has used it, within an hour.
     *
     * @refuses step_up_required when the session, or the proof by a factor, is not fresh
     * @refuses factors_too_many when they have as many as one may
     */
    enroll: enrollFactor,
    /**
     * MFA-1: makes a factor active by using it for the first time.
     *
     * @refuses enrollment_expired when it comes too late
     * @refuses totp_code_wrong when the code of an app is not right now
     * @refuses factors_locked when there were too many failures
     */
    confirm: confirmFactor,
    /**
     * MFA-10: sends a code, or makes the challenge of a ceremony, in place of the one before.
     *
     * @refuses code_sent_lately when one was sent a moment ago
     * @refuses factors_locked when there were too many failures
     */
    challenge: challengeFactor,
    /**
     * MFA-7 to MFA-11: uses a factor, a recovery code or a remembered device; what is right counts once, what is wrong
     * is counted.
     *
     * @refuses totp_code_wrong when the code of an app is not right now
     * @refuses code_wrong when another code is not right, or was used
     * @refuses factors_locked when there were too many failures (MFA-9)
     */
    answer: answerChallenge,
    /**
     * MFA-11: ten recovery codes, in place of all that there were.
     *
     * @refuses recovery_codes_alone when there is no factor that they stand in for
     */
    recoveryCodes: makeRecoveryCodes,
    /**
     * MFA-2, MFA-13: has a device remembered, for home and for the organization that is entered.
     *
     * @refuses device_not_to_remember when the policies do not allow it
     */
    trustDevice: trustDevice,
    /**
     * MFA-2, MFA-6, MFA-14: says what an organization asks of its members' sign-ins from now on.
     *
     * @refuses policy_locks_out when it would lock out whoever sets it
     * @refuses mfa_policies_disjoint when some member could not satisfy it beside another policy
     * @refuses step_up_required when the session is not fresh
     */
    setPolicy,
    /**
     * MFA-15: who would comply with a policy, who would be asked to enrol and until when, and who would be blocked.
     *
     * @refuses mfa_policy_without_factor when nothing could satisfy it
     */
    previewPolicy,
    /**
     * MFA-2: one bounded commit of suspending whoever did not enrol in time, where the policy says so. Call it until
     * `finished`.
     */
    sweepOverdue,
  },
} as const
