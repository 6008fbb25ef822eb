import type { Reason, Refusal } from '../kernel/index.ts'
import { reasonSentences } from './reasons.ts'
import { refusalSentences } from './sentences.ts'
import { fill, type Sentence } from './template.ts'

type Said = { readonly code?: unknown; readonly facts?: unknown }

const CODE = /^[a-z0-9_]{1,80}$/

const sentenceFor = (
  sentences: { readonly [code: string]: Sentence },
  said: unknown,
  otherwise: (code: string) => string,
): string => {
  try {
    const { code, facts } = said as Said
    if (typeof code !== 'string' || !CODE.test(code)) return otherwise('')
    const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined
    return sentence === undefined ? otherwise(` (${code})`) : fill(sentence, facts)
  } catch {
    return otherwise('') // INV-26: null, a proxy or a getter that throws
  }
}

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

/**
 * One reason of a `because` as a sentence for people.
 *
 * @invariant INV-26
 * @param reason The reason; `considered` of a refusal and the findings of `lintRules` have such codes too.
 * @returns One sentence.
 * @example
 * import { describeReason } from 'orgcharter'
 * describeReason({ code: 'exact_domain' }) // 'The rule is for exactly the domain of the address.'
 * @since 0.1.0
 */
export const describeReason = (reason: Pick<Reason, 'code'> & Partial<Reason>): string =>
  sentenceFor(reasonSentences, reason, code => `There is a reason${code} that this version does not know.`)
