import { ASKED, type Asked, type Contestant, type Opened, type Turn } from './contest.ts'

export type Effort = { readonly warmUp: number; readonly rounds: number; readonly batch: number }

/** Of each contestant, in the order in which they are given, how many a second in each round. */
export type Measured = {
  readonly asked: Asked
  readonly connections: number
  readonly perSecond: readonly (readonly number[])[]
}

/** As many callers as connections, each of whom asks again when it was answered. */
const perSecond = async (turn: Turn, from: number, count: number, callers: number): Promise<number> => {
  let next = from
  const caller = async () => {
    while (next < from + count) await turn(next++)
  }
  const start = process.hrtime.bigint()
  await Promise.all(Array.from({ length: callers }, caller))
  return (count * 1e9) / Number(process.hrtime.bigint() - start)
}

type Entered = { readonly contestant: Contestant; readonly next: Map<Asked, number> }

/** Who was asked how often: nobody signs up or is added twice. */
export const entered = (contestants: readonly Contestant[]): readonly Entered[] =>
  contestants.map(contestant => ({ contestant, next: new Map() }))

/** One thing after the other; of each, turn by turn. */
export const measure = async (
  all: readonly Entered[],
  connections: number,
  { warmUp, rounds, batch }: Effort,
): Promise<readonly Measured[]> => {
  const opened: Opened[] = []
  for (const { contestant } of all) opened.push(await contestant.open(connections))
  const once = (what: Asked, index: number, count: number): Promise<number> => {
    const next = all[index]?.next.get(what) ?? 0
    all[index]?.next.set(what, next + count)
    return perSecond((opened[index] as Opened).turns[what], next, count, connections)
  }
  const measured: Measured[] = []
  for (const what of ASKED) {
    const figures = all.map(() => [] as number[])
    for (const index of all.keys()) await once(what, index, warmUp)
    for (let round = 0; round < rounds; round++) {
      const order = [...all.keys()]
      for (const index of round % 2 ? order : order.reverse()) figures[index]?.push(await once(what, index, batch))
    }
    measured.push({ asked: what, connections, perSecond: figures })
  }
  for (const { close } of opened) await close()
  return measured
}
