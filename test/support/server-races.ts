import { afterAll, describe, expect, it } from 'vitest'
import { raceOn } from './races.ts'
import { hasServer, type ServerName } from './servers.ts'
import { sqlStage } from './sql-stage.ts'

/** Of each race that is run in memory; more of them by the environment. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 1)

/** The races of the memory store on a server. */
export const serverRaces = async (name: ServerName): Promise<void> => {
  const isThere = await hasServer(name)
  // A file without any test is a failure, and a newcomer has no server.
  it.skipIf(!isThere)(`${name} is there`, async () => expect(await hasServer(name)).toBe(true))
  if (!isThere) return
  describe(`on ${name}, at the same moment`, async () => {
    const stage = await sqlStage(name)
    raceOn(stage, ROUNDS)
    afterAll(stage.close)
    await import('../race/members.race.test.ts')
    await import('../race/invitations.race.test.ts')
    await import('../race/users.race.test.ts')
    await import('../race/factors.race.test.ts')
    await import('../race/domain-rule.race.test.ts')
    await import('../race/effects.race.test.ts')
    await import('../race/imports.race.test.ts')
    await import('../race/idempotency.race.test.ts')
    await import('../race/grants.race.test.ts')
    await import('../race/projects.race.test.ts')
    await import('../race/policies.race.test.ts')
    await import('../race/workforce.race.test.ts')
  })
}
