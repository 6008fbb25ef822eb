import { type Key, lookupCount } from './keys.ts'
import { partOf } from './read.ts'
import { isAboutData, type Part, type Rows } from './round.ts'
import type { Row } from './rows.ts'
import type { Table, Tables } from './tables.ts'

type Send = (parts: readonly Part[]) => Promise<Rows>
type Keyed = Part & { readonly keys: readonly Key[] }
type Asked = { readonly parts: readonly Keyed[]; resolve(rows: Rows): void; reject(error: unknown): void }

/** So many commands are answered by one statement: none waits for much more than its own records. */
const MOST_TOGETHER = 64

type Immediate = { readonly setImmediate?: (run: () => void) => unknown }

/** Not every runtime has it. Taken now: a clock that the host's tests put in its place must not hold reads up. */
const { setImmediate: soon } = globalThis as unknown as Immediate

/** By few keys of each table, so that nobody waits for the many records of another. */
const isSmall = (tables: Tables, parts: readonly Part[]): parts is readonly Keyed[] =>
  parts.every(({ keys }) => keys !== undefined && lookupCount(tables, keys) !== 'set')

const nameOf = (key: Key): string => key.join('/')

/** The keys that anyone asks of each table, each of them once. */
const unionOf = (tables: Tables, all: readonly Asked[]): readonly Part[] => {
  const [first] = all
  return (first?.parts ?? []).map(({ table }, at) => {
    const keys = new Map<string, Key>()
    for (const { parts } of all) for (const key of parts[at]?.keys ?? []) keys.set(nameOf(key), key)
    return partOf(tables, table, [...keys.values()], 'whole', 'set')
  })
}

const byKey = ({ key, fields }: Table, rows: readonly Row[]): ReadonlyMap<string, Row> => {
  const places = key.map(column => fields.indexOf(column) + 1)
  return new Map(rows.map(row => [places.map(place => row[place]).join('/'), row]))
}

const ownRows = (keys: readonly Key[], found: ReadonlyMap<string, Row>): readonly Row[] =>
  keys.map(key => found.get(nameOf(key))).filter(row => row !== undefined)

/** The same, and whether anything sent by it has no answer yet. */
const watched = (send: Send): { readonly sent: Send; isBusy(): boolean } => {
  let underWay = 0
  const sent: Send = async parts => {
    underWay++
    try {
      return await send(parts)
    } finally {
      underWay--
    }
  }
  return { sent, isBusy: () => underWay > 0 }
}

const askedAlone = ({ parts, resolve, reject }: Asked, sent: Send): void => void sent(parts).then(resolve, reject)

/** Each gets its own. What is wrong with the values of one is nothing to the others: then each is asked by itself. */
const askedTogether = async (tables: Tables, all: readonly Asked[], sent: Send): Promise<void> => {
  try {
    const union = unionOf(tables, all)
    const found = (await sent(union)).map((rows, at) => byKey((union[at] as Part).table, rows))
    for (const { parts, resolve } of all) resolve(parts.map(({ keys }, at) => ownRows(keys, found[at] ?? new Map())))
  } catch (error) {
    if (isAboutData(error)) for (const one of all) askedAlone(one, sent)
    else for (const { reject } of all) reject(error)
  }
}

/**
 * Reads by key of several commands, of the same tables, in one statement: those that come in one turn of the event loop while
 * others have no answer yet. Otherwise a read is sent at once; and nobody waits for another's answer, which may never come.
 */
export const together = (tables: Tables, send: Send): Send => {
  const { sent, isBusy } = watched(send)
  const waiting = new Map<string, Asked[]>()
  const flush = (of: string): void => {
    const all = waiting.get(of) ?? []
    waiting.delete(of)
    if (all.length > 1) void askedTogether(tables, all, sent)
    else for (const one of all) askedAlone(one, sent)
  }
  return parts => {
    if (!soon || !isBusy() || !isSmall(tables, parts)) return sent(parts)
    return new Promise((resolve, reject) => {
      const of = parts.map(({ table }) => table.name).join()
      const asked = { parts, resolve, reject }
      const others = waiting.get(of)
      if (others) {
        others.push(asked)
        if (others.length === MOST_TOGETHER) flush(of)
        return
      }
      waiting.set(of, [asked])
      soon(() => flush(of))
    })
  }
}
