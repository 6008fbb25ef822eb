import { z } from 'zod'
import { verificationRefusals } from './verification-refusals.ts'
import { isVerifiedEmail, type VerifiedEmail } from './verified.ts'

/** EML-3: a command's address must be one that `verifiedEmail` made; anything else is `email_not_verified`. */
export const VerifiedEmailInput: z.ZodType<VerifiedEmail, VerifiedEmail> = z.custom<VerifiedEmail>(isVerifiedEmail, {
  params: { refusal: verificationRefusals.email_not_verified({}) },
})
