/**
 * How fast an address is resolved, beside what could hardly be faster and what is often written instead, in one
 * process and on the same strings: `npm run bench`.
 */
import { createRoleResolver, type PlainRule, type RoleResolver } from '../../src/roles.ts'

/** Medians of one size, in nanoseconds for one address. */
export type Row = {
  readonly rules: number
  readonly addresses: 'at the domain' | 'two levels below' | 'at no domain'
  readonly resolve: number
  /** Split at the last `@`, lower-case, `Map.get`; for domains below, again after each dot, as far as that is needed. */
  readonly bare: number
  readonly ratio: number
  /** `rules.some(rule => address.endsWith(…))`. */
  readonly scan: number
  /** The first answer of each domain, which is made then and kept. */
  readonly first: number
  /** Preparing one rule. */
  readonly prepare: number
  /** Heap for a prepared rule, and what all its answers add once they were asked for; absent without `--expose-gc`. */
  readonly bytesPerRule?: number
  readonly bytesAnswered?: number
}

const SIZES = [10, 1_000, 100_000, 1_000_000]
const BATCH = 20_000
const ROUNDS = 15

const domainOf = (i: number): string => `${((i * 2_654_435_761) % 4_294_967_296).toString(36)}-${i}.com`

/** Flat strings of their own, as they come off a socket: neither interned nor hashed yet. */
const fresh = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

const rulesOf = (count: number): PlainRule[] =>
  Array.from({ length: count }, (_, i) => ({
    organizationId: `organization-${i}`,
    domain: fresh(domainOf(i)),
    match: i % 2 ? 'exact' : 'subdomains',
    role: 'internal',
  }))

// A fixed sequence, so that every run asks the same.
const sequence = (): (() => number) => {
  let state = 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state
  }
}

const addressesOf = (kind: Row['addresses'], count: number, next: () => number): string[] =>
  Array.from({ length: BATCH }, (_, i) => {
    // Every second rule reaches below its domain.
    const domain = domainOf((next() % Math.ceil(count / 2)) * 2)
    if (kind === 'at the domain') return fresh(`user.${i}@${domain}`)
    return fresh(kind === 'two levels below' ? `user.${i}@a.b.${domain}` : `user.${i}@other-${next()}.org`)
  })

// What is counted is printed, so that no call can be optimized away.
export const found = { count: 0 }

const nanoseconds = (run: () => number, count: number): number => {
  const start = process.hrtime.bigint()
  found.count += run()
  return Number(process.hrtime.bigint() - start) / count
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const heap = (): number | undefined => {
  globalThis.gc?.()
  return globalThis.gc ? process.memoryUsage().heapUsed : undefined
}

type Candidate = (addresses: readonly string[]) => () => number

const resolveAll =
  (resolver: RoleResolver<string>): Candidate =>
  addresses =>
  () => {
    let hits = 0
    for (const address of addresses) if (resolver.resolve(address).ok) hits++
    return hits
  }

const bareAll =
  (map: ReadonlyMap<string, PlainRule>, below: boolean): Candidate =>
  addresses =>
  () => {
    let hits = 0
    for (const address of addresses) {
      let domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
      let rule = map.get(domain)
      while (below && !rule && domain.includes('.')) {
        domain = domain.slice(domain.indexOf('.') + 1)
        rule = map.get(domain)
      }
      if (rule) hits++
    }
    return hits
  }

/** Medians of rounds in which each goes first in turn, for the cache's sake, and each gets new strings: a string keeps its hash. */
const sideBySide = (candidates: readonly Candidate[], addresses: () => string[]): number[] => {
  const times = candidates.map(() => [] as number[])
  for (let round = 0; round < ROUNDS; round++) {
    const turns = candidates.map((candidate, i) => ({ candidate, i }))
    for (const { candidate, i } of round % 2 ? turns : turns.reverse())
      times[i]?.push(nanoseconds(candidate(addresses()), BATCH))
  }
  return times.map(median)
}

const scanTime = (rules: readonly PlainRule[], addresses: readonly string[]): number => {
  const asked = addresses.slice(0, Math.max(1, Math.min(BATCH, 5_000_000 / rules.length)))
  const scan = () => asked.filter(address => rules.some(rule => address.endsWith(`@${rule.domain}`))).length
  return nanoseconds(scan, asked.length)
}

const measure = (count: number, kind: Row['addresses']): Row => {
  const rules = rulesOf(count)
  const map = new Map(rules.map(rule => [fresh(rule.domain), rule]))
  const before = heap()
  const start = process.hrtime.bigint()
  const resolver = createRoleResolver(rules)
  const prepare = Number(process.hrtime.bigint() - start) / count
  const prepared = heap()
  const next = sequence()
  const addresses = () => addressesOf(kind, count, next)
  const first = nanoseconds(resolveAll(resolver)(addresses()), BATCH)
  // The bare map holds everything, and so do we before we are compared with it.
  for (const { domain } of rules)
    for (const address of [`a@${domain}`, `a@b.${domain}`]) if (resolver.resolve(address).ok) found.count++
  const answered = heap()
  const candidates = [resolveAll(resolver), bareAll(map, kind === 'two levels below')]
  const [resolve = Number.NaN, bare = Number.NaN] = sideBySide(candidates, addresses)
  return {
    ...{ rules: count, addresses: kind, resolve, bare, ratio: resolve / bare },
    ...{ scan: scanTime(rules, addresses()), first, prepare },
    ...(before && prepared && answered
      ? { bytesPerRule: (prepared - before) / count, bytesAnswered: (answered - prepared) / count }
      : {}),
  }
}

/** Runs all sizes and kinds of address. */
export const bench = async (sizes: readonly number[] = SIZES): Promise<Row[]> =>
  sizes.flatMap(size =>
    (['at the domain', 'two levels below', 'at no domain'] as const).map(kind => measure(size, kind)),
  )
