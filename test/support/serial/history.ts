import type { Ref, Version } from '../../../src/core/kernel/index.ts'

/** What was added to a counter, within which bounds. */
export type Added = { readonly ref: Ref; readonly by: number; readonly min?: number; readonly max?: number }

/**
 * One commit that went through: the versions it was decided on, and those it wrote; null is absence. What reads many
 * records at one moment is one too, which writes nothing. `began` and `ended` are on one clock, that of whoever asked.
 */
export type Transaction = {
  readonly id: string
  readonly reads: ReadonlyMap<Ref, Version | null>
  readonly writes: ReadonlyMap<Ref, Version | null>
  readonly adds: readonly Added[]
  readonly began: number
  readonly ended: number
}

/** All that went through, beginning with nothing, and what was there in the end. */
export type History = {
  readonly transactions: readonly Transaction[]
  readonly versions: ReadonlyMap<Ref, Version>
  readonly counts: ReadonlyMap<Ref, number>
}

/** What no serial order explains. */
export type Anomaly =
  | { readonly kind: 'lost_update'; readonly ref: Ref; readonly ids: readonly string[] }
  | { readonly kind: 'read_of_nothing'; readonly ref: Ref; readonly ids: readonly string[] }
  | { readonly kind: 'not_last'; readonly ref: Ref; readonly ids: readonly string[] }
  | { readonly kind: 'sum_differs'; readonly ref: Ref; readonly says: number; readonly is: number }
  | { readonly kind: 'bound_broken'; readonly ref: Ref; readonly ids: readonly string[] }
  | { readonly kind: 'cycle'; readonly edges: readonly string[] }
