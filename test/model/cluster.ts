/**
 * What a cluster of three servers on this machine does with pairs of commits that each read on one server what the other
 * writes, held as a cluster needs it and as one server would, and with joins of one organization at the same moment, through
 * one server and through all: `npx tsx test/model/cluster.ts galera|group [pairs] [joins]`. It fails where a pair that is held
 * went through twice.
 */
import type { Store } from '../../src/ports/store.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { at, crossedPairs } from '../support/cluster/crossed.ts'
import { freshReads, openGalera } from '../support/cluster/galera.ts'
import { freshReads as freshReadsOfGroup, openGroup } from '../support/cluster/group-replication.ts'
import { type ClusterStage, clusterStage } from '../support/cluster/stage.ts'
import { email } from '../support/world.ts'

const [kind = 'galera', pairs = '300', joins = '500'] = process.argv.slice(2)
const actor = { kind: 'operator', name: 'support' } as const

const bothWent = async (stores: readonly Store[]): Promise<number> =>
  (await crossedPairs(stores, Number(pairs))).filter(committed => committed > 1).length

/** In seconds; the organization and its domain are there before. */
const joinAll = async (name: string, stores: readonly Store[]): Promise<number> => {
  const charters = stores.map(store => createCharter({ store }))
  const domain = `${name}-hq.com`
  const founding = { actor, name, kind: 'standard', founders: [{ email: email(`ada@${domain}`) }] } as const
  const { organization } = unwrap(await at(charters, 0).organizations.create(founding))
  const here = { actor, organizationId: organization.id, domain }
  unwrap(await at(charters, 0).domainRules.add({ ...here, match: 'exact', role: 'internal', joining: 'automatic' }))
  unwrap(await at(charters, 0).domainRules.prove({ ...here, proof: { kind: 'operator', reason: 'x' } }))
  const start = performance.now()
  const all = Array.from({ length: Number(joins) }, (_, index) =>
    at(charters, index).users.signUp({ email: email(`user${index}@${domain}`) }),
  )
  for (const answer of await Promise.all(all)) unwrap(answer)
  return (performance.now() - start) / 1_000
}

const run = async ({ nodes }: ClusterStage): Promise<void> => {
  const stores = nodes.map(({ store }) => store)
  const held = await bothWent(stores)
  const alone = await bothWent(nodes.map(node => node.alone))
  console.log(`${kind}: of ${pairs} pairs both committed ${held} times held, ${alone} times as on one server`)
  if (held > 0) process.exitCode = 1
  const one = await joinAll('one', stores.slice(0, 1))
  const spread = await joinAll('spread', stores)
  console.log(`${joins} joins at once: ${one.toFixed(1)} s through one server, ${spread.toFixed(1)} s through three`)
}

const stage = await (kind === 'group'
  ? clusterStage(openGroup, freshReadsOfGroup)
  : clusterStage(openGalera, freshReads))
try {
  await run(stage)
} finally {
  await stage.close()
}
