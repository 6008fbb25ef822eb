import { describe, expect, it } from 'vitest'
import type { Ref } from '../../../src/core/kernel/index.ts'
import { anomaliesOf } from '../../support/serial/check.ts'
import type { Added, History, Transaction } from '../../support/serial/history.ts'

type Versions = { readonly [record: string]: string | null }

const versionsOf = (of: Versions): ReadonlyMap<Ref, string | null> =>
  new Map(Object.entries(of).map(([record, version]) => [`r/${record}` as Ref, version]))

/** All at the same moment, unless told otherwise. */
const did = (id: string, reads: Versions, writes: Versions = {}, rest: Partial<Transaction> = {}): Transaction => ({
  id,
  reads: versionsOf(reads),
  writes: versionsOf(writes),
  adds: [],
  began: 0,
  ended: 9,
  ...rest,
})

const over = (
  transactions: readonly Transaction[],
  final: Versions,
  counts: readonly (readonly [Ref, number])[] = [],
): History => ({
  transactions,
  versions: versionsOf(final) as ReadonlyMap<Ref, string>,
  counts: new Map(counts),
})

const kindsOf = (history: History) => anomaliesOf(history).map(({ kind }) => kind)

const start = did('start', { x: null, y: null }, { x: '0', y: '0' }, { began: -2, ended: -1 })
const count = (id: string, added: Omit<Added, 'ref'>, rest: Partial<Transaction> = {}) =>
  did(id, {}, {}, { adds: [{ ref: 'n/x', ...added }], ...rest })

describe('a history that a serial order explains has no anomaly', () => {
  it.each<[string, History]>([
    ['nothing', over([], {})],
    [
      'one after the other',
      over([start, did('a', { x: '0' }, { x: '1' }), did('b', { x: '1' }, { x: '2' })], { x: '2', y: '0' }),
    ],
    [
      'in another order than told',
      over([did('b', { x: '1' }, { x: '2' }), did('a', { x: '0' }, { x: '1' }), start], { x: '2', y: '0' }),
    ],
    [
      'one read what the other replaced',
      over([start, did('a', { x: '0', y: '0' }, { x: '1' }), did('b', { y: '0' }, { y: '1' })], { x: '1', y: '1' }),
    ],
    [
      'removed and made anew, twice',
      over(
        [
          start,
          did('a', { x: '0' }, { x: null }),
          did('b', { x: null }, { x: '1' }),
          did('c', { x: '1' }, { x: null }),
          did('d', { x: null }, { x: '2' }, { began: 10, ended: 11 }),
        ],
        { x: '2', y: '0' },
      ),
    ],
    ['removed', over([start, did('a', { x: '0' }, { x: null })], { y: '0' })],
    [
      'read whole',
      over([start, did('a', { x: '0', y: '0' }, { x: '1', y: '1' }), did('see', { x: '1', y: '1' })], {
        x: '1',
        y: '1',
      }),
    ],
    ['counted within bounds', over([count('a', { by: -1, min: 1 }), count('b', { by: 2 })], {}, [['n/x', 1]])],
    [
      'counted where each waits for another',
      over([count('a', { by: -1, min: 1 }), count('b', { by: -1, min: 0 }), count('c', { by: 2, max: 2 })], {}, [
        ['n/x', 0],
      ]),
    ],
  ])('%s', (_, history) => expect(anomaliesOf(history)).toEqual([]))
})

