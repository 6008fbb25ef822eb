import { afterAll, describe } from 'vitest'
import { raceOn } from '../support/races.ts'
import { hasServer } from '../support/servers.ts'
import { sqlStage } from '../support/sql-stage.ts'

/** Of each race that is run in memory; more of them by the environment. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 1)

if (await hasServer('mariadb'))
  describe('on MariaDB, at the same moment', async () => {
    const stage = await sqlStage('mariadb')
    raceOn(stage, ROUNDS)
    afterAll(stage.close)
    await import('./members.race.test.ts')
    await import('./invitations.race.test.ts')
    await import('./users.race.test.ts')
    await import('./factors.race.test.ts')
    await import('./domain-rule.race.test.ts')
    await import('./effects.race.test.ts')
  })
