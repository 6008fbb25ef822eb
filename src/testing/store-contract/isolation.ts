import { adminCounts, memberCounts, memberships } from '../../core/membership/index.ts'
import { organizations } from '../../core/organization/index.ts'
import type { Snapshot, Stored } from '../../ports/store.ts'
import { type StoreCase, storeCase } from './case.ts'
import { memberRecord, organizationRecord } from './records.ts'
import { count, create, erase, hold, replace, type Trial } from './trial.ts'

const renamed = (id: string) => organizationRecord(id, 'Renamed')

const twoOrganizations = async (trial: Trial, ...ids: readonly [string, string]) => {
  await trial.must(...ids.map(id => create(organizations, organizationRecord(id))))
  return [await trial.found(organizations, ids[0]), await trial.found(organizations, ids[1])] as const
}

const holding: readonly StoreCase[] = [
  storeCase('what_was_read_still_holds', 'a record that was only read and has changed is a conflict', async trial => {
    const [acme, bolt] = await twoOrganizations(trial, 'acme', 'bolt')
    await trial.must(replace(acme, organizations, renamed('acme')))
    const changed = await trial.commit(hold(acme), replace(bolt, organizations, renamed('bolt')))
    trial.conflicts('a decision on what has changed', changed, acme.ref)
    await trial.must(erase(await trial.found(organizations, 'acme')))
    const removed = await trial.commit(hold(acme), replace(bolt, organizations, renamed('bolt')))
    trial.conflicts('a decision on what is gone', removed, acme.ref)
    trial.same('it wrote nothing', await trial.found(organizations, 'bolt'), bolt)
  }),
  storeCase('what_was_read_still_holds', 'of two that read what the other writes, at most one commits', async trial => {
    for (let round = 0; round < 20; round++) {
      const [acme, bolt] = await twoOrganizations(trial, `acme${round}`, `bolt${round}`)
      const outcomes = await Promise.all([
        trial.commit(hold(bolt), replace(acme, organizations, renamed(`acme${round}`))),
        trial.commit(hold(acme), replace(bolt, organizations, renamed(`bolt${round}`))),
      ])
      trial.that('write skew: both committed', !outcomes.every(({ ok }) => ok), { round })
    }
  }),
  storeCase('what_was_read_still_holds', 'of many that change one record from one version, one does', async trial => {
    await trial.must(create(organizations, organizationRecord('acme')))
    const acme = await trial.found(organizations, 'acme')
    const names = Array.from({ length: 20 }, (_, index) => `Name ${index}`)
    const outcomes = await Promise.all(
      names.map(name => trial.commit(replace(acme, organizations, organizationRecord('acme', name)))),
    )
    const winners = names.filter((_, index) => outcomes[index]?.ok)
    trial.that('an update was lost', winners.length === 1, winners)
    const { name } = (await trial.found(organizations, 'acme')).record
    trial.same('the name', name, winners[0])
  }),
  storeCase(
    'what_was_read_still_holds',
    'those who only read one record do not stand in each other’s way',
    async trial => {
      await trial.must(create(organizations, organizationRecord('acme')))
      const acme = await trial.found(organizations, 'acme')
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          trial.commit(hold(acme), create(memberships, memberRecord('acme', `user${index}`))),
        ),
      )
      trial.same('conflicts', outcomes.filter(({ ok }) => !ok).length, 0)
      trial.same('the record that was read', await trial.found(organizations, 'acme'), acme)
    },
  ),
]

const whole: readonly StoreCase[] = [
  storeCase(
    'commits_are_whole',
    'one conflict among many writes leaves every record, list and counter',
    async trial => {
      const [acme, bolt] = await twoOrganizations(trial, 'acme', 'bolt')
      await trial.must(create(memberships, memberRecord('acme', 'ada')), count(memberCounts, 'acme', 1))
      const ada = await trial.found(memberships, 'acme', 'ada')
      await trial.must(replace(bolt, organizations, renamed('bolt')))
      const steps = [
        replace(acme, organizations, renamed('acme')),
        create(memberships, memberRecord('acme', 'grace')),
        erase(ada),
        count(memberCounts, 'acme', 1),
        count(adminCounts, 'acme', 1),
      ]
      const late = hold(bolt)
      for (const attempt of [
        [late, ...steps],
        [...steps, late],
        [...steps, replace(bolt, organizations, renamed('bolt'))],
      ]) {
        trial.conflicts('what rests on an old version', await trial.commit(...attempt), bolt.ref)
        trial.same('a record to change', await trial.found(organizations, 'acme'), acme)
        trial.same('a record to create', await trial.maybe(memberships, 'acme', 'grace'), undefined)
        trial.same('a record to remove', await trial.maybe(memberships, 'acme', 'ada'), ada)
        trial.same('a list', await trial.listed('membership_by_organization/acme'), [ada])
        trial.same('a counter', await trial.counted(memberCounts, 'acme'), 1)
        trial.same('another', await trial.counted(adminCounts, 'acme'), 0)
      }
    },
  ),
  storeCase('commits_are_whole', 'one conflict before many records or among them leaves all of them', async trial => {
    const many = Array.from({ length: 8 }, (_, index) => `many${index}`)
    await trial.must(...['ada', ...many].map(user => create(memberships, memberRecord('acme', user))))
    const [stale, ...others] = await Promise.all(['ada', ...many].map(user => trial.found(memberships, 'acme', user)))
    const ada = stale as Stored
    await trial.must(replace(ada, memberships, memberRecord('acme', 'ada', { joinedAt: 2 })))
    const moved = others.map((found, index) =>
      replace(found, memberships, memberRecord('acme', many[index] ?? '', { joinedAt: 9 })),
    )
    const beside = [
      ...many.map(id => create(organizations, organizationRecord(id))),
      ...many.map(id => count(memberCounts, id, 1, { min: 0 })),
    ]
    for (const steps of [
      [hold(ada), ...beside],
      [hold(ada), ...many.map(id => count(memberCounts, id, 1))],
      [hold(ada), ...moved, ...beside],
      [...others.map(hold), erase(ada), ...beside],
    ]) {
      trial.conflicts('what rests on an old version', await trial.commit(...steps), ada.ref)
      for (const [index, id] of many.entries()) {
        trial.same('a record to create', await trial.maybe(organizations, id), undefined)
        trial.same('a record to change', await trial.found(memberships, 'acme', id), others[index])
        trial.same('a counter', await trial.counted(memberCounts, id), 0)
      }
    }
  }),
  storeCase('reads_are_whole', 'a read sees a commit whole or not at all', async trial => {
    await twoOrganizations(trial, 'acme', 'bolt')
    const reads: Promise<Snapshot>[] = []
    for (let round = 0; round < 20; round++) {
      const [acme, bolt] = [await trial.found(organizations, 'acme'), await trial.found(organizations, 'bolt')]
      const read = () => reads.push(trial.store.get([acme.ref, bolt.ref]))
      const name = `Name ${round}`
      read()
      const commit = trial.must(
        replace(acme, organizations, organizationRecord('acme', name)),
        replace(bolt, organizations, organizationRecord('bolt', name)),
      )
      read()
      await commit
    }
    for (const snapshot of await Promise.all(reads)) {
      const names = [...snapshot.values()].map(({ record: { name } }) => name)
      trial.that('a read saw half a commit', names.length === 2 && names[0] === names[1], names)
    }
  }),
]

export const isolationCases: readonly StoreCase[] = [...holding, ...whole]
