import type { Settings } from '../core/env.ts'
import type { Collection, Ref } from '../core/kernel/index.ts'
import { collections } from '../core/world/index.ts'
import type { Store } from '../ports/store.ts'
import type { Clock, Ids, Random } from '../ports/system.ts'
import { bind, type Charter } from './charter.ts'
import { defaults } from './defaults.ts'

/**
 * What the host sets; all but the store has a default.
 *
 * - `clock`, `ids`, `random`: the machine's, unless given
 * - `lists`, `idna`: public providers and suffixes, and internationalized domains
 * - `proofValidFor`: how long (ms) a domain proof holds; 90 days
 * - `sharedMailboxes`: more local parts that many people read (DOM-6)
 * - `specialUseDomains`: `allow_in_tests` lets `.test` and `.example` carry rules; never in production
 *
 * @since 0.1.0
 */
export type CharterOptions = {
  readonly store: Store
  readonly clock?: Clock
  readonly ids?: Ids
  readonly random?: Random
} & Partial<Pick<Settings, 'lists' | 'idna' | 'proofValidFor' | 'sharedMailboxes' | 'specialUseDomains'>>

const byName: ReadonlyMap<string, Collection> = new Map(
  collections.flatMap(of => (of.kind === 'records' ? [[of.name, of] as const] : [])),
)

const collectionOf = (ref: Ref): Collection | undefined => byName.get(ref.slice(0, ref.indexOf('/')))

/**
 * Joins the rules to a store.
 *
 * @param options `store`, and whatever the host wants otherwise than by default.
 * @returns The charter, by whose methods host code reads and commands.
 * @throws TypeError when an option is missing or of the wrong kind.
 * @example
 * import { createCharter } from 'orgcharter'
 * import { createMemoryStore } from 'orgcharter/memory'
 * const charter = createCharter({ store: createMemoryStore() })
 * @since 0.1.0
 */
export const createCharter = (options: CharterOptions): Charter => {
  const { store, clock, ids, random, ...settings } = checked(options)
  const standard = defaults(random)
  return bind({
    store,
    clock: clock ?? standard.clock,
    ids: ids ?? standard.ids,
    random: standard.random,
    settings: { ...standard.settings, ...settings },
    collectionOf,
  })
}

const METHODS = ['get', 'list', 'commit'] as const
const FUNCTIONS = ['clock', 'ids', 'random'] as const

/** Misuse by the programmer is told at once, and not by a refusal in production. */
const checked = (options: CharterOptions): CharterOptions => {
  const given = options as Partial<Record<string, unknown>> | null | undefined
  if (!given) throw new TypeError('createCharter: options are missing')
  const store = given['store'] as Partial<Record<string, unknown>> | undefined
  for (const method of METHODS)
    if (typeof store?.[method] !== 'function') throw new TypeError(`createCharter: store.${method} is not a function`)
  for (const name of FUNCTIONS)
    if (given[name] !== undefined && typeof given[name] !== 'function')
      throw new TypeError(`createCharter: ${name} is not a function`)
  return options
}
