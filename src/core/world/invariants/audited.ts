import { auditEntries, type Facts, type Json } from '../../kernel/index.ts'
import { type Breach, breach } from './breach.ts'
import { collectionOfRef, type Whole } from './read-world.ts'

/** For each target: the sum of a counter, or for each field how often each value came and went. */
type Tally = { added: number; readonly fields: Map<string, Map<string, number>> }

/**
 * INV-20: the entries of a record together say what it is. Each change takes one value of a field away and puts
 * another there, so what is left over, in whatever order they came, must be the value that the record has.
 */
export const audited = (whole: Whole): readonly Breach[] => {
  const tallies = tallyOf(whole)
  for (const { of, ref } of whole.rows) if (of.audit === 'entry' && !tallies.has(ref)) tallies.set(ref, emptyTally())
  return [...tallies].flatMap(([ref, tally]) => {
    const wrong =
      collectionOfRef(ref)?.kind === 'counter' ? wrongSum(whole.at(ref), tally) : wrongFields(whole.at(ref), tally)
    return wrong.length === 0 ? [] : [breach('INV-20', [ref], { problem: 'not_as_audited', fields: wrong })]
  })
}

const emptyTally = (): Tally => ({ added: 0, fields: new Map() })

const tallyOf = (whole: Whole): Map<string, Tally> => {
  const tallies = new Map<string, Tally>()
  for (const { changes } of whole.all(auditEntries))
    for (const change of changes) {
      const tally = tallies.get(change.target) ?? emptyTally()
      tallies.set(change.target, tally)
      if ('added' in change) tally.added += change.added
      else
        for (const [field, { before, after }] of Object.entries(change.fields)) {
          count(tally, field, before, -1)
          count(tally, field, after, 1)
        }
    }
  return tallies
}

const count = ({ fields }: Tally, field: string, value: Json | undefined, by: number): void => {
  if (value === undefined) return
  const values = fields.get(field) ?? new Map<string, number>()
  fields.set(field, values)
  const text = canonical(value)
  const sum = (values.get(text) ?? 0) + by
  if (sum === 0) values.delete(text)
  else values.set(text, sum)
}

const wrongSum = (record: Facts | undefined, { added }: Tally): readonly string[] =>
  Number(record?.['count'] ?? 0) === added ? [] : ['count']

const wrongFields = (record: Facts | undefined, tally: Tally): readonly string[] => {
  for (const [field, value] of Object.entries(record ?? {})) count(tally, field, value, -1)
  return [...tally.fields]
    .filter(([, values]) => values.size > 0)
    .map(([field]) => field)
    .sort()
}

/** The same text for the same value, in whatever order a store gives its fields back. */
const canonical = (value: Json): string =>
  typeof value === 'object' ? JSON.stringify(value, sorted) : JSON.stringify(value)

const sorted = (_: string, part: unknown): unknown =>
  typeof part === 'object' && part !== null && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
    : part
