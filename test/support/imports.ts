import type { Charter } from '../../src/runtime/charter.ts'
import { type ImportedRow, type ImportOptions, importMembers } from '../../src/runtime/import/index.ts'
import { OPERATOR, type World } from './world.ts'

/** What an operator imports into Acme, but for the source. */
export const importing = async (world: World) => {
  const acme = await world.found('Acme')
  const options = {
    actor: OPERATOR,
    organizationId: acme.id,
    verifiedBy: 'hr',
    role: 'internal',
    format: 'csv',
  } as const
  return { acme, options }
}

export const importAll = async (charter: Charter<string>, options: ImportOptions): Promise<readonly ImportedRow[]> => {
  const outcomes: ImportedRow[] = []
  for await (const outcome of importMembers(charter, options)) outcomes.push(outcome)
  return outcomes
}

/** An outcome in short: `1 joined`, `2 email_at_missing`, `3 stopped import_encoding_invalid`. */
export const inShort = (outcome: ImportedRow): string => {
  const { row, kind } = outcome
  if (!('refusal' in outcome)) return `${row} ${kind}`
  return kind === 'stopped' ? `${row} stopped ${outcome.refusal.code}` : `${row} ${outcome.refusal.code}`
}

/** CSV of so many people, of whom everyone is named twice in a hundred rows. */
export const rowsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `p${n % 100 === 99 ? n - 1 : n}@people.com,Person ${n},external`)

export const csvOf = (rows: readonly string[]): string => ['email,name,role', ...rows].join('\r\n')

/** Bytes in chunks that end at these places. */
export const cutAt = (bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] => {
  const ends = [...new Set(places.map(place => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...ends].map((from, index) => bytes.subarray(from, ends[index] ?? bytes.length))
}
