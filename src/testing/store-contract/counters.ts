import { refOf } from '../../core/kernel/index.ts'
import { adminCounts, memberCounts, memberships } from '../../core/membership/index.ts'
import { organizations } from '../../core/organization/index.ts'
import { type StoreCase, storeCase } from './case.ts'
import { memberRecord, organizationRecord } from './records.ts'
import { count, create, hold, replace, type Trial } from './trial.ts'

const commuting: readonly StoreCase[] = [
  storeCase('counters_commute', '500 at the same moment all commit', async trial => {
    await trial.must(create(organizations, organizationRecord('acme')))
    const acme = await trial.found(organizations, 'acme')
    const joins = Array.from({ length: 500 }, (_, index) =>
      trial.commit(
        hold(acme),
        create(memberships, memberRecord('acme', `user${index}`)),
        count(memberCounts, 'acme', 1, { min: 0 }),
      ),
    )
    const conflicts = (await Promise.all(joins)).filter(({ ok }) => !ok)
    trial.that('adds of one counter conflicted', conflicts.length === 0, { count: conflicts.length, of: conflicts[0] })
    trial.same('the sum', await trial.counted(memberCounts, 'acme'), 500)
  }),
  storeCase('counters_commute', 'in whatever order change sets name them', async trial => {
    const both = [count(memberCounts, 'acme', 1), count(memberCounts, 'bolt', 1)]
    const adds = Array.from({ length: 100 }, (_, index) => trial.commit(...(index % 2 ? both : [...both].reverse())))
    const conflicts = (await Promise.all(adds)).filter(({ ok }) => !ok)
    trial.that('adds of two counters conflicted', conflicts.length === 0, { count: conflicts.length, of: conflicts[0] })
    trial.same('one sum', await trial.counted(memberCounts, 'acme'), 100)
    trial.same('the other', await trial.counted(memberCounts, 'bolt'), 100)
  }),
]

const isUntouched = async (trial: Trial, sum: number): Promise<void> => {
  trial.same('the sum after it', await trial.counted(memberCounts, 'acme'), sum)
  trial.same('the counter beside it', await trial.counted(memberCounts, 'bolt'), 0)
  trial.same('the record beside it', await trial.maybe(organizations, 'acme'), undefined)
}

const bounded: readonly StoreCase[] = [
  storeCase(
    'counters_stay_in_bounds',
    'out of bounds is a conflict on the counter, and nothing is written',
    async trial => {
      await trial.must(count(memberCounts, 'acme', 3, { min: 3, max: 3 }))
      for (const [by, bounds] of [
        [-2, { min: 2 }],
        [1, { max: 3 }],
        [-9, { min: 0, max: 9 }],
      ] as const) {
        const steps = [count(memberCounts, 'bolt', 1), create(organizations, organizationRecord('acme'))]
        const committed = await trial.commit(...steps, count(memberCounts, 'acme', by, bounds))
        trial.conflicts(`3 ${by} within ${JSON.stringify(bounds)}`, committed, refOf(memberCounts, 'acme'))
        await isUntouched(trial, 3)
      }
      await trial.must(count(memberCounts, 'acme', -3, { min: 0, max: 0 }))
      trial.same('at its bounds', await trial.counted(memberCounts, 'acme'), 0)
    },
  ),
  storeCase('counters_stay_in_bounds', 'absent is 0, and is read back as a record', async trial => {
    const below = await trial.commit(count(memberCounts, 'acme', -1, { min: 0 }))
    trial.conflicts('below the least', below, refOf(memberCounts, 'acme'))
    await trial.must(count(memberCounts, 'acme', -2), count(memberCounts, 'bolt', 2, { max: 2 }))
    trial.same('the first add', (await trial.found(memberCounts, 'acme')).record, { count: -2 })
    trial.same('the other', (await trial.found(memberCounts, 'bolt')).record, { count: 2 })
  }),
]

const extremes: readonly StoreCase[] = [
  storeCase('counters_stay_in_bounds', 'a sum that no number can say is out of bounds', async trial => {
    const most = Number.MAX_SAFE_INTEGER
    await trial.must(count(memberCounts, 'acme', most), count(memberCounts, 'bolt', -most))
    for (const [key, by] of [
      ['acme', 2],
      ['acme', most],
      ['bolt', -2],
    ] as const)
      trial.conflicts(
        `${by} more of ${key}`,
        await trial.commit(count(memberCounts, key, by)),
        refOf(memberCounts, key),
      )
    trial.same('the most', await trial.counted(memberCounts, 'acme'), most)
    trial.same('the least', await trial.counted(memberCounts, 'bolt'), -most)
  }),
  storeCase('counters_stay_in_bounds', 'what is no whole number is not added, and thrown', async trial => {
    for (const by of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      await trial.throws(`${by}`, () => trial.commit(count(memberCounts, 'acme', by)), 'InvariantViolation')
    trial.same('the sum', await trial.counted(memberCounts, 'acme'), 0)
  }),
]

const guarding: readonly StoreCase[] = [
  storeCase('the_last_one_is_guarded', 'of k that take one away at the same moment, k - 1 do', async trial => {
    const admins = 12
    await trial.must(count(adminCounts, 'acme', admins))
    const leaves = await Promise.all(
      Array.from({ length: admins }, () => trial.commit(count(adminCounts, 'acme', -1, { min: 1 }))),
    )
    trial.same('so many left', leaves.filter(({ ok }) => ok).length, admins - 1)
    trial.same('so many stayed', await trial.counted(adminCounts, 'acme'), 1)
    const refused = leaves.find(({ ok }) => !ok)
    if (refused) trial.conflicts('the last', refused, refOf(adminCounts, 'acme'))
  }),
  storeCase(
    'the_last_one_is_guarded',
    'two that leave at the same moment write their records or do not',
    async trial => {
      const users = ['ada', 'grace']
      await trial.must(
        ...users.map(user => create(memberships, memberRecord('acme', user))),
        count(adminCounts, 'acme', users.length),
      )
      const found = await Promise.all(users.map(user => trial.found(memberships, 'acme', user)))
      const leaves = await Promise.all(
        found.map((stored, index) =>
          trial.commit(
            replace(stored, memberships, memberRecord('acme', users[index] ?? '', { joinedAt: 2 })),
            count(adminCounts, 'acme', -1, { min: 1 }),
          ),
        ),
      )
      trial.same('one leaves', leaves.filter(({ ok }) => ok).length, 1)
      for (const [index, { ok }] of leaves.entries()) {
        const { joinedAt } = (await trial.found(memberships, 'acme', users[index] ?? '')).record
        trial.same('a record is written if its counter was', joinedAt === 2, ok)
      }
    },
  ),
]

export const counterCases: readonly StoreCase[] = [...commuting, ...bounded, ...extremes, ...guarding]
