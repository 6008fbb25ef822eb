import { auditEntries, type ChangeSet, refOf } from '../../core/kernel/index.ts'
import { memberCounts } from '../../core/membership/index.ts'
import { organizations } from '../../core/organization/index.ts'
import { type StoreCase, storeCase } from './case.ts'
import { entryRecord, organizationRecord } from './records.ts'
import { count, create, hold, replace, type Step } from './trial.ts'

const entry = refOf(auditEntries, 'acme', 'change')

/** As a use case seals it: its id is that of its entry, by which an ambiguous outcome is resolved. */
const sealed = (...steps: readonly Step[]): ChangeSet => {
  const all = [...steps, create(auditEntries, entryRecord('acme', 'change'))]
  return {
    id: 'change',
    preconditions: all.flatMap(({ precondition }) => precondition ?? []),
    writes: all.flatMap(({ write }) => write ?? []),
  }
}

export const onceCases: readonly StoreCase[] = [
  storeCase(
    'a_change_set_happens_once',
    'committed again, it conflicts on its entry and changes nothing',
    async trial => {
      const changes = sealed(count(memberCounts, 'acme', 1))
      const first = await trial.store.commit(changes)
      trial.that('the first conflicted', first.ok, first)
      const stored = await trial.found(auditEntries, 'acme', 'change')
      trial.conflicts('the repeat', await trial.store.commit(changes), entry)
      trial.same('the counter', await trial.counted(memberCounts, 'acme'), 1)
      trial.same('the entry', await trial.found(auditEntries, 'acme', 'change'), stored)
      trial.same('the entries', await trial.listed('audit_entry_by_organization/acme'), [stored])
    },
  ),
  storeCase('a_change_set_happens_once', 'sent many times at the same moment, it happens once', async trial => {
    const changes = sealed(count(memberCounts, 'acme', 1))
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => trial.store.commit(changes)))
    trial.same('commits', outcomes.filter(({ ok }) => ok).length, 1)
    trial.same('the counter', await trial.counted(memberCounts, 'acme'), 1)
  }),
  storeCase('a_change_set_happens_once', 'the entry of what conflicted is not there', async trial => {
    await trial.must(create(organizations, organizationRecord('acme')))
    const acme = await trial.found(organizations, 'acme')
    await trial.must(replace(acme, organizations, organizationRecord('acme', 'Renamed')))
    trial.conflicts('a decision on what has changed', await trial.store.commit(sealed(hold(acme))), acme.ref)
    trial.same('its entry', await trial.maybe(auditEntries, 'acme', 'change'), undefined)
    trial.same('the entries', await trial.listed('audit_entry_by_organization/acme'), [])
  }),
]
