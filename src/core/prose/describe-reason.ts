import type { Reason } from '../kernel/index.ts'
import { reasonSentences } from './reasons.ts'
import { sentenceFor } from './sentence-for.ts'

/**
 * One reason of a `because` as a sentence for people.
 *
 * @invariant INV-26
 * @param reason The reason; `considered` of a refusal and the findings of `lintRules` have such codes too.
 * @returns One sentence.
 * @example
 * import { describeReason } from 'orgcharter/prose'
 * describeReason({ code: 'exact_domain' }) // 'The rule is for exactly the domain of the address.'
 * @since 0.1.0
 */
export const describeReason = (reason: Pick<Reason, 'code'> & Partial<Reason>): string =>
  sentenceFor(reasonSentences, reason, code => `There is a reason${code} that this version does not know.`)
