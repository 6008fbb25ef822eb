import type { Facts } from './refusal.ts'

/**
 * One reason of an answer: which rules of the model it rests on, a stable code, and the facts. `because` is a list of
 * them.
 *
 * @since 0.1.0
 */
export type Reason = { readonly rules: readonly string[]; readonly code: string; readonly facts: Facts }

/** Why an answer is as it is: its reasons, in the order in which they were found. @since 0.1.0 */
export type Because = readonly Reason[]

export const reason = (code: string, rules: readonly string[], facts: Facts = {}): Reason => ({ rules, code, facts })