describe('a history that none explains has one', () => {
  it('lost update: two replaced the same version', () => {
    const lost = [start, did('a', { x: '0' }, { x: '1' }), did('b', { x: '0' }, { x: '2' })]
    expect(kindsOf(over(lost, { x: '2', y: '0' }))).toContain('lost_update')
  })

  it('lost update: two made the same record', () => {
    const lost = [did('a', { z: null }, { z: '1' }), did('b', { z: null }, { z: '2' })]
    expect(kindsOf(over(lost, { z: '2' }))).toContain('lost_update')
  })

  it('lost update: one replaced what the other removed', () => {
    const lost = [start, did('a', { x: '0' }, { x: null }), did('b', { x: '0' }, { x: '1' })]
    expect(kindsOf(over(lost, { x: '1', y: '0' }))).toContain('lost_update')
  })

  it('write skew: each read what the other replaced', () => {
    const skewed = [start, did('a', { x: '0', y: '0' }, { x: '1' }), did('b', { x: '0', y: '0' }, { y: '1' })]
    expect(kindsOf(over(skewed, { x: '1', y: '1' }))).toEqual(['cycle'])
  })

  it('write skew of three, each by one record', () => {
    const third = did('s', { z: null }, { z: '0' }, { began: -2, ended: -1 })
    const skewed = [
      start,
      third,
      did('a', { x: '0', y: '0' }, { x: '1' }),
      did('b', { y: '0', z: '0' }, { y: '1' }),
      did('c', { z: '0', x: '0' }, { z: '1' }),
    ]
    const [cycle] = anomaliesOf(over(skewed, { x: '1', y: '1', z: '1' }))
    expect(cycle).toMatchObject({ kind: 'cycle', edges: { length: 3 } })
  })

  it('dirty read: nobody who went through wrote the version', () => {
    const dirty = [start, did('a', { x: '7', y: '0' }, { y: '1' })]
    expect(kindsOf(over(dirty, { x: '0', y: '1' }))).toEqual(['read_of_nothing'])
  })

  it('fractured read: one record from before a commit, one from after it', () => {
    const torn = [start, did('a', { x: '0', y: '0' }, { x: '1', y: '1' }), did('see', { x: '1', y: '0' })]
    expect(kindsOf(over(torn, { x: '1', y: '1' }))).toEqual(['cycle'])
  })

  it('fractured read: one of two that are made together', () => {
    const torn = [did('a', { x: null, y: null }, { x: '1', y: '1' }), did('see', { x: '1', y: null })]
    expect(kindsOf(over(torn, { x: '1', y: '1' }))).toEqual(['cycle'])
  })

  it('stale read: what had been replaced before it began', () => {
    const stale = [start, did('a', { x: '0' }, { x: '1' }), did('see', { x: '0' }, {}, { began: 10, ended: 11 })]
    expect(kindsOf(over(stale, { x: '1', y: '0' }))).toEqual(['cycle'])
  })

  it('a life of a record that began before the one before it had ended', () => {
    const twice = [
      did('a', { x: null }, { x: '1' }, { began: 0, ended: 1 }),
      did('b', { x: null }, { x: '2' }, { began: 2, ended: 3 }),
      did('c', { x: '1' }, { x: null }, { began: 4, ended: 5 }),
    ]
    expect(kindsOf(over(twice, { x: '2' }))).toEqual(['cycle'])
  })

  it('a version that is there is not the last of its chain, or a record of nobody', () => {
    const replaced = [start, did('a', { x: '0' }, { x: '1' })]
    expect(kindsOf(over(replaced, { x: '0', y: '0' }))).toEqual(['not_last'])
    expect(kindsOf(over(replaced, { y: '0' }))).toEqual(['not_last'])
    expect(kindsOf(over(replaced, { x: '1', y: '0', z: '0' }))).toEqual(['not_last'])
    expect(kindsOf(over([start, did('a', { x: '0' }, { x: null })], { x: '0', y: '0' }))).toEqual(['not_last'])
  })

  it('a counter that went out of its bounds in every order', () => {
    const both = [
      count('s', { by: 2 }, { ended: 1 }),
      ...['a', 'b'].map(id => count(id, { by: -1, min: 1 }, { began: 2 })),
    ]
    expect(kindsOf(over(both, {}, [['n/x', 0]]))).toEqual(['bound_broken'])
  })

  it('a counter that could only be within them in an order that the records forbid', () => {
    const up = did('up', { x: '1' }, { x: '2' }, { adds: [{ ref: 'n/x', by: 1 }] })
    const down = did('down', { x: '0' }, { x: '1' }, { adds: [{ ref: 'n/x', by: -1, min: 0 }] })
    expect(kindsOf(over([start, up, down], { x: '2', y: '0' }, [['n/x', 0]]))).toEqual(['bound_broken'])
  })

  it('a counter that lost an add', () => {
    expect(anomaliesOf(over([count('a', { by: 1 }), count('b', { by: 1 })], {}, [['n/x', 1]]))).toEqual([
      { kind: 'sum_differs', ref: 'n/x', says: 1, is: 2 },
    ])
  })
})
