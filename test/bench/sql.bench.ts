/**
 * What every request of a backend waits for, on PostgreSQL and on SQLite: orgcharter on its SQL store, better-auth's
 * organization plugin, and transactions written by hand, turn by turn in one process, each in a database of its own.
 */
import { hasServer } from '../support/servers.ts'
import { enterBetterAuth } from './sql/better-auth.ts'
import { enterByHand } from './sql/by-hand.ts'
import type { Asked, Contestant, Sizes } from './sql/contest.ts'
import { type Fresh, freshDatabase, type Place } from './sql/databases.ts'
import { type Effort, entered, type Measured, measure } from './sql/measure.ts'
import { enterOrgcharter, seededDatabase } from './sql/orgcharter.ts'

type Scale = { readonly sizes: Sizes; readonly effort: Effort }

const FULL: Scale = { sizes: { members: 10_000, people: 2_500 }, effort: { warmUp: 200, rounds: 9, batch: 112 } }
export const SMOKE: Scale = { sizes: { members: 200, people: 100 }, effort: { warmUp: 2, rounds: 1, batch: 16 } }
const CONNECTIONS = [1, 16] as const

/**
 * How many a second, the medians of the rounds; how many times that of the other, the median of the rounds with the least
 * and the most of them.
 */
export type SqlRow = {
  readonly asked: Asked
  readonly connections: number
  readonly orgcharter: number
  readonly betterAuth: number
  readonly byHand: number
  readonly ofBetterAuth: number
  readonly from: number
  readonly to: number
  readonly ofByHand: number
}

const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b)
const median = (values: readonly number[]): number => sorted(values)[values.length >> 1] ?? Number.NaN

const rowOf = ({ asked, connections, perSecond }: Measured): SqlRow => {
  const [ours = [], theirs = [], byHand = []] = perSecond
  const ratios = (others: readonly number[]) =>
    sorted(ours.map((value, round) => value / (others[round] ?? Number.NaN)))
  const ofBetterAuth = ratios(theirs)
  return {
    asked,
    connections,
    orgcharter: median(ours),
    betterAuth: median(theirs),
    byHand: median(byHand),
    ofBetterAuth: median(ofBetterAuth),
    from: ofBetterAuth[0] ?? Number.NaN,
    to: ofBetterAuth.at(-1) ?? Number.NaN,
    ofByHand: median(ratios(byHand)),
  }
}

const contestantsIn = async (fresh: () => Promise<Fresh>, sizes: Sizes): Promise<readonly Contestant[]> => {
  const [own, hand] = [await fresh(), await fresh()]
  return [
    enterOrgcharter(own, sizes, await seededDatabase(own, sizes)),
    await enterBetterAuth(await fresh(), sizes),
    enterByHand(hand, sizes, await seededDatabase(hand, sizes)),
  ]
}

/** Undefined where there is no server, which is said loudly. */
export const bench = async (place: Place, { sizes, effort }: Scale = FULL): Promise<readonly SqlRow[] | undefined> => {
  if (place === 'postgresql' && !(await hasServer(place))) return undefined
  const opened: Fresh[] = []
  const fresh = async () => {
    const database = await freshDatabase(place)
    opened.push(database)
    return database
  }
  try {
    const all = entered(await contestantsIn(fresh, sizes))
    const measured: Measured[] = []
    for (const connections of CONNECTIONS) measured.push(...(await measure(all, connections, effort)))
    return measured.map(rowOf)
  } finally {
    for (const { drop } of opened) await drop()
  }
}
