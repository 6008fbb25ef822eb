import type { AnyRefusal } from '../core/kernel/index.ts'

/** What `unwrap` throws; `refusal` is the refusal. @since 0.1.0 */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  constructor(readonly refusal: AnyRefusal) {
    super(`${refusal.code} ${JSON.stringify(refusal.facts)}`)
  }
}

type Unwrappable<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: AnyRefusal }

/**
 * The value, for those who would rather have a refusal thrown.
 *
 * @param result What a function or a method of the charter answered.
 * @returns Its value.
 * @throws RefusedError when it is a refusal.
 * @example
 * import { unwrap, verifiedEmail } from 'orgcharter'
 * const email = unwrap(verifiedEmail('ada@acme.com', { by: 'mail-link' }))
 * @since 0.1.0
 */
export const unwrap = <T>(result: Unwrappable<T>): T => {
  if (!result.ok) throw new RefusedError(result.refusal)
  return result.value
}
