import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '../../../src/core/world/index.ts'
import type { Store } from '../../../src/ports/store.ts'
import { type ContractKit, describeStore } from '../../../src/testing/store-contract/index.ts'
import { charterOn } from '../crash/client.ts'
import { playCutOff } from '../crash/play-cut-off.ts'
import { type Figures, playAtOnce } from '../serial/play-at-once.ts'
import { email } from '../world.ts'
import { at, crossedPairs } from './crossed.ts'
import type { Cluster } from './server.ts'
import { type ClusterStage, clusterStage } from './stage.ts'

const ROUNDS = 60
const HISTORIES = [1, 2]
/** The index is judged on one server; here a scan would cost what the way between the servers does. */
const RECORDS = 1_000

/** Three servers that all take commits: whoever is asked, it is as if there were one. */
export const attackCluster = (open: () => Promise<Cluster>, freshReads: string): void => {
  let stage: ClusterStage

  beforeAll(async () => {
    stage = await clusterStage(open, freshReads)
  }, 120_000)

  afterAll(() => stage?.close(), 60_000)

  it('lets at most one of two commit that read on two servers what the other writes', async () => {
    const stores = stage.nodes.map(({ store }) => store)
    expect(new Set(await crossedPairs(stores, ROUNDS))).toEqual(new Set([1]))
  })

  it('would let both, were it taken for one server', async () => {
    const stores = stage.nodes.map(({ alone }) => alone)
    expect(Math.max(...(await crossedPairs(stores, ROUNDS)))).toBe(2)
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
}

const anyOf = ({ nodes }: ClusterStage): Store => {
  const any = () => at(nodes, Math.floor(Math.random() * nodes.length)).store
  return {
    get: refs => any().get(refs),
    list: query => any().list(query),
    commit: changes => any().commit(changes),
  }
}
