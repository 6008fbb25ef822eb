import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKyselyStore } from '../../src/adapters/kysely/index.ts'
import { connectTo } from '../support/connect.ts'
import { charterOn } from '../support/crash/client.ts'
import { cutConnections, endConnections, type Faults } from '../support/crash/faults.ts'
import { killRounds } from '../support/crash/kill-rounds.ts'
import { foundOn, playCutOff } from '../support/crash/play-cut-off.ts'
import { openProxy } from '../support/crash/proxy.ts'
import type { Figures } from '../support/serial/play-at-once.ts'
import { hasServer } from '../support/servers.ts'
import { type SqlStage, sqlStage } from '../support/sql-stage.ts'
import { email } from '../support/world.ts'

/** Of each kind; `test/model/sql-soak.ts` has more. */
const KILLED = 3
const PLAYED = 2

const create = {
  actor: { kind: 'operator', name: 'support' },
  name: 'Late',
  kind: 'standard',
  founders: [{ email: email('late@late-hq.com') }],
} as const

for (const name of ['postgresql', 'mariadb', 'mysql', 'sqlite'] as const)
  describe(`what was answered is there, and what was not is there whole or not at all, in ${name}`, async () => {
    const isServer = name !== 'sqlite' && (await hasServer(name))
    let stage: SqlStage
    const figures: Figures = new Map()
    beforeAll(async () => {
      if (isServer || name === 'sqlite') stage = await sqlStage(name)
    })
    afterAll(() => stage?.close())

    const playWith = async (faultsOn: (stage: SqlStage, clients: number) => Promise<Faults>) => {
      let happened = 0
      for (let seed = 1; seed <= PLAYED; seed++) {
        const faults = await faultsOn(stage, 4)
        expect(await playCutOff(stage, { ...faults, commands: 10, seed, figures })).toEqual([])
        happened += faults.count()
      }
      expect(happened).toBeGreaterThan(0)
    }

    it.runIf(isServer || name === 'sqlite')(
      'when processes are killed in the midst of it',
      async () => {
        expect(await killRounds(stage, { rounds: KILLED, seed: 1, figures })).toEqual([])
        expect(figures.get('cut off')).toBeGreaterThan(0)
      },
      120_000,
    )

    it.runIf(isServer)('when connections are cut before, while and after a commit is sent', () =>
      playWith(cutConnections),
    )

    it.runIf(isServer)('when the server ends connections', () => playWith(endConnections))

    it.runIf(isServer)('when no connection is free: nothing has changed, and it goes on afterwards', async () => {
      await foundOn(stage)
      const pool = connectTo(name, stage.database.url, { connections: 1, isImpatient: true })
      const charter = charterOn(createKyselyStore(pool), 'x', 77)
      const before = await stage.read()
      let release = () => {}
      let held: Promise<void> | undefined
      await new Promise<void>(isHeld => {
        const until = new Promise<void>(resolve => {
          release = resolve
        })
        held = pool.connection().execute(() => {
          isHeld()
          return until
        })
      })
      await expect(charter.organizations.create(create)).rejects.toThrow(/timeout exceeded|No connections available/)
      release()
      await held
      expect(await stage.read()).toEqual(before)
      expect(await charter.organizations.create(create)).toMatchObject({ ok: true })
      await pool.destroy()
    })

    it.runIf(isServer)(
      'when the server is away for a time: what fails is told, and it goes on afterwards',
      async () => {
        await foundOn(stage)
        const proxy = await openProxy(stage.database.url)
        const pool = connectTo(name, proxy.url, { connections: 2 })
        const charter = charterOn(createKyselyStore(pool), 'y', 78)
        expect(await charter.organizations.create(create)).toMatchObject({ ok: true })
        const before = await stage.read()
        await proxy.shut()
        const second = { ...create, founders: [{ email: email('second@late-hq.com') }] }
        for (let asked = 0; asked < 3; asked++)
          await expect(charter.organizations.create(second)).rejects.toThrow(/ECONNREFUSED|terminated|closed|lost/)
        expect(await stage.read()).toEqual(before)
        await proxy.open()
        expect(await charter.organizations.create(second)).toMatchObject({ ok: true })
        await pool.destroy()
        await proxy.shut()
      },
    )
  })
