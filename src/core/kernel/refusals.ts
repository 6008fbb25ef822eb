import type { Made } from './refusal.ts'
import { refusal } from './refusal.ts'

/** What any command may be refused with, before its own rules are asked. */
export const kernelRefusals = {
  /** The command does not have its declared shape; `issues` says where (at most 20). */
  input_invalid: refusal('invalid', 'input_invalid', ['INV-26'])<{
    issues: readonly { readonly path: readonly (string | number)[]; readonly code: string }[]
  }>(),
  idempotency_key_reused: refusal('conflict', 'idempotency_key_reused', ['AUD-4', 'INV-27'])<{ action: string }>(),
  cursor_invalid: refusal('invalid', 'cursor_invalid', ['INV-26'])(),
  contention_persisted: refusal('contention', 'contention_persisted', ['INV-22'])<{ attempts: number }>(),
}
export type KernelRefusal = Made<(typeof kernelRefusals)[keyof typeof kernelRefusals]>

/** What outsiders are told instead of what would tell them who has an account, and how it stands. */
export const publicRefusals = {
  not_possible: refusal('forbidden', 'not_possible', ['AUD-8'])(),
}
