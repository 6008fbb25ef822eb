import { type Duration, MINUTE } from '../kernel/index.ts'

/** MFA-1: an enrollment that is not confirmed within this time is over. */
export const ENROLLMENT_VALID_FOR: Duration = 60 * MINUTE

/** MFA-10: how long a delivered code, or the challenge of a WebAuthn ceremony, is waited for. */
export const CODE_VALID_FOR: Duration = 10 * MINUTE
/** MFA-10: so many wrong answers end a code. */
export const TRIES_PER_CODE = 5

/** MFA-10: how many messages of one kind a user gets within `SENDS_COUNT_FOR`, and what must be between two of them. */
export const SENDS_AN_HOUR = 5
export const SENDS_COUNT_FOR: Duration = 60 * MINUTE
export const BETWEEN_SENDS: Duration = MINUTE / 2

/** MFA-8: 160 bits. */
export const TOTP_SECRET_BYTES = 20

/** MFA-11: ten codes of 120 bits; from so few left on the user is warned. */
export const RECOVERY_CODES = 10
export const RECOVERY_CODE_BYTES = 15
export const FEW_RECOVERY_CODES = 3
