import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKyselyStore, createSchema } from '../../src/adapters/kysely/index.ts'
import { organizations } from '../../src/core/organization/index.ts'
import type { Store } from '../../src/ports/store.ts'
import { organizationRecord } from '../../src/testing/store-contract/records.ts'
import { create, hold, replace, startTrial } from '../../src/testing/store-contract/trial.ts'
import { type Galera, hasGalera, openGalera } from '../support/galera.ts'
import { connectTo, DATABASE } from '../support/galera-stage.ts'
import type { AnyKysely } from '../support/servers.ts'

const ROUNDS = 60

describe.runIf(hasGalera())('on a Galera cluster of three', () => {
  let galera: Galera
  let nodes: readonly AnyKysely[] = []
  let stores: readonly Store[] = []

  beforeAll(async () => {
    galera = await openGalera()
    const admin = await createConnection({ uri: galera.nodes[0]?.url ?? '' })
    await admin.query(`create database ${DATABASE}`)
    await admin.end()
    nodes = galera.nodes.map(node => connectTo(node))
    await createSchema(nodes[0] as AnyKysely)
    stores = nodes.map(db => createKyselyStore(db))
  }, 120_000)

  afterAll(async () => {
    await Promise.allSettled(nodes.map(db => db.destroy()))
    await galera?.close()
  }, 60_000)

  it('lets at most one of two commit that read on two nodes what the other writes', async () => {
    const trials = stores.map(store => startTrial(store, 'what_was_read_still_holds'))
    const outcomes: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const [one, other] = [trials[round % 3], trials[(round + 1) % 3]] as const
      if (!one || !other) throw new Error('no cluster')
      const ids = [`a${round}`, `b${round}`] as const
      await one.must(...ids.map(id => create(organizations, organizationRecord(id))))
      const [a, b] = await Promise.all(ids.map(id => other.found(organizations, id)))
      if (!a || !b) throw new Error('not there')
      const [first, second] = await Promise.all([
        one.commit(replace(a, organizations, organizationRecord(ids[0], 'New')), hold(b)),
        other.commit(hold(a), replace(b, organizations, organizationRecord(ids[1], 'New'))),
      ])
      outcomes.push([first, second].filter(({ ok }) => ok).length.toString())
    }
    expect(outcomes).not.toContain('2')
  }, 60_000)
})
