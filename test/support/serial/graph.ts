/** Who must be before whom, and why. */
export type Graph<N> = { readonly after: Map<N, Map<N, string>> }

export const createGraph = <N>(nodes: Iterable<N>): Graph<N> => ({
  after: new Map([...nodes].map(node => [node, new Map()])),
})

/** The first reason is kept. */
export const before = <N>({ after }: Graph<N>, first: N, second: N, why: string): void => {
  const those = after.get(first)
  if (first !== second && those && !those.has(second)) those.set(second, why)
}

type Ordered<N> = { readonly order: readonly N[]; readonly left: ReadonlySet<N>; readonly stuck: readonly N[] }

/**
 * Puts all in an order that keeps to the graph; of those that may be next, the first by `rank` that may. `left` are those
 * that could not be placed, and `stuck` those of them that waited for nobody.
 */
export const inOrder = <N>(graph: Graph<N>, rank: (node: N) => number, may: (node: N) => boolean): Ordered<N> => {
  const waits = new Map<N, number>([...graph.after.keys()].map(node => [node, 0]))
  for (const those of graph.after.values()) for (const node of those.keys()) waits.set(node, (waits.get(node) ?? 0) + 1)
  const ready = [...waits].flatMap(([node, count]) => (count === 0 ? [node] : [])).sort((a, b) => rank(a) - rank(b))
  const order: N[] = []
  for (;;) {
    const at = ready.findIndex(may)
    const [node] = at < 0 ? [] : ready.splice(at, 1)
    if (node === undefined) break
    order.push(node)
    for (const next of graph.after.get(node)?.keys() ?? []) {
      const count = (waits.get(next) ?? 0) - 1
      waits.set(next, count)
      if (count > 0) continue
      const place = ready.findIndex(other => rank(other) > rank(next))
      ready.splice(place < 0 ? ready.length : place, 0, next)
    }
  }
  const placed = new Set(order)
  return { order, left: new Set([...waits.keys()].filter(node => !placed.has(node))), stuck: ready }
}

/** A shortest way from a node back to itself, as the reasons on it; empty where there is none. */
export const cycleIn = <N>({ after }: Graph<N>, among: ReadonlySet<N>): readonly string[] => {
  let found: readonly string[] = []
  for (const start of among) {
    const way = wayBack(after, among, start)
    if (way.length > 0 && (found.length === 0 || way.length < found.length)) found = way
  }
  return found
}

const wayBack = <N>(after: Graph<N>['after'], among: ReadonlySet<N>, start: N): readonly string[] => {
  const ways = new Map<N, readonly string[]>([[start, []]])
  for (const [node, way] of ways)
    for (const [next, why] of after.get(node) ?? []) {
      if (next === start) return [...way, why]
      if (among.has(next) && !ways.has(next)) ways.set(next, [...way, why])
    }
  return []
}
