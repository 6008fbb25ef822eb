import type fc from 'fast-check'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { expiries, type Parts } from './members.ts'
import type { Method, Step, Word } from './steps.ts'

/** Of the three organizations the one that is a vendor. */
export const VENDOR = 2

/** A host and a vendor agree, change and end what they agreed; what is out for good is written down. */
export const workforceSteps = (fastCheck: FastCheckOfWorlds, parts: Parts): fc.Arbitrary<Step> => {
  const { constant, constantFrom, oneof, record } = fastCheck
  const { user: userId } = parts
  const actor = oneof({ weight: 2, arbitrary: constant<Word>({ kind: 'operator', name: 'support' }) }, parts.actor)
  const organizationId = constantFrom(0, 0, 1, 2).map(($organization): Word => ({ $organization }))
  const vendorId = constantFrom(VENDOR, VENDOR, VENDOR, VENDOR, 1, 9).map(($organization): Word => ({ $organization }))
  const between = { actor, organizationId, vendorId }
  const ask = (method: Method, fields: { readonly [field: string]: fc.Arbitrary<Word> }) =>
    record(fields).map((command): Step => ({ method, command }))
  const until = constantFrom<Word[]>(null, ...expiries)
  const scope = constantFrom<Word[]>(null, ...SCOPES)
  const seats = constantFrom<Word[]>(null, 0, 1, 2)
  const vendor = { actor, organizationId: constant<Word>({ $organization: VENDOR }), userId }
  return oneof(
    { weight: 2, arbitrary: ask('engagements.open', between) },
    { weight: 2, arbitrary: ask('engagements.open', { ...between, until, seats }) },
    { weight: 1, arbitrary: ask('engagements.open', { ...between, scope }) },
    { weight: 1, arbitrary: ask('engagements.open', { ...between, from: constantFrom<Word[]>(...expiries) }) },
    { weight: 1, arbitrary: ask('engagements.update', { ...between, scope }) },
    { weight: 1, arbitrary: ask('engagements.update', { ...between, seats }) },
    { weight: 1, arbitrary: ask('engagements.update', { ...between, until, from: constantFrom<Word[]>(null) }) },
    { weight: 2, arbitrary: ask('engagements.end', between) },
    { weight: 4, arbitrary: ask('engagements.sweep', between) },
    {
      weight: 1,
      arbitrary: ask('engagements.list', { actor, organizationId, side: constantFrom<Word[]>('host', 'vendor') }),
    },
    { weight: 1, arbitrary: ask('members.sweep', vendor) },
    { weight: 1, arbitrary: ask('members.reactivate', vendor) },
  )
}

/** What an engagement is about, where it is not about all. */
const SCOPES: readonly Word[] = [
  { projects: [], datasets: [{ $dataset: 0 }] },
  { projects: [{ $project: 0 }], datasets: [] },
  { projects: [{ $project: 0 }, { $project: 1 }], datasets: [{ $dataset: 1 }] },
]
