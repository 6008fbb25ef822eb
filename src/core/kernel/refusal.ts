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
  <F extends Facts = Record<never, never>>(): RefusalOf<K, C, F> =>
    Object.assign((facts: F): Refusal<K, C, F> => ({ kind, code, facts }), { row: { kind, code, rules } })

/** The refusal that a constructor makes. */
export type Made<T> = T extends (facts: never) => infer R ? R : never
