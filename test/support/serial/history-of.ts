import { auditEntries, type ChangeSet, type Ref, type Version } from '../../../src/core/kernel/index.ts'
import { collections } from '../../../src/core/world/index.ts'
import type { Stored } from '../../../src/ports/store.ts'
import { canonicalJson } from '../../../src/runtime/canonical.ts'
import type { History, Transaction } from './history.ts'
import type { Commit, Log, Look } from './recording-store.ts'

const counters = new Set(collections.flatMap(({ kind, name }) => (kind === 'counter' ? [name] : [])))
const isCounter = (ref: Ref): boolean => counters.has(ref.slice(0, ref.indexOf('/')))

/** A history, and what is wrong before any order is asked for. */
export type Recorded = { readonly history: History; readonly wrong: readonly string[] }

/**
 * The history that a log tells, with what is there in the end. Our stores give all records of one commit one version. Its
 * audit entries are never written again, so they say which commit wrote a version, and whether it went through at all:
 * what one said was done must have its entries, what one said was a conflict must not. Whoever then saw a version must have
 * seen what that commit put, to the letter.
 */
export const historyOf = ({ commits, looks }: Pick<Log, 'commits' | 'looks'>, final: readonly Stored[]): Recorded => {
  const there = new Map(final.map(stored => [stored.ref, stored]))
  const wrong: string[] = []
  const done: (Commit & { readonly version: Version })[] = []
  for (const commit of commits) {
    const version = versionOf(commit, there, wrong)
    if (version !== undefined) done.push({ ...commit, version })
  }
  const put = new Map(done.map(({ version, changes }) => [version, changes]))
  const seen = [...looks.flatMap(({ found }) => found), ...final]
  const versions = new Map(final.flatMap(({ ref, version }) => (isCounter(ref) ? [] : [[ref, version] as const])))
  const counts = new Map(
    final.flatMap(({ ref, record }) => (isCounter(ref) ? [[ref, Number(record['count'])] as const] : [])),
  )
  const transactions = [...done.map(transactionOf), ...looks.map(lookedAt)]
  return { history: { transactions, versions, counts }, wrong: [...wrong, ...falseSights(seen, put)] }
}

const versionOf = (
  { changes, outcome }: Commit,
  there: ReadonlyMap<Ref, Stored>,
  wrong: string[],
): Version | undefined => {
  const entries = changes.writes.flatMap(({ ref }) => (ref.startsWith(`${auditEntries.name}/`) ? [ref] : []))
  const found = new Set(entries.map(ref => there.get(ref)?.version))
  const [version] = found
  if (found.size !== 1) wrong.push(`${changes.id} (${outcome}) is there in parts`)
  if (outcome === 'done' && version === undefined) wrong.push(`${changes.id} was done, and is lost`)
  if (outcome === 'conflict' && version !== undefined) wrong.push(`${changes.id} was a conflict, and is there`)
  return version
}

const transactionOf = ({ changes, version, began, ended }: Commit & { readonly version: Version }): Transaction => ({
  id: changes.id,
  began,
  ended,
  reads: new Map(changes.preconditions.map(({ ref, version: read }) => [ref, read])),
  writes: new Map(
    changes.writes.flatMap(({ ref, op }) => (op === 'add' ? [] : [[ref, op === 'put' ? version : null]])),
  ),
  adds: changes.writes.flatMap(write => (write.op === 'add' ? [write] : [])),
})

const lookedAt = ({ versions, began, ended }: Look, index: number): Transaction => ({
  id: `look ${index}`,
  began,
  ended,
  reads: new Map([...versions].filter(([ref]) => !isCounter(ref))),
  writes: new Map(),
  adds: [],
})

/** What somebody saw under a version that the commit of that version did not put there. */
const falseSights = (seen: readonly Stored[], put: ReadonlyMap<Version, ChangeSet>): readonly string[] => {
  const judged = new Set<string>()
  return seen.flatMap(({ ref, version, record }) => {
    const sight = `${ref}@${version}`
    if (isCounter(ref) || judged.has(sight)) return []
    judged.add(sight)
    const write = put.get(version)?.writes.find(other => other.ref === ref)
    const isTrue = write?.op === 'put' && canonicalJson(write.record) === canonicalJson(record)
    return isTrue ? [] : [`${sight} was seen, and nobody put it there`]
  })
}
