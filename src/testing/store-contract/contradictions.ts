import { type ChangeSet, refOf } from '../../core/kernel/index.ts'
import { organizations } from '../../core/organization/index.ts'
import { type StoreCase, storeCase } from './case.ts'
import { organizationRecord } from './records.ts'
import { create, type Step } from './trial.ts'

const ref = refOf(organizations, 'acme')
const put = create(organizations, organizationRecord('acme')).write
const absent: Step = { precondition: { ref, version: null } }

const CONTRADICTIONS: { readonly [what: string]: readonly Step[] } = {
  'absence of what is not written': [absent],
  'absence of what is removed': [{ ...absent, write: { op: 'remove', ref } }],
  'a put without a precondition': [put ? { write: put } : {}],
  'a remove without a precondition': [{ write: { op: 'remove', ref } }],
  'two writes of one record': [create(organizations, organizationRecord('acme')), put ? { write: put } : {}],
  'two preconditions on one record': [create(organizations, organizationRecord('acme')), absent],
}

const changeSet = (steps: readonly Step[]): ChangeSet => ({
  id: 'contradiction',
  preconditions: steps.flatMap(({ precondition }) => precondition ?? []),
  writes: steps.flatMap(({ write }) => write ?? []),
})

export const contradictionCases: readonly StoreCase[] = Object.entries(CONTRADICTIONS).map(([what, steps]) =>
  storeCase('absence_is_asked_of_what_is_put', `${what} is thrown, and nothing is written`, async trial => {
    const beside = create(organizations, organizationRecord('beside'))
    await trial.throws(what, () => trial.store.commit(changeSet([beside, ...steps])), 'InvariantViolation')
    trial.same('what stood beside it', await trial.maybe(organizations, 'beside'), undefined)
    trial.same('what it was about', await trial.maybe(organizations, 'acme'), undefined)
  }),
)
