import { type Made, refusal } from '../kernel/refusal.ts'

/** Why an address is not a verified one (EML-3). @since 0.1.0 */
export const verificationRefusals = {
  email_proof_invalid: refusal('invalid', 'email_proof_invalid', ['EML-3'])<{ max: number }>(),
  email_not_verified: refusal('forbidden', 'email_not_verified', ['EML-3'])(),
}

/** What was given as a proof is none. @since 0.1.0 */
export type EmailProofInvalid = Made<typeof verificationRefusals.email_proof_invalid>
