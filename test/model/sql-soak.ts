/**
 * The attacks on the SQL store for as long as one likes: `npx tsx test/model/sql-soak.ts <attack> <database> 100 [seed]`, where
 * an attack is `histories`, `kills`, `cuts` or `ends`, and a database `postgresql`, `mariadb`, `mysql` or `sqlite`. Says what
 * was done, and what is wrong.
 */

import type { SqlName } from '../support/connect.ts'
import { cutConnections, endConnections } from '../support/crash/faults.ts'
import { killRounds } from '../support/crash/kill-rounds.ts'
import { playCutOff } from '../support/crash/play-cut-off.ts'
import { count, type Figures, playAtOnce } from '../support/serial/play-at-once.ts'
import { sqlStage } from '../support/sql-stage.ts'

const [attack = 'histories', name = 'postgresql', rounds = '100', given] = process.argv.slice(2)
const seed = given === undefined ? Date.now() % 2 ** 20 : Number(given)
const figures: Figures = new Map()
const stage = await sqlStage(name as SqlName)
const start = performance.now()

const playWithFaults = async (faultsOn: typeof cutConnections, at: number): Promise<readonly string[]> => {
  const faults = await faultsOn(stage, 6)
  const wrong = await playCutOff(stage, { ...faults, commands: 12, seed: at, figures })
  count(figures, `connections ended by ${attack}`, faults.count())
  return wrong
}

const ATTACKS: { readonly [attack: string]: (at: number) => Promise<readonly string[]> } = {
  histories: at => playAtOnce(stage, { clients: 8 + (at % 3) * 12, commands: 15, seed: at, figures }),
  cuts: at => playWithFaults(cutConnections, at),
  ends: at => playWithFaults(endConnections, at),
}

const run = async (): Promise<readonly string[]> => {
  const play = ATTACKS[attack]
  if (!play) return killRounds(stage, { rounds: Number(rounds), seed, figures })
  for (let at = seed; at < seed + Number(rounds); at++) {
    const wrong = await play(at)
    if (wrong.length > 0) return wrong.map(what => `seed ${at}: ${what}`)
  }
  return []
}

const wrong = await run()
for (const [what, times] of [...figures].sort(([, a], [, b]) => b - a))
  console.log(`${String(times).padStart(9)} ${what}`)
for (const what of wrong.slice(0, 20)) console.log(what.slice(0, 2_000))
const seconds = ((performance.now() - start) / 1_000).toFixed(0)
console.log(`${attack} ${name}, ${rounds} from seed ${seed}: ${wrong.length} wrong, in ${seconds} s`)
if (wrong.length > 0) process.exitCode = 1
await stage.close()
