import { organizations } from '../../core/organization/index.ts'
import { type StoreCase, storeCase } from './case.ts'
import { organizationRecord } from './records.ts'
import { create, erase, replace } from './trial.ts'

export const versionCases: readonly StoreCase[] = [
  storeCase('versions_never_repeat', 'not even after delete and re-create with equal content', async trial => {
    const record = () => organizationRecord('acme')
    await trial.must(create(organizations, record()))
    const first = await trial.found(organizations, 'acme')
    await trial.must(erase(first))
    await trial.must(create(organizations, record()))
    const second = await trial.found(organizations, 'acme')
    trial.that('the version came back', first.version !== second.version, { first, second })
    const late = await trial.commit(replace(first, organizations, organizationRecord('acme', 'Late')))
    trial.conflicts('who read it before it was removed', late, first.ref)
    trial.same('nothing changed', await trial.found(organizations, 'acme'), second)
  }),
  storeCase('versions_never_repeat', 'each put makes a new one, equal content included', async trial => {
    await trial.must(create(organizations, organizationRecord('acme', 'A')))
    const versions: string[] = []
    for (const name of ['B', 'A', 'A', 'B']) {
      const found = await trial.found(organizations, 'acme')
      versions.push(found.version)
      await trial.must(replace(found, organizations, organizationRecord('acme', name)))
      trial.conflicts(
        'the version that was just replaced',
        await trial.commit(replace(found, organizations, organizationRecord('acme', 'C'))),
        found.ref,
      )
    }
    trial.that('a version came back', new Set(versions).size === versions.length, versions)
  }),
]
