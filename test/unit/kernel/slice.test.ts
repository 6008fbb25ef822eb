import { describe, expect, it } from 'vitest'
import { InvariantViolation, type Loaded, type Ref, sliceOf } from '../../../src/core/kernel/index.ts'
import { note, noteCounts, notes, words } from '../runtime/toy.ts'

const here = note('acme', 'n1', 'here')
const loaded: Loaded = {
  records: new Map<Ref, unknown>([
    ['note/acme/n1', here],
    ['note/acme/n2', undefined],
    ['note_count/acme', { count: 3 }],
    ['note_count/none', undefined],
  ]),
  lists: new Map([
    ['note_by_organization/acme', { items: [here], next: 'on' }],
    ['note_by_organization/none', { items: [], next: undefined }],
  ]),
  versions: new Map<Ref, { version: string } | null>([
    ['note/acme/n1', { version: 'v1' }],
    ['note/acme/n2', null],
  ]),
}
const BY = 'note_by_organization'

describe('sliceOf', () => {
  const whole = sliceOf(loaded, 'whole')
  const partial = sliceOf(loaded, 'partial')

  it('gives what was found, and undefined for what was looked up and is absent', () => {
    for (const slice of [whole, partial]) {
      expect(slice.get(notes, 'acme', 'n1')).toBe(here)
      expect(slice.get(notes, 'acme', 'n2')).toBeUndefined()
      expect(slice.list(notes, BY, 'acme')).toEqual([here])
      expect(slice.next(BY, 'acme')).toBe('on')
      expect(slice.list(notes, BY, 'none')).toEqual([])
      expect(slice.next(BY, 'none')).toBeUndefined()
    }
  })

  it('counts, and an absent counter is 0', () => {
    expect(whole.count(noteCounts, 'acme')).toBe(3)
    expect(whole.count(noteCounts, 'none')).toBe(0)
  })

  it('throws in a plan for what reads() did not name, and says what it was', () => {
    expect(() => whole.get(notes, 'acme', 'n3')).toThrow(InvariantViolation)
    expect(() => whole.get(notes, 'acme', 'n3')).toThrow('note/acme/n3')
    expect(() => whole.get(words, 'n1')).toThrow('word/n1')
    expect(() => whole.count(noteCounts, 'other')).toThrow('note_count/other')
    expect(() => whole.list(notes, BY, 'other')).toThrow('note_by_organization/other')
    expect(() => whole.next(BY, 'other')).toThrow(InvariantViolation)
  })

  it('has nothing in reads() yet for what was not named before', () => {
    expect(partial.get(notes, 'acme', 'n3')).toBeUndefined()
    expect(partial.count(noteCounts, 'other')).toBe(0)
    expect(partial.list(notes, BY, 'other')).toEqual([])
    expect(partial.next(BY, 'other')).toBeUndefined()
  })
})
