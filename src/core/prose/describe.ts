import type { Refusal } from '../kernel/index.ts'
import { sentenceFor } from './sentence-for.ts'
import { refusalSentences } from './sentences.ts'

/**
 * A refusal as a sentence for people: what happened, and what to do about it. In English; for another language,
 * translate by `code` and `facts`. It is plain text: escape it where it becomes HTML.
 *
 * @invariant INV-26
 * @param refusal The refusal; of a newer version's codes it says only that it was refused.
 * @returns One or two sentences.
 * @example
 * import { describe, verifiedEmail } from 'orgcharter'
 * const email = verifiedEmail('ada@acme', { by: 'mail-link' })
 * if (!email.ok) describe(email.refusal) // 'The domain has a single part. Enter all of it, such as acme.com.'
 * @since 0.1.0
 */
export const describe = (refusal: Refusal): string =>
  sentenceFor(refusalSentences, refusal, code => `It was refused${code}. Look the code up in the documentation.`)
