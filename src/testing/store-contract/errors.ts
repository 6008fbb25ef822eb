import type { Ref } from '../../core/kernel/index.ts'
import { memberCounts, memberships } from '../../core/membership/index.ts'
import { organizations } from '../../core/organization/index.ts'
import { type StoreCase, storeCase } from './case.ts'
import { memberRecord, organizationRecord } from './records.ts'
import { count, create, type Step } from './trial.ts'

const NOWHERE: Ref = 'nowhere/1'
const KEY = 'membership_by_organization/acme'

const NO_CURSORS = ['', 'nonsense', '{}', '[]', '[1]', 'null', '["a/b"]', '["a/b",null]', '%', '\u{1F600}']

/** JSON of what no key has: numbers that are not whole or that JSON cannot say, NUL, half of a surrogate pair. */
const NO_VALUES = ['1.5', '-0.5', '1e30', '1e999', '9007199254740993', '"a\\u0000"', '"\\ud800"', '"\\udc00\\ud800"']

/** The cursor with each of its values replaced by each of those, where it is a list in JSON, as ours is. */
const forgedFrom = (cursor: string): readonly string[] => {
  if (!cursor.startsWith('[')) return []
  const values = (JSON.parse(cursor) as readonly unknown[]).map(value => JSON.stringify(value))
  return values.flatMap((_, at) =>
    NO_VALUES.map(no => `[${values.map((value, other) => (other === at ? no : value)).join(',')}]`),
  )
}

export const errorCases: readonly StoreCase[] = [
  storeCase('errors_are_thrown', 'an unknown collection is a TypeError that names it', async trial => {
    const into: Step = {
      precondition: { ref: NOWHERE, version: null },
      write: { op: 'put', ref: NOWHERE, record: { id: '1' } },
    }
    const beside = create(organizations, organizationRecord('acme'))
    await trial.throws('get', () => trial.store.get([NOWHERE]), 'TypeError', 'nowhere')
    await trial.throws('put', () => trial.commit(beside, into), 'TypeError', 'nowhere')
    await trial.throws(
      'add',
      () => trial.commit(beside, count({ ...memberCounts, name: 'nowhere' }, '1', 1)),
      'TypeError',
      'nowhere',
    )
    trial.same('what stood beside it', await trial.maybe(organizations, 'acme'), undefined)
  }),
  storeCase('errors_are_thrown', 'an unknown secondary key is a TypeError that names it', async trial => {
    await trial.throws('list', () => trial.store.list({ key: 'by_nothing/acme', limit: 9 }), 'TypeError', 'by_nothing')
    await trial.throws('list', () => trial.store.list({ key: 'membership/acme', limit: 9 }), 'TypeError', 'membership')
  }),
  storeCase('errors_are_thrown', 'a limit that is not 1 to 1,000 is a TypeError', async trial => {
    for (const limit of [0, -1, 1_001, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      await trial.throws(`a limit of ${limit}`, () => trial.store.list({ key: KEY, limit }), 'TypeError')
  }),
  storeCase('errors_are_thrown', 'what no page gave is not a cursor, and an InvalidCursor', async trial => {
    await trial.must(create(memberships, memberRecord('acme', 'ada')), create(memberships, memberRecord('acme', 'bob')))
    const { next = '' } = await trial.store.list({ key: KEY, limit: 1 })
    for (const after of [...NO_CURSORS, ...forgedFrom(next)])
      await trial.throws(`the cursor ${after}`, () => trial.store.list({ key: KEY, limit: 9, after }), 'InvalidCursor')
  }),
  storeCase('errors_are_thrown', 'an add to a record and a put of a counter are our own bugs', async trial => {
    const record = count({ ...memberCounts, name: organizations.name }, 'acme', 1)
    const counter: Step = {
      precondition: { ref: 'member_count/acme', version: null },
      write: { op: 'put', ref: 'member_count/acme', record: { count: 1 } },
    }
    const beside = create(organizations, organizationRecord('beside'))
    await trial.throws('an add to a record', () => trial.commit(beside, record), 'InvariantViolation')
    await trial.throws('a put of a counter', () => trial.commit(beside, counter), 'InvariantViolation')
    trial.same('what stood beside them', await trial.maybe(organizations, 'beside'), undefined)
    trial.same('the counter', await trial.counted(memberCounts, 'acme'), 0)
  }),
]
