/**
 * A process that plays until it is killed: asks what its seed says, and says on its standard output what it asks and what
 * it is told. It begins when something comes in.
 */
import { writeSync } from 'node:fs'
import { createKyselyStore } from '../../../src/adapters/kysely/index.ts'
import { connectTo, type SqlName } from '../connect.ts'
import { scriptsOf } from '../scripts.ts'
import { readAll } from '../sql-stage.ts'
import { createClient } from './client.ts'
import type { Line } from './ledger.ts'

export type WorkerOptions = {
  readonly server: SqlName
  readonly url: string
  readonly name: string
  readonly seed: number
  readonly clients: number
}

const COMMANDS = 40

const { server, url, name, seed, clients } = JSON.parse(process.argv[2] ?? '') as WorkerOptions
const say = (line: Line | { readonly ready: true }): void => void writeSync(1, `${JSON.stringify(line)}\n`)

const db = connectTo(server, url, { connections: clients })
say({ ready: true })
await new Promise(resolve => process.stdin.once('data', resolve))
const shadow = new Map((await readAll(db, server)).map(stored => [stored.ref, stored]))
const store = createKyselyStore(db)
await Promise.all(
  scriptsOf(clients, COMMANDS, seed).map(async (script, at) => {
    const play = createClient({ store, name: `${name}c${at}x`, seed: 1_000 * seed + at, shadow, tell: say })
    for (const step of script) await play(step)
  }),
)
process.exit(0)
