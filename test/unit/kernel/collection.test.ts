import { describe, expect, it } from 'vitest'
import { keyValueAt, listKeyOf, refOf, refOfRecord } from '../../../src/core/kernel/index.ts'
import { note, notes } from '../runtime/toy.ts'

describe('refOf', () => {
  it('names a record by its collection and key, in the order of the key', () => {
    expect(refOf(notes, 'acme', 'n1')).toBe('note/acme/n1')
    expect(refOfRecord(notes as never, note('acme', 'n1'))).toBe('note/acme/n1')
  })
})

describe('keyValueAt', () => {
  it('reads dotted paths, and gives only what a key can be made of', () => {
    const record = { a: { b: 'x', n: 7, none: null, list: ['y'] }, flag: true }
    expect(keyValueAt(record, 'a.b')).toBe('x')
    expect(keyValueAt(record, 'a.n')).toBe(7)
    for (const path of ['a', 'a.none', 'a.none.b', 'a.list', 'flag', 'b', 'b.c.d', 'a.b.c.d'])
      expect(keyValueAt(record, path)).toBeUndefined()
  })
})

describe('listKeyOf', () => {
  it('names the list in which a record stands', () => {
    const key = { fields: ['status', 'at.day'] }
    expect(listKeyOf('by_day', key, { status: 'open', at: { day: 3 } })).toBe('by_day/open/3')
  })

  it('names none for a record that lacks a field of the key', () => {
    expect(listKeyOf('by_day', { fields: ['status', 'at.day'] }, { status: 'open' })).toBeUndefined()
  })
})
