import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { organizations } from '../../src/core/organization/index.ts'
import { checkInvariants } from '../../src/core/world/index.ts'
import type { Store } from '../../src/ports/store.ts'
import { type ContractKit, describeStore } from '../../src/testing/store-contract/index.ts'
import { organizationRecord } from '../../src/testing/store-contract/records.ts'
import { create, hold, replace, startTrial } from '../../src/testing/store-contract/trial.ts'
import { charterOn } from '../support/crash/client.ts'
import { playCutOff } from '../support/crash/play-cut-off.ts'
import { hasGalera } from '../support/galera.ts'
import { type GaleraStage, galeraStage } from '../support/galera-stage.ts'
import { type Figures, playAtOnce } from '../support/serial/play-at-once.ts'
import { email } from '../support/world.ts'

const ROUNDS = 60
const HISTORIES = [1, 2]
/** The index is judged on one server; here a scan would cost what the way between the servers does. */
const RECORDS = 1_000

const at = <T>(items: readonly T[], index: number): T => items[index % items.length] as T

describe.runIf(hasGalera())('on a Galera cluster of three', () => {
  let stage: GaleraStage

  beforeAll(async () => {
    stage = await galeraStage()
  }, 120_000)

  afterAll(() => stage?.close(), 60_000)

  it('lets at most one of two commit that read on two servers what the other writes', async () => {
    const trials = stage.nodes.map(({ store }) => startTrial(store, 'what_was_read_still_holds'))
    for (let round = 0; round < ROUNDS; round++) {
      const [one, other] = [at(trials, round), at(trials, round + 1)]
      const [x, y] = [`x${round}`, `y${round}`]
      await one.must(create(organizations, organizationRecord(x)), create(organizations, organizationRecord(y)))
      const [first, second] = [await other.found(organizations, x), await other.found(organizations, y)]
      const outcomes = await Promise.all([
        one.commit(replace(first, organizations, organizationRecord(x, 'New')), hold(second)),
        other.commit(hold(first), replace(second, organizations, organizationRecord(y, 'New'))),
      ])
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    }
  })

  it.each(HISTORIES)('is as one client after the other, whoever asks which server (%i)', async seed => {
    const figures: Figures = new Map()
    expect(await playAtOnce(stage, { clients: 6, commands: 25, seed, figures })).toEqual([])
    expect(figures.get('ok')).toBeGreaterThan(0)
  })

  it('loses nothing and does nothing twice when a server dies, which comes back', async () => {
    const figures: Figures = new Map()
    const seed = 1
    const victim = 1
    let commits = 0
    const dying = (store: Store): Store => ({
      ...store,
      commit: changes => {
        const outcome = store.commit(changes)
        if (++commits === 12) void stage.kill(victim)
        return outcome
      },
    })
    const stores = [0, 1, 2, 0, 1, 2].map(index => {
      const { store } = at(stage.nodes, index)
      return index === victim ? dying(store) : store
    })
    expect(await playCutOff(stage, { stores, commands: 25, seed, figures })).toEqual([])
    expect([...figures].some(([what]) => what.startsWith('threw'))).toBe(true)
    await stage.rejoin(victim)
    const back = charterOn(at(stage.nodes, victim).store, `back${seed}`, 99)
    const founded = await back.organizations.create({
      actor: { kind: 'operator', name: 'support' },
      name: 'After',
      kind: 'standard',
      founders: [{ email: email(`after${seed}@acme.com`) }],
    })
    expect(founded.ok).toBe(true)
    expect(checkInvariants(await stage.read()).breaches).toEqual([])
  })

  const contract = (name: string, store: () => Store, rest: Pick<ContractKit, 'fc'> = {}) =>
    describeStore(
      name,
      async () => {
        await stage.empty()
        return { store: store(), close: () => {} }
      },
      { describe, it: (title, run) => it(title, run, 120_000), records: RECORDS, ...rest },
    )

  contract('the store on one server', () => at(stage.nodes, 0).store)
  contract('a store that asks any server', () => anyOf(stage), { fc })
})

const anyOf = ({ nodes }: GaleraStage): Store => {
  const any = () => at(nodes, Math.floor(Math.random() * nodes.length)).store
  return {
    get: refs => any().get(refs),
    list: query => any().list(query),
    commit: changes => any().commit(changes),
  }
}
