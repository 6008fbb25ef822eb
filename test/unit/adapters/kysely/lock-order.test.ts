import { describe, expect, it } from 'vitest'
import { stepsOf } from '../../../../src/adapters/kysely/at-once/step.ts'
import { changeOf } from '../../../../src/adapters/kysely/change.ts'
import { postgresql } from '../../../../src/adapters/kysely/dialects/postgresql.ts'
import { tablesOf } from '../../../../src/adapters/kysely/tables.ts'
import type { ChangeSet, Ref } from '../../../../src/core/kernel/index.ts'
import { collections } from '../../../../src/core/world/index.ts'

const tables = tablesOf(collections, {}, postgresql)

const add = (ref: Ref) => ({ op: 'add', ref, by: 1 }) as const
const put = (ref: Ref) => ({ op: 'put', ref, record: {} }) as const

const lockedBy = (changes: Omit<ChangeSet, 'id'>) =>
  stepsOf(changeOf(tables, { id: 'c', ...changes })).flatMap(step => ('row' in step ? step.row.ref : []))

describe('the order in which a commit locks', () => {
  it('is that of keys, column by column, as a database has it: not that of references', () => {
    const refs: readonly Ref[] = ['membership/a-b/ada', 'membership/a/bo', 'membership/a/ada']
    expect([...refs].sort()[0]).toBe('membership/a-b/ada')
    const preconditions = refs.map(ref => ({ ref, version: 'v' }))
    const expected = ['membership/a/ada', 'membership/a/bo', 'membership/a-b/ada']
    expect(lockedBy({ preconditions, writes: [] })).toEqual(expected)
    expect(lockedBy({ preconditions: [...preconditions].reverse(), writes: [] })).toEqual(expected)
  })

  it('has tables by their names, in each what is there before what is created, and counters last', () => {
    const there = ['user/b', 'membership/b/b'] as const
    const created = ['user/c', 'user/a', 'membership/a/a'] as const
    const changes = {
      preconditions: [...created.map(ref => ({ ref, version: null })), ...there.map(ref => ({ ref, version: 'v' }))],
      writes: [add('member_count/b'), add('admin_count/z'), add('member_count/a'), ...created.map(put)],
    }
    const expected = [
      ...['membership/b/b', 'membership/a/a', 'user/b', 'user/a', 'user/c'],
      ...['admin_count/z', 'member_count/a', 'member_count/b'],
    ]
    expect(lockedBy(changes)).toEqual(expected)
    expect(
      lockedBy({ preconditions: [...changes.preconditions].reverse(), writes: [...changes.writes].reverse() }),
    ).toEqual(expected)
  })
})
