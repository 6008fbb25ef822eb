import { InvariantViolation } from '../../core/kernel/index.ts'

/**
 * Freezes a record in place, to the bottom. The store keeps and hands out the very object that was put: frozen, it
 * needs no copy on either way, and nobody who still holds it can change what is stored.
 *
 * @throws InvariantViolation for what JSON cannot say, which every other store would lose.
 */
export const deepFreeze = (value: unknown): void => {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    for (const field in value) deepFreeze((value as { readonly [field: string]: unknown })[field])
  } else if (
    typeof value === 'number' ? !Number.isFinite(value) : typeof value === 'function' || typeof value === 'bigint'
  )
    throw new InvariantViolation(`a record holds ${String(value)}, which is not JSON`)
}
