import { Immer } from 'immer'

// An instance of our own: the host's immer settings are none of our business, nor ours of theirs. Nothing is frozen
// here, because a recipe that changes nothing would freeze the caller's record.
const immer = new Immer({ autoFreeze: false })

/**
 * One record changed: what the recipe leaves alone keeps its identity, and by that the audit entry finds what changed.
 * Records are plain JSON; what is not (a `Map`, a `Date`, an instance of a class) would not be copied but changed in place.
 */
export const edit = <R extends object>(record: R, recipe: (draft: Mutable<R>) => void): R =>
  immer.produce(record, draft => {
    recipe(draft as Mutable<R>)
  })

type Mutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer E)[]
    ? Mutable<E>[]
    : { -readonly [K in keyof T]: Mutable<T[K]> }
