import { refOf } from '../../core/kernel/index.ts'
import { memberships } from '../../core/membership/index.ts'
import { type StoreCase, storeCase } from './case.ts'
import { memberRecord } from './records.ts'
import { create, replace, type Trial } from './trial.ts'

const FROM = 'membership_by_rule/acme/acme.com/1'
const TO = 'membership_by_rule/acme/acme.com/2'

const fill = (trial: Trial, members: number): Promise<void> =>
  trial.must(
    ...Array.from({ length: members }, (_, index) =>
      create(memberships, memberRecord('acme', `user${index}`, { rule: 1 })),
    ),
  )

/** Moves one page of the list on, in one commit. */
const sweepOn = async (trial: Trial, limit: number): Promise<number> => {
  const { items } = await trial.store.list({ key: FROM, limit })
  const next = items.map(stored => {
    const { userId } = stored.record
    return replace(stored, memberships, memberRecord('acme', String(userId), { rule: 2 }))
  })
  if (items.length > 0) await trial.must(...next)
  return items.length
}

export const sweepCases: readonly StoreCase[] = [
  storeCase('sweeps_resume', 'what a page moves out of its list, the next does not meet again', async trial => {
    await fill(trial, 250)
    const pages: number[] = []
    do pages.push(await sweepOn(trial, 100))
    while (pages.at(-1) !== 0 && pages.length < 9)
    trial.same('the pages', pages, [100, 100, 50, 0])
    trial.same('what is left', await trial.listed(FROM), [])
    trial.same('what is done', (await trial.listed(TO, 1_000)).length, 250)
  }),
  storeCase('sweeps_resume', 'one commit writes 1,000 records, and one read finds them', async trial => {
    await fill(trial, 1_000)
    trial.same('the page', await sweepOn(trial, 1_000), 1_000)
    const refs = Array.from({ length: 1_000 }, (_, index) => refOf(memberships, 'acme', `user${index}`))
    trial.same('the records', (await trial.store.get(refs)).size, 1_000)
    trial.same('what is left', await trial.listed(FROM), [])
  }),
  storeCase('reads_are_whole', 'one read asks for 20,000 records', async trial => {
    await fill(trial, 2)
    const refs = Array.from({ length: 20_000 }, (_, index) => refOf(memberships, 'acme', `user${index}`))
    trial.same('what is there', [...(await trial.store.get(refs)).keys()].sort(), refs.slice(0, 2))
  }),
]
