import { effects, type Facts, refOf } from '../../core/kernel/index.ts'
import { memberships } from '../../core/membership/index.ts'
import { organizations } from '../../core/organization/index.ts'
import { type StoreCase, storeCase } from './case.ts'
import { effectRecord, memberRecord, organizationRecord } from './records.ts'
import { create } from './trial.ts'

/** Whatever JSON can say, and stores have got wrong: '' as null, 2^53 - 1 rounded, a field called like a property. */
const PAYLOAD = JSON.stringify({
  text: [
    '',
    ' ',
    'Ünïcödé \u{1F469}\u200D\u{1F4BB} \u202E',
    '\'"\\%_?$1:a{}',
    '\n\t',
    '2026-01-01T00:00:00Z',
    '1',
    'null',
  ],
  numbers: [0, -1, 0.1, 1e21, 5e-324, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER],
  others: [true, false, null, [], {}, [[]], { '': null }],
  deep: { a: { b: { c: [{ d: null }] } } },
  constructor: 'own',
  long: 'x'.repeat(100_000),
})

const payload = (): Facts => JSON.parse(PAYLOAD.replace('{', '{"__proto__":{"polluted":true},')) as Facts

export const valueCases: readonly StoreCase[] = [
  storeCase('records_are_values', 'what is read back is what was put, to the last field', async trial => {
    await trial.must(create(effects, effectRecord('e1', payload())), create(memberships, memberRecord('acme', 'ada')))
    const kept = await trial.found(effects, 'e1')
    trial.same('by a read', kept.record, effectRecord('e1', payload()))
    trial.same('by a list', (await trial.listed('effect_by_queue/outbox'))[0], kept)
    const ada = await trial.found(memberships, 'acme', 'ada')
    trial.same('fields that are absent', ada.record, memberRecord('acme', 'ada'))
    trial.that('Object.prototype was changed', !('polluted' in {}))
  }),
  storeCase('records_are_values', 'absent records are missing, repeated ones are found once', async trial => {
    await trial.must(create(organizations, organizationRecord('acme')))
    const [acme, bolt] = [refOf(organizations, 'acme'), refOf(organizations, 'bolt')]
    const found = await trial.store.get([acme, bolt, acme])
    trial.same('what was found', [...found.keys()], [acme])
    trial.same('its own name', found.get(acme)?.ref, acme)
    trial.same('nothing was asked', (await trial.store.get([])).size, 0)
    await trial.must()
  }),
  storeCase('records_are_values', 'who changes what was put or read changes nothing that is stored', async trial => {
    const mine = effectRecord('e1', { nested: { list: [1] } })
    await trial.must(create(effects, mine))
    const expected = effectRecord('e1', { nested: { list: [1] } })
    const unchanged = async (how: string) => {
      trial.same(`after a change of ${how}, by a read`, (await trial.found(effects, 'e1')).record, expected)
      trial.same(
        `after a change of ${how}, by a list`,
        (await trial.listed('effect_by_queue/outbox'))[0]?.record,
        expected,
      )
    }
    tamper(mine)
    await unchanged('what was put')
    tamper((await trial.found(effects, 'e1')).record)
    await unchanged('what was read')
    for (const { record } of await trial.listed('effect_by_queue/outbox')) tamper(record)
    await unchanged('what was listed')
  }),
]

/** Tries to change a record in every depth. A store may have frozen it: then the attempt throws, which is as good. */
const tamper = (value: object): void => {
  for (const field of Object.values(value)) if (typeof field === 'object' && field !== null) tamper(field)
  try {
    Object.assign(value, Array.isArray(value) ? { 0: 'changed' } : { kind: 'changed', extra: 'changed' })
  } catch {
    // Frozen.
  }
}
