import { z } from 'zod'
import { Duration, Instant, ReasonText, UserId } from '../kernel/index.ts'
import { RoleType } from '../role/index.ts'

/** MFA-1. What a user can enrol as a second factor. @since 0.4.0 */
export const FactorKindName = z.enum(['webauthn', 'totp', 'sms', 'email_otp'])

/** The record of an organization is read by every command in it, so it stays small. */
const EXEMPTIONS = 200
const Positive = Duration.min(1)

const Exemption = z.strictObject({ userId: UserId, until: Instant, reason: ReasonText })

/**
 * MFA-2. The organization's MFA policy, as `MfaPolicyFacts` of `orgcharter/mfa` has it, but for `guessing`, which the
 * charter does not leave to policies; a new organization has it off. `judgePolicy` says whether it makes sense.
 *
 * @since 0.1.0
 */
export const MfaPolicy = z.strictObject({
  mode: z.enum(['off', 'optional', 'required']),
  requiredFrom: Instant.exactOptional(),
  grace: Duration.exactOptional(),
  factors: z.array(FactorKindName).max(4).readonly().exactOptional(),
  appliesTo: z.array(RoleType).max(3).readonly().exactOptional(),
  exemptions: z.array(Exemption).max(EXEMPTIONS).readonly().exactOptional(),
  maxAge: Positive.exactOptional(),
  rememberedDevices: Positive.exactOptional(),
  onOverdue: z.enum(['block', 'suspend']).exactOptional(),
})
export type MfaPolicy = z.output<typeof MfaPolicy>

/** MFA-4. From when on, and how long after, a policy asked members of these types to enrol; `askedAt` is when it was set. @since 0.4.0 */
export const MfaSchedule = z.strictObject({
  types: z.array(RoleType).readonly(),
  from: Instant,
  grace: Duration,
  askedAt: Instant,
})
export type MfaSchedule = z.output<typeof MfaSchedule>

/** So that neither is lost: how many grow is bounded by `schedulesAfter`. */
const SCHEDULES = 32

/**
 * MFA-4, MFA-13. What has been asked of members, whatever the policy says now, and how often it changed.
 *
 * @since 0.4.0
 */
export const MfaHistory = z.strictObject({
  /** Counts up with each change of the policy: devices that were remembered under another are forgotten. */
  edition: z.int().min(1),
  setAt: Instant,
  schedules: z.array(MfaSchedule).max(SCHEDULES).readonly(),
})
export type MfaHistory = z.output<typeof MfaHistory>
