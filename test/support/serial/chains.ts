import type { Ref, Version } from '../../../src/core/kernel/index.ts'
import type { Anomaly, History, Transaction } from './history.ts'

/** One life of a record, from its creation to its removal or to the end: each replaced what the one before wrote. */
export type Life = readonly [Transaction, ...Transaction[]]

/** What became of one record: who wrote each version, who replaced it, and its lives, in no order. */
export type Chain = {
  readonly ref: Ref
  readonly writer: ReadonlyMap<Version, Transaction>
  readonly replacer: ReadonlyMap<Version, Transaction>
  readonly lives: readonly Life[]
}

export const isRemoval = (transaction: Transaction | undefined, ref: Ref): boolean =>
  transaction?.writes.get(ref) === null

const writersOf = ({ transactions }: History): ReadonlyMap<Ref, readonly Transaction[]> => {
  const writers = new Map<Ref, Transaction[]>()
  for (const transaction of transactions)
    for (const ref of transaction.writes.keys()) writers.set(ref, [...(writers.get(ref) ?? []), transaction])
  return writers
}

const chainOf = (ref: Ref, writers: readonly Transaction[], report: (anomaly: Anomaly) => void): Chain => {
  const writer = new Map<Version, Transaction>()
  const replacer = new Map<Version, Transaction>()
  const creators: Transaction[] = []
  for (const transaction of writers) {
    const [read, written] = [transaction.reads.get(ref) ?? null, transaction.writes.get(ref) ?? null]
    if (written !== null) writer.set(written, transaction)
    if (read === null) creators.push(transaction)
    else {
      const other = replacer.get(read)
      if (other) report({ kind: 'lost_update', ref, ids: [other.id, transaction.id] })
      replacer.set(read, transaction)
    }
  }
  return { ref, writer, replacer, lives: creators.map(creator => lifeFrom(creator, ref, replacer)) }
}

const lifeFrom = (creator: Transaction, ref: Ref, replacer: Chain['replacer']): Life => {
  const life: [Transaction, ...Transaction[]] = [creator]
  const met = new Set(life)
  for (let last: Transaction | undefined = creator; ; ) {
    const version: Version | null = last.writes.get(ref) ?? null
    last = version === null ? undefined : replacer.get(version)
    if (last === undefined || met.has(last)) return life
    life.push(last)
    met.add(last)
  }
}

/** No two lives at once, and the end of the one that is not over is what is there. */
const judgeEnd = (chain: Chain, { versions }: History, report: (anomaly: Anomaly) => void): void => {
  const { ref, lives } = chain
  const lasts = lives.map(life => life.at(-1)).filter(last => last && !isRemoval(last, ref)) as Transaction[]
  if (lasts.length > 1) report({ kind: 'lost_update', ref, ids: lasts.map(({ id }) => id) })
  else if (lasts[0]?.writes.get(ref) !== versions.get(ref))
    report({ kind: 'not_last', ref, ids: lasts.map(({ id }) => id) })
}

/** The chain of each record that was ever written, or is there. */
export const chainsOf = (history: History, report: (anomaly: Anomaly) => void): ReadonlyMap<Ref, Chain> => {
  const writers = writersOf(history)
  const refs = new Set([...writers.keys(), ...history.versions.keys()])
  const chains = new Map([...refs].map(ref => [ref, chainOf(ref, writers.get(ref) ?? [], report)]))
  for (const chain of chains.values()) judgeEnd(chain, history, report)
  for (const { id, reads } of history.transactions)
    for (const [ref, version] of reads)
      if (version !== null && !chains.get(ref)?.writer.has(version)) report({ kind: 'read_of_nothing', ref, ids: [id] })
  return chains
}
