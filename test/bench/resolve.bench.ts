/**
 * How fast an address is resolved, beside what could hardly be faster and what is often written instead, in one
 * process and on the same strings: `npx tsx --expose-gc test/bench/resolve.bench.ts`.
 */
import { pathToFileURL } from 'node:url'
import { createRoleResolver, type PlainRule } from '../../src/roles.ts'

/** Medians of one size, in nanoseconds for one address. */
export type Row = {
  readonly rules: number
  readonly addresses: 'at the domain' | 'two levels below' | 'at no domain'
  readonly resolve: number
  /** Split at the last `@`, lower-case, and one `Map.get`; for a domain below, it finds nothing. */
  readonly bare: number
  readonly ratio: number
  /** `rules.find(rule => address.endsWith(…))`; absent where it would take minutes. */
  readonly scan?: number
  /** The first answer of each domain, which is made then and kept. */
  readonly first: number
  /** Heap in use for the prepared rules, and for all answers once each was asked for; absent without `--expose-gc`. */
  readonly bytesPerRule?: number
  readonly bytesPerAnswer?: number
}

const SIZES = [10, 1_000, 100_000, 1_000_000]
const BATCH = 20_000
const ROUNDS = 15

const domainOf = (i: number): string => `${(i * 2_654_435_761 % 4_294_967_296).toString(36)}-${i}.example.com`.replace('.example', i % 3 ? '' : '-x')

const rulesOf = (count: number): PlainRule[] =>
  Array.from({ length: count }, (_, i) => ({
    organizationId: `organization-${i}`,
    domain: domainOf(i),
    match: i % 2 ? 'exact' : 'subdomains',
    role: 'internal',
  }))

/** Flat strings of their own, as they come off a socket: neither interned nor hashed yet. */
const fresh = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

// A fixed sequence, so that every run asks the same.
const sequence = (): (() => number) => {
  let state = 1
  return () => (state = (state * 48_271) % 2_147_483_647)
}

const addressesOf = (kind: Row['addresses'], count: number): string[] => {
  const next = sequence()
  return Array.from({ length: BATCH }, (_, i) => {
    const domain = domainOf((next() % Math.ceil(count / 2)) * 2)
    if (kind === 'at the domain') return fresh(`user.${i}@${domain}`)
    return fresh(kind === 'two levels below' ? `user.${i}@a.b.${domain}` : `user.${i}@other-${next()}.org`)
  })
}

const nanoseconds = (run: () => number, count: number): number => {
  const start = process.hrtime.bigint()
  sink += run()
  return Number(process.hrtime.bigint() - start) / count
}
let sink = 0

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const heap = (): number | undefined => {
  globalThis.gc?.()
  return globalThis.gc ? process.memoryUsage().heapUsed : undefined
}

const measure = (count: number, kind: Row['addresses']): Row => {
  const rules = rulesOf(count)
  const map = new Map(rules.map(rule => [fresh(rule.domain), rule]))
  const before = heap()
  const resolver = createRoleResolver(rules)
  const prepared = heap()
  const resolve = (addresses: readonly string[]) => () => {
    let found = 0
    for (const address of addresses) if (resolver.resolve(address).ok) found++
    return found
  }
  const bare = (addresses: readonly string[]) => () => {
    let found = 0
    for (const address of addresses) if (map.get(address.slice(address.lastIndexOf('@') + 1).toLowerCase())) found++
    return found
  }
  const first = nanoseconds(resolve(addressesOf(kind, count)), BATCH)
  const times = { resolve: [] as number[], bare: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    // New strings for each, since a string keeps its hash; and each goes first in turn, for the cache's sake.
    const turns = [() => times.resolve.push(nanoseconds(resolve(addressesOf(kind, count)), BATCH)), () => times.bare.push(nanoseconds(bare(addressesOf(kind, count)), BATCH))]
    for (const turn of round % 2 ? turns : turns.reverse()) turn()
  }
  const scan = scanTime(rules, addressesOf(kind, count))
  for (const rule of rules) sink += resolver.resolve(`a@${rule.domain}`).ok ? 1 : 0
  const answered = heap()
  return {
    rules: count,
    addresses: kind,
    resolve: median(times.resolve),
    bare: median(times.bare),
    ratio: median(times.resolve) / median(times.bare),
    first,
    ...(scan === undefined ? {} : { scan }),
    ...(before === undefined || prepared === undefined || answered === undefined
      ? {}
      : { bytesPerRule: (prepared - before) / count, bytesPerAnswer: (answered - prepared) / count }),
  }
}

const scanTime = (rules: readonly PlainRule[], addresses: readonly string[]): number | undefined => {
  const asked = addresses.slice(0, Math.min(BATCH, 20_000_000 / rules.length))
  return nanoseconds(() => asked.filter(address => rules.some(rule => address.endsWith(`@${rule.domain}`))).length, asked.length)
}

/** Runs all sizes and kinds of address. */
export const bench = async (sizes: readonly number[] = SIZES): Promise<Row[]> =>
  sizes.flatMap(size => (['at the domain', 'two levels below', 'at no domain'] as const).map(kind => measure(size, kind)))

const print = (rows: readonly Row[]): void => {
  console.table(
    rows.map(row =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? Number(value.toPrecision(3)) : value])),
    ),
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) print(await bench())
