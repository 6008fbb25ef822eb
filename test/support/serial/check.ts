import type { Ref } from '../../../src/core/kernel/index.ts'
import { type Chain, chainsOf, isRemoval, type Life } from './chains.ts'
import { before, createGraph, cycleIn, type Graph, inOrder } from './graph.ts'
import type { Anomaly, History, Transaction } from './history.ts'

/** A moment on the clock of whoever asked: what had ended by then is before what had not begun. */
type Moment = { readonly moment: number }
type Node = Transaction | Moment
type Bounds = Map<Ref, number>

const isTransaction = (node: Node): node is Transaction => 'id' in node
const rankOf = (node: Node): number => (isTransaction(node) ? node.ended : node.moment)

/**
 * What of a history no serial order explains; nothing where there is one that does.
 *
 * Why that proves it: let there be no cycle, and put all in an order that keeps to the graph. Each read found a version that
 * one transaction wrote (no read of nothing); its writer is before the reader, and whoever replaced it is after. Each
 * version was replaced by one transaction at most, so between the two nobody wrote the record. Run one by one in this order
 * each transaction therefore reads what it read, decides and writes what it did, and each record ends as the last of its
 * chain, which is what is there. Counters are not read but bounded: the order that is built keeps every bound as it goes,
 * and the sum is what is there. Moments make it strict: nothing is placed before what had ended when it began.
 */
export const anomaliesOf = (history: History): readonly Anomaly[] => {
  const anomalies: Anomaly[] = []
  const chains = chainsOf(history, anomaly => anomalies.push(anomaly))
  const graph = graphOf(history, chains)
  orderLives(graph, chains)
  const counts: Bounds = new Map()
  const { left, stuck } = inOrder(graph, rankOf, node => isWithin(node, counts))
  const hindered = stuck.filter(isTransaction)
  if (hindered.length > 0) anomalies.push(...hindered.map(transaction => broken(transaction, counts)))
  else if (left.size > 0) anomalies.push({ kind: 'cycle', edges: cycleIn(graph, left) })
  return [...anomalies, ...wrongSums(history)]
}

const graphOf = (history: History, chains: ReadonlyMap<Ref, Chain>): Graph<Node> => {
  const byEnd = [...history.transactions].sort((a, b) => a.ended - b.ended)
  const moments = byEnd.map(({ ended }): Moment => ({ moment: ended }))
  const graph = createGraph<Node>([...history.transactions, ...moments])
  for (const transaction of history.transactions)
    for (const [ref, version] of transaction.reads) {
      const { writer, replacer, lives } = chains.get(ref) ?? {}
      const what = `${ref}@${version}`
      const [wrote, replaced] = version === null ? [] : [writer?.get(version), replacer?.get(version)]
      if (wrote) before<Node>(graph, wrote, transaction, `${wrote.id} wrote ${what}, ${transaction.id} read it`)
      if (replaced)
        before<Node>(graph, transaction, replaced, `${transaction.id} read ${what}, ${replaced.id} replaced it`)
      const [only, ...more] = lives ?? []
      // Absence has no version. Where the record was made once and never removed, it can only be the one before that.
      if (version === null && only && more.length === 0 && !isRemoval(only.at(-1), ref))
        before<Node>(graph, transaction, only[0], `${transaction.id} found no ${ref}, ${only[0].id} made it`)
    }
  withTime(graph, byEnd, moments)
  return graph
}

const withTime = (graph: Graph<Node>, byEnd: readonly Transaction[], moments: readonly Moment[]): void => {
  for (const [index, moment] of moments.entries()) {
    before<Node>(graph, byEnd[index] as Transaction, moment, `${byEnd[index]?.id} had ended`)
    const next = moments[index + 1]
    if (next) before<Node>(graph, moment, next, 'time')
  }
  const byBegin = [...byEnd].sort((a, b) => a.began - b.began)
  let passed = 0
  for (const transaction of byBegin) {
    while ((moments[passed]?.moment ?? Infinity) < transaction.began) passed++
    const moment = moments[passed - 1]
    if (moment) before<Node>(graph, moment, transaction, `when ${transaction.id} began`)
  }
}

/** A record that was removed and made anew has its lives one after the other, as what else is known orders them. */
const orderLives = (graph: Graph<Node>, chains: ReadonlyMap<Ref, Chain>): void => {
  const { order } = inOrder(graph, rankOf, () => true)
  const places = new Map(order.map((node, index) => [node, index]))
  const placeOf = ([creator]: Life) => places.get(creator) ?? Infinity
  for (const { ref, lives } of chains.values()) {
    const sorted = [...lives].sort((a, b) => placeOf(a) - placeOf(b))
    for (const [index, life] of sorted.entries()) {
      const [last, next] = [life.at(-1) as Transaction, sorted[index + 1]]
      if (next) before<Node>(graph, last, next[0], `${last.id} removed ${ref}, ${next[0].id} made it anew`)
    }
  }
}

/** Whether the counters may be added to now; if so, they are. */
const isWithin = (node: Node, counts: Bounds): boolean => {
  if (!isTransaction(node)) return true
  if (node.adds.some(added => isOut(added, counts))) return false
  for (const { ref, by } of node.adds) counts.set(ref, (counts.get(ref) ?? 0) + by)
  return true
}

const isOut = ({ ref, by, min = -Infinity, max = Infinity }: Transaction['adds'][number], counts: Bounds): boolean => {
  const sum = (counts.get(ref) ?? 0) + by
  return sum < min || sum > max
}

const broken = ({ id, adds }: Transaction, counts: Bounds): Anomaly => ({
  kind: 'bound_broken',
  ref: adds.find(added => isOut(added, counts))?.ref ?? 'none/none',
  ids: [id],
})

const wrongSums = ({ transactions, counts }: History): readonly Anomaly[] => {
  const sums: Bounds = new Map([...counts.keys()].map(ref => [ref, 0]))
  for (const { adds } of transactions) for (const { ref, by } of adds) sums.set(ref, (sums.get(ref) ?? 0) + by)
  return [...sums].flatMap(([ref, is]): Anomaly[] => {
    const says = counts.get(ref) ?? 0
    return says === is ? [] : [{ kind: 'sum_differs', ref, says, is }]
  })
}
