import { z } from 'zod'
import { collection, Instant, idSchema, OrganizationId, UserId } from '../kernel/index.ts'
import { DisplayName, FactorKindName } from '../organization/index.ts'
import { FailureRecord } from './failure-record.ts'
import { SENDS_AN_HOUR } from './limits.ts'

/** So that one decision reads and writes a record of bounded size. */
export const FACTORS_PER_USER = 20
export const DEVICES_PER_USER = 50

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
/** As browsers and servers of WebAuthn exchange bytes: without padding. */
export const Base64Url = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(4_000)

/** MFA-1. A key that the host registered and verified (WebAuthn Level 3, §4), as it told us. @since 0.4.0 */
export const WebauthnCredential = z.strictObject({
  id: Base64Url,
  publicKey: Base64Url,
  /** The signature counter that was seen last (§6.1.1): 0 for authenticators that have none. */
  counter: z.int().min(0).max(4_294_967_295),
  /** Its key never leaves the authenticator. */
  deviceBound: z.boolean(),
})
export type WebauthnCredential = z.output<typeof WebauthnCredential>

const common = { id: idSchema, label: DisplayName.exactOptional(), enrolledAt: Instant }
const pending = { status: z.literal('pending'), expiresAt: Instant }
const active = { status: z.literal('active'), confirmedAt: Instant, usedAt: Instant.exactOptional() }

const totp = { ...common, kind: z.literal('totp') }
/** `hint`: the last two digits of the number, which is stored sealed, and apart. */
const sms = { ...common, kind: z.literal('sms'), hint: z.string().max(2) }
const emailOtp = { ...common, kind: z.literal('email_otp') }
const webauthn = { ...common, kind: z.literal('webauthn') }

/**
 * MFA-1. A factor of a user: `pending` until it is confirmed, then `active`. One that is removed leaves the record, and
 * never comes back (INV-17). A factor that failed too often is still active here; the failures say so (MFA-9).
 *
 * @since 0.4.0
 */
export const Factor = z.union([
  z.strictObject({ ...totp, ...pending }),
  /** `lastStep`: the time step that was accepted last (MFA-8). */
  z.strictObject({ ...totp, ...active, lastStep: z.int().min(0) }),
  z.strictObject({ ...sms, ...pending }),
  z.strictObject({ ...sms, ...active }),
  z.strictObject({ ...emailOtp, ...pending }),
  z.strictObject({ ...emailOtp, ...active }),
  z.strictObject({ ...webauthn, ...pending }),
  z.strictObject({ ...webauthn, ...active, credential: WebauthnCredential }),
])
export type Factor = z.output<typeof Factor>
export type ActiveFactor = Extract<Factor, { status: 'active' }>
export type PendingFactor = Extract<Factor, { status: 'pending' }>

/** MFA-11. The recovery codes that are left, of a set that is replaced as a whole. Of each only a hash is stored. @since 0.4.0 */
export const RecoverySet = z.strictObject({
  id: idSchema,
  madeAt: Instant,
  unused: z
    .array(z.strictObject({ codeHash: Hash }))
    .max(10)
    .readonly(),
})
export type RecoverySet = z.output<typeof RecoverySet>

/**
 * MFA-1, MFA-9, INV-16. All that decides about a user's second factors is one record: whoever answers, enrols or removes
 * meets everybody else who does at it, so that nothing is accepted twice and no failure goes uncounted.
 *
 * @since 0.4.0
 */
export const UserFactors = z.strictObject({
  userId: UserId,
  homeOrganizationId: OrganizationId,
  /** Counts up with each change of a factor: remembered devices of another edition are forgotten (MFA-13). */
  edition: z.int().min(1),
  factors: z.array(Factor).max(FACTORS_PER_USER).readonly(),
  recovery: RecoverySet.exactOptional(),
  failures: FailureRecord.exactOptional(),
  /** MFA-10. When codes were sent of late, by kind. Here and not with a factor, so that no factor that comes anew begins anew. */
  sends: z
    .array(z.strictObject({ kind: z.enum(['sms', 'email_otp']), at: Instant }))
    .max(2 * SENDS_AN_HOUR)
    .readonly()
    .exactOptional(),
  /** MFA-12. When an admin took all factors away: no grace that began before is left. */
  resetAt: Instant.exactOptional(),
  resetReason: z.string().max(500).exactOptional(),
})
export type UserFactors = z.output<typeof UserFactors>

