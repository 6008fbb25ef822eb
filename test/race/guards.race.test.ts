import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { domainOwners } from '../../src/core/domain-rule/index.ts'
import { invitations } from '../../src/core/invitation/index.ts'
import { memberships } from '../../src/core/membership/index.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unguardedStores } from '../fixtures/unguarded-stores.ts'
import { INES } from '../support/invitations.ts'
import { mfaWorldOver, sharedBox } from '../support/mfa-charter.ts'
import { race, raceOn } from '../support/races.ts'
import { hasServer } from '../support/servers.ts'
import { type SingleUse, singleUses } from '../support/single-use.ts'
import { type SqlStage, sqlStage } from '../support/sql-stage.ts'
import { memberWith } from '../support/targets.ts'
import { as, email, OPERATOR, type Org } from '../support/world.ts'

/** Rounds of each that nobody may win twice; more of them by the environment. */
const ROUNDS = Number(process.env['GUARD_ROUNDS'] ?? 3)
/** In so many a store without the guard must have let a breach happen. */
const SOON = 10
const AT_ONCE = 16
const CLAIMANTS = ['Acme', 'Globex', 'Initech', 'Hooli', 'Umbrella', 'Stark']

const recoveryCode = singleUses['a recovery code'] as SingleUse
const MANY_WON = 'more than one won'

/** What tells that a guard is missing: two succeed, or what they have lost of each other's writes is found by the check. */
const BREACHED = new RegExp(`${MANY_WON}|invariant: 'INV-`)

/** Of those who try the same thing, of which one may succeed. */
const oneWins = (answers: readonly Answer<unknown>[]): void => {
  const winners = answers.filter(({ ok }) => ok).length
  expect(winners, MANY_WON).toBeLessThan(2)
  expect(winners).toBe(1)
}

const lastAdmin = () =>
  race({
    given: async world => {
      const acme = await world.found('Acme')
      return { acme, second: await memberWith(world, acme, 'admin') }
    },
    when: ({ members }, { acme, second }) =>
      [acme.admin, as(second)].map(actor => members.leave({ actor, organizationId: acme.id })),
    holds: async (world, answers, { acme }) => {
      oneWins(answers)
      const stayed = world.all(memberships).filter(m => m.organizationId === acme.id && m.status === 'active')
      expect(stayed).toHaveLength(1)
    },
    atLeast: 1,
  })

const singleUse = () =>
  race({
    given: async world => recoveryCode.arrange(await mfaWorldOver(world)),
    when: (charter, call) => Array.from({ length: AT_ONCE }, () => call(charter)),
    holds: async (_, answers) => oneWins(answers),
    secrets: sharedBox,
    atLeast: 1,
  })

const domainOwnership = () =>
  race({
    given: async world => {
      const orgs: Org[] = []
      for (const name of CLAIMANTS) {
        const org = await world.found(name)
        await world.pending(org, 'acme.com')
        orgs.push(org)
      }
      return orgs
    },
    when: ({ domainRules }, orgs) =>
      orgs.map(({ id: organizationId }) =>
        domainRules.prove({
          ...{ actor: OPERATOR, organizationId, domain: 'acme.com' },
          proof: { kind: 'operator', reason: 'x' },
        }),
      ),
    holds: async (world, answers, orgs) => {
      oneWins(answers)
      const owner = orgs[answers.findIndex(({ ok }) => ok)]?.id
      expect(await world.get(domainOwners, 'acme.com')).toMatchObject({ organizationId: owner })
    },
    atLeast: 1,
  })

const acceptance = () =>
  race({
    given: async world => world.invite(await world.found('Acme'), INES),
    when: (charter, { token }) =>
      Array.from({ length: AT_ONCE }, () => charter.invitations.accept({ token, email: email(INES) })),
    holds: async (world, answers) => {
      oneWins(answers)
      expect(world.all(invitations)).toMatchObject([{ status: 'accepted' }])
    },
    atLeast: 1,
  })

const RACES = [
  { what: 'the last admin stays (INV-01)', run: lastAdmin, guard: 'the bounds of counters' },
  { what: 'a recovery code counts once (INV-16)', run: singleUse, guard: 'the check of versions' },
  { what: 'a domain has one owner (INV-05)', run: domainOwnership, guard: 'the check of versions' },
  { what: 'an invitation is accepted once (INV-15)', run: acceptance, guard: 'the check of versions' },
]

describe.each(['postgresql', 'mariadb', 'mysql'] as const)('on %s', async name => {
  const isThere = await hasServer(name)
  const stages: SqlStage[] = []
  const without = new Map<string, SqlStage>()
  beforeAll(async () => {
    if (!isThere) return
    stages.push(await sqlStage(name))
    for (const { without: guard, wrap } of unguardedStores) {
      const stage = await sqlStage(name, wrap)
      stages.push(stage)
      without.set(guard, stage)
    }
  }, 60_000)
  afterAll(async () => {
    for (const { close } of stages) await close()
  })

  it.runIf(isThere).each(RACES)(
    '$what, however many try at once',
    async ({ run }) => {
      raceOn(stages[0] as SqlStage, ROUNDS)
      expect(await run()).toBe(ROUNDS)
    },
    60_000 + ROUNDS * 5_000,
  )

  it.runIf(isThere).each(RACES)(
    '$what, which fails soon without $guard',
    async ({ run, guard }) => {
      raceOn(without.get(guard) as SqlStage, SOON)
      await expect(run()).rejects.toThrow(BREACHED)
    },
    60_000,
  )
})
