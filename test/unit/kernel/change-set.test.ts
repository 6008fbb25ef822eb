import { describe, expect, it } from 'vitest'
import { assertChangeSet, type ChangeSet, InvariantViolation, type Write } from '../../../src/core/kernel/index.ts'

const changes = (preconditions: ChangeSet['preconditions'], writes: readonly Write[]): ChangeSet => ({
  id: 'c1',
  preconditions,
  writes,
})
const put = (ref: `${string}/${string}`): Write => ({ op: 'put', ref, record: { id: ref } })
const remove = (ref: `${string}/${string}`): Write => ({ op: 'remove', ref })
const add = (ref: `${string}/${string}`): Write => ({ op: 'add', ref, by: 1 })

const wrong: readonly (readonly [what: string, changes: ChangeSet, message: string])[] = [
  [
    'two preconditions on one record',
    changes(
      [
        { ref: 'a/1', version: '1' },
        { ref: 'a/1', version: '1' },
      ],
      [],
    ),
    'two preconditions on a/1',
  ],
  ['two writes of one record', changes([{ ref: 'a/1', version: null }], [put('a/1'), put('a/1')]), 'two writes of a/1'],
  ['two adds to one counter', changes([], [add('n/1'), add('n/1')]), 'two writes of n/1'],
  ['a put without a precondition', changes([], [put('a/1')]), 'put of a/1'],
  ['a remove without a precondition', changes([], [remove('a/1')]), 'remove of a/1'],
  ['an add with a precondition', changes([{ ref: 'n/1', version: '1' }], [add('n/1')]), 'add of n/1'],
  ['an add to what must be absent', changes([{ ref: 'n/1', version: null }], [add('n/1')]), 'add of n/1'],
  ['the absence of what is removed', changes([{ ref: 'a/1', version: null }], [remove('a/1')]), 'absence of a/1'],
  ['the absence of what is not written', changes([{ ref: 'a/1', version: null }], []), 'absence of a/1'],
]

describe('assertChangeSet', () => {
  it('takes what names each record once, and guards what it writes', () => {
    const right = changes(
      [
        { ref: 'a/1', version: null },
        { ref: 'a/2', version: '7' },
        { ref: 'a/3', version: '8' },
        { ref: 'a/4', version: '9' },
      ],
      [put('a/1'), put('a/2'), remove('a/3'), add('n/1'), add('n/2')],
    )
    expect(() => assertChangeSet(right)).not.toThrow()
    expect(() => assertChangeSet(changes([], []))).not.toThrow()
  })

  it.each(wrong)('throws for %s', (_, contradiction, message) => {
    expect(() => assertChangeSet(contradiction)).toThrow(InvariantViolation)
    expect(() => assertChangeSet(contradiction)).toThrow(message)
  })
})
