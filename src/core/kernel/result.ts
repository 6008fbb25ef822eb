import type { AnyRefusal } from './refusal.ts'

/** The yes of a `Result`. @since 0.1.0 */
export type Ok<T> = { readonly ok: true; readonly value: T }

/** The no of a `Result`, with what was refused and why. @since 0.1.0 */
export type Refused<R extends AnyRefusal = AnyRefusal> = { readonly ok: false; readonly refusal: R }

/**
 * What a function answers when a correct program can meet a no: the value, or a refusal that says why not.
 *
 * @since 0.1.0
 */
export type Result<T, R extends AnyRefusal = AnyRefusal> = Ok<T> | Refused<R>

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value })

export const refused = <R extends AnyRefusal>(refusal: R): Refused<R> => ({ ok: false, refusal })
