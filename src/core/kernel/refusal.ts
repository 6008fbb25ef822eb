/**
 * The nine kinds of refusal; each has an HTTP and a gRPC hint in `docs/refusals.md`.
 *
 * @since 0.1.0
 */
export type RefusalKind =
  | 'invalid'
  | 'not_found'
  | 'conflict'
  | 'forbidden'
  | 'step_up'
  | 'invariant'
  | 'state'
  | 'limit'
  | 'contention'

/** A JSON value: what facts, records and outcomes are made of. @since 0.1.0 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** What a refusal, a reason or an effect tells beside its code: plain JSON. @since 0.1.0 */
export type Facts = { readonly [key: string]: Json | undefined }

/**
 * An expected no: never an exception. `code` is stable for good, `facts` is plain JSON, and `describe(refusal)` makes
 * the sentence.
 *
 * @since 0.1.0
 */
export type Refusal<K extends RefusalKind = RefusalKind, C extends string = string, F extends Facts = Facts> = {
  readonly kind: K
  readonly code: C
  readonly facts: F
}

/** Whatever was refused. @since 0.1.0 */
export type AnyRefusal = Refusal

/** One row of a module's table of refusals: its kind and the model numbers that it enforces. */
export type RefusalRow<K extends RefusalKind = RefusalKind> = { readonly kind: K; readonly rules: readonly string[] }

/** The constructor of one code: call it with its facts. */
export type RefusalOf<K extends RefusalKind, C extends string, F extends Facts> = {
  (facts: F): Refusal<K, C, F>
  readonly row: RefusalRow<K> & { readonly code: C }
}

/**
 * Declares one refusal code: `refusal('conflict', 'email_taken', ['INV-04'])<{ email: string }>()`.
 * The docs table and the sentences are checked against what is declared with it.
 */
export const refusal =
  <K extends RefusalKind, C extends string>(kind: K, code: C, rules: readonly string[]) =>
  <F extends Facts = NoFacts>(): RefusalOf<K, C, F> =>
    Object.assign((facts: F): Refusal<K, C, F> => ({ kind, code, facts }), { row: { kind, code, rules } })

/** The facts of a refusal whose code says it all. */
export type NoFacts = Record<never, never>

/** The refusals of one kind whose facts a type lists by code: `{ email_empty: NoFacts; email_comment: At }`. */
export type RefusalsOf<K extends RefusalKind, FactsByCode> = {
  [C in keyof FactsByCode & string]: Refusal<K, C, FactsByCode[C] & Facts>
}[keyof FactsByCode & string]

/**
 * Makes refusals of one kind where a bundle must stay small: a code then stands only where it is given, and its row in
 * a file of its own. `const invalid = refusing('invalid')<FactsByCode>()`, then `invalid('email_comment', { position })`.
 */
export const refusing =
  <K extends RefusalKind>(kind: K) =>
  <FactsByCode extends { readonly [code: string]: Facts }>() =>
  <C extends keyof FactsByCode & string>(code: C, facts: FactsByCode[C]): Refusal<K, C, FactsByCode[C]> => ({
    kind,
    code,
    facts,
  })

/** A row for each of some refusals: a code that is missing, or of another kind, does not compile. */
export type RowsOf<R extends AnyRefusal> = {
  readonly [C in R['code']]: RefusalRow<Extract<R, { code: C }>['kind']>
}

export const row = <K extends RefusalKind>(kind: K, ...rules: readonly string[]): RefusalRow<K> => ({ kind, rules })

/** The refusal that a constructor makes. */
export type Made<T> = T extends (facts: never) => infer R ? R : never
