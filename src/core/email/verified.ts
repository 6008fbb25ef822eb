import { ok, type Result, refused } from '../kernel/result.ts'
import type { Domain } from './domain.ts'
import { type EmailOptions, parseEmailAddress } from './parse.ts'
import type { EmailRefusal } from './refusals.ts'
import { type EmailProofInvalid, verificationRefusals } from './verification-refusals.ts'

declare const verifiedBrand: unique symbol

/**
 * An address whose mail its user was proven to read: another type than `EmailAddress`, and the only one that can
 * grant a role (EML-3).
 *
 * @since 0.1.0
 */
export type VerifiedEmail = {
  readonly local: string
  readonly domain: Domain
  /** Who or what proved it, in the host's words: `mail-link`, `oidc:google`. */
  readonly verifiedBy: string
  readonly [verifiedBrand]: 'VerifiedEmail'
}

/** What proved an address. @since 0.1.0 */
export type EmailProof = { readonly by: string }

const MAX_BY = 200

// Types end at run time, and a request body can imitate any shape. Membership in this set cannot be imitated: JSON,
// spreads and clones make other objects. It holds no state that anything else could tell, and keeps nothing alive.
const minted = new WeakSet<object>()

/**
 * States that an address was verified, and by what. It is the host that knows: call it only where the proof was.
 *
 * @invariant EML-3
 * @param input The address, as for `parseEmailAddress`.
 * @param proof `by`: what proved it, 1 to 200 characters without control characters.
 * @param options As for `parseEmailAddress`.
 * @returns The verified address, frozen. It does not survive JSON: mint it where the proof is, in this process.
 * @refuses `email_proof_invalid` when `by` is not such a string; otherwise as `parseEmailAddress`.
 * @example
 * import { verifiedEmail } from 'orgcharter'
 * const email = verifiedEmail('grace@acme.com', { by: 'mail-link' })
 * @since 0.1.0
 */
export const verifiedEmail = (
  input: unknown,
  proof: EmailProof,
  options?: EmailOptions,
): Result<VerifiedEmail, EmailRefusal | EmailProofInvalid> => {
  const by = readBy(proof)
  if (by === undefined) return refused(verificationRefusals.email_proof_invalid({ max: MAX_BY }))
  const parsed = parseEmailAddress(input, options)
  if (!parsed.ok) return parsed
  const { local, domain } = parsed.value
  const email = Object.freeze({ local, domain, verifiedBy: by }) as VerifiedEmail
  minted.add(email)
  return ok(email)
}

const readBy = (proof: unknown): string | undefined => {
  try {
    const by: unknown = (proof as EmailProof).by
    return typeof by === 'string' && by.length > 0 && by.length <= MAX_BY && !UNPRINTABLE.test(by) ? by : undefined
  } catch {
    return undefined
  }
}

// Controls, the line separators that some logs break at, and lone surrogates, which are no text.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u

/**
 * Whether a value is an address that `verifiedEmail` made in this process.
 *
 * @invariant EML-3: nothing that only looks like one passes.
 * @param value Anything.
 * @returns `true` for what `verifiedEmail` returned, and for nothing else.
 * @example
 * import { isVerifiedEmail } from 'orgcharter'
 * isVerifiedEmail({ local: 'grace', domain: 'acme.com', verifiedBy: 'me' }) // false
 * @since 0.1.0
 */
export const isVerifiedEmail = (value: unknown): value is VerifiedEmail =>
  typeof value === 'object' && value !== null && minted.has(value)