export const userFactors = collection('user_factors', UserFactors, {
  key: ['userId'],
  organization: 'homeOrganizationId',
})

/**
 * MFA-16. The secret of a TOTP factor, or the number of an sms factor, sealed, and bound to the user and the factor: apart,
 * so that no audit entry shows it.
 *
 * @since 0.4.0
 */
export const FactorSecret = z.strictObject({
  userId: UserId,
  factorId: idSchema,
  list: z.literal('all'),
  sealed: z.string(),
})
export type FactorSecret = z.output<typeof FactorSecret>

export const factorSecrets = collection('factor_secret', FactorSecret, {
  key: ['userId', 'factorId'],
  secondary: { factor_secret_in_all: { fields: ['list'] } },
  audit: 'none',
})

/**
 * MFA-10. What a factor was asked last: a delivered code, of which a hash is stored, sealed, since it has so few digits; or
 * the challenge of a WebAuthn ceremony. One for a factor: what was answered is gone, and what failed too often has neither any more.
 *
 * @since 0.4.0
 */
export const LiveChallenge = z.strictObject({
  userId: UserId,
  factorId: idSchema,
  id: idSchema,
  expiresAt: Instant,
  tries: z.int().min(0),
  sealedCodeHash: z.string().exactOptional(),
  challengeHash: Hash.exactOptional(),
})
export type LiveChallenge = z.output<typeof LiveChallenge>

export const liveChallenges = collection('live_challenge', LiveChallenge, {
  key: ['userId', 'factorId'],
  audit: 'none',
})

/** MFA-13. What a device was trusted under in one organization: a change of the role or the policy there ends it. @since 0.4.0 */
const TrustedIn = z.strictObject({
  organizationId: OrganizationId,
  term: z.int().min(1),
  role: z.string(),
  /** When it began: a role that was changed and changed back is another one. */
  roleSince: Instant,
  policyEdition: z.int().min(0),
})

/**
 * MFA-2, MFA-13. A device that was remembered after a second factor was used, for these organizations. Each use of its
 * token makes a new one; of the present one a hash is stored.
 *
 * @since 0.4.0
 */
export const TrustedDevice = z.strictObject({
  userId: UserId,
  id: idSchema,
  tokenHash: Hash,
  label: DisplayName.exactOptional(),
  /** By which kind of factor, and when. */
  method: FactorKindName,
  at: Instant,
  /** When it was trusted: at most until then. A change of what it rests on ends it before. */
  until: Instant,
  /** Of the user's factors, when it was trusted. */
  edition: z.int().min(1),
  organizations: z.array(TrustedIn).max(2).readonly(),
})
export type TrustedDevice = z.output<typeof TrustedDevice>

export const trustedDevices = collection('trusted_device', TrustedDevice, {
  key: ['userId', 'id'],
  secondary: { trusted_device_by_user: { fields: ['userId'], order: ['at'] } },
})

/** INV-17. A factor that was, and will not be again. @since 0.4.0 */
export const RevokedFactor = z.strictObject({
  userId: UserId,
  factorId: idSchema,
  kind: FactorKindName,
  enrolledAt: Instant,
  revokedAt: Instant,
  why: z.enum(['removed', 'replaced', 'reset']),
})
export type RevokedFactor = z.output<typeof RevokedFactor>

export const revokedFactors = collection('revoked_factor', RevokedFactor, {
  key: ['userId', 'factorId'],
  secondary: { revoked_factor_by_user: { fields: ['userId'], order: ['revokedAt'] } },
})

/**
 * A WebAuthn credential is of one user and one factor (WebAuthn Level 3, §7.1 step 26): uniqueness is a key. `digest` is the
 * SHA-256 of its id, which is too long for one.
 *
 * @since 0.4.0
 */
export const CredentialHolder = z.strictObject({ digest: Hash, userId: UserId, factorId: idSchema })

export const credentialHolders = collection('webauthn_credential', CredentialHolder, { key: ['digest'] })
