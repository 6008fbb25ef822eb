import type { Collection, Counter, Precondition, Ref, Write } from '../../core/kernel/index.ts'
import { add, put, refOf } from '../../core/kernel/index.ts'
import type { Committed, Page, Store, Stored } from '../../ports/store.ts'
import { isSame, show } from './same.ts'

/** A part of a change set: a precondition, a write, or both on one record. */
export type Step = { readonly precondition?: Precondition; readonly write?: Write }

export const create = <R extends object>(of: Collection<R>, record: R): Step => {
  const write = put(of, record)
  return { precondition: { ref: write.ref, version: null }, write }
}

export const replace = <R extends object>(found: Stored, of: Collection<R>, record: R): Step => ({
  precondition: { ref: found.ref, version: found.version },
  write: put(of, record),
})

export const erase = ({ ref, version }: Stored): Step => ({
  precondition: { ref, version },
  write: { op: 'remove', ref },
})

/** Only read: it must still be as it was. */
export const hold = ({ ref, version }: Stored): Step => ({ precondition: { ref, version } })

export const count = (of: Counter, key: string, by: number, bounds: { min?: number; max?: number } = {}): Step => ({
  write: add(of, [key], by, bounds),
})

/** What a case acts and judges with. */
export type Trial = {
  readonly store: Store
  commit(...steps: readonly Step[]): Promise<Committed>
  /** A commit that must not conflict. */
  must(...steps: readonly Step[]): Promise<void>
  /** A record that must be there. */
  found(of: { readonly name: string }, ...key: readonly string[]): Promise<Stored>
  maybe(of: { readonly name: string }, ...key: readonly string[]): Promise<Stored | undefined>
  counted(of: Counter, key: string): Promise<number>
  /** The whole list, page by page. */
  listed(key: string, limit?: number): Promise<readonly Stored[]>
  same(what: string, actual: unknown, expected: unknown): void
  that(what: string, holds: boolean, facts?: unknown): void
  /** It conflicted, on this record at least. */
  conflicts(what: string, committed: Committed, on: Ref): void
  /** It rejected with an error of that name whose message has these words in it. */
  throws(what: string, call: () => Promise<unknown>, name: string, words?: string): Promise<void>
}

export const startTrial = (store: Store, rule: string): Trial => {
  const that = (what: string, holds: boolean, facts?: unknown): void => {
    if (!holds) throw new Error(`${rule}: ${what}${facts === undefined ? '' : `: ${show(facts)}`}`)
  }
  return { store, that, ...acts(store, that), ...judgements(that) }
}

type That = (what: string, holds: boolean, facts?: unknown) => void

const acts = (store: Store, that: That) => {
  let commits = 0
  const commit = (...steps: readonly Step[]): Promise<Committed> =>
    store.commit({
      id: `change${++commits}`,
      preconditions: steps.flatMap(({ precondition }) => precondition ?? []),
      writes: steps.flatMap(({ write }) => write ?? []),
    })
  const maybe = async (of: { readonly name: string }, ...key: readonly string[]): Promise<Stored | undefined> => {
    const ref = refOf(of, ...key)
    return (await store.get([ref])).get(ref)
  }
  return {
    commit,
    maybe,
    must: async (...steps: readonly Step[]) => {
      const committed = await commit(...steps)
      that('a commit that nothing stands against conflicted', committed.ok, committed)
    },
    found: async (of: { readonly name: string }, ...key: readonly string[]): Promise<Stored> => {
      const stored = await maybe(of, ...key)
      if (stored === undefined) that('a record that was put is missing', false, refOf(of, ...key))
      return stored as Stored
    },
    counted: async (of: Counter, key: string) => ((await maybe(of, key))?.record as { count?: number })?.count ?? 0,
    listed: (key: string, limit = 7) => wholeList(store, that, key, limit),
  }
}

const wholeList = async (store: Store, that: That, key: string, limit: number): Promise<readonly Stored[]> => {
  const items: Stored[] = []
  let page: Page = await store.list({ key, limit })
  items.push(...page.items)
  while (page.next !== undefined) {
    that('a page is longer than its limit', page.items.length <= limit, { key, limit, items: page.items.length })
    page = await store.list({ key, after: page.next, limit })
    that('a page that was announced is empty', page.items.length > 0, { key, limit, after: items.length })
    items.push(...page.items)
    that('the pages of a list do not end', items.length < 10_000_000, key)
  }
  return items
}

const judgements = (that: That) => ({
  same: (what: string, actual: unknown, expected: unknown) =>
    that(`${what}: expected ${show(expected)}, got`, isSame(actual, expected), actual ?? null),
  conflicts: (what: string, committed: Committed, on: Ref) => {
    that(`${what} must conflict on ${on}`, !committed.ok && committed.conflicts.includes(on), committed)
  },
  throws: async (what: string, call: () => Promise<unknown>, name: string, words = '') => {
    const outcome: unknown = await call().then(
      value => ({ answered: value }),
      (error: unknown) => error,
    )
    const isRight = outcome instanceof Error && outcome.name === name && outcome.message.includes(words)
    that(`${what} must throw a ${name} ${words && `that says ${words}`}`, isRight, isError(outcome) ?? outcome)
  },
})

const isError = (outcome: unknown): string | undefined => (outcome instanceof Error ? String(outcome) : undefined)
