import { createDomainLists } from '../../src/adapters/lists/index.ts'
import type { OrganizationId } from '../../src/core/kernel/index.ts'
import type { Store } from '../../src/ports/store.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import { type ImportedRow, type ImportOptions, importMembers } from '../../src/runtime/import/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { email, OPERATOR } from './world.ts'

/** An organization with an admin, and what an operator imports into it. */
export const importing = async (charter: Charter<string>) => {
  const founders = [{ email: email('admin@acme-hq.com') }]
  const { organization } = unwrap(
    await charter.organizations.create({ actor: OPERATOR, name: 'Acme', kind: 'standard', founders }),
  )
  const organizationId: OrganizationId = organization.id
  return { actor: OPERATOR, organizationId, verifiedBy: 'hr-system', role: 'internal', format: 'csv' } as const
}

export const outcomesOf = async (charter: Charter<string>, options: ImportOptions): Promise<readonly ImportedRow[]> => {
  const outcomes: ImportedRow[] = []
  for await (const outcome of importMembers(charter, options)) outcomes.push(outcome)
  return outcomes
}

/** Outcomes in short: `1 joined`, `2 email_at_missing`. */
export const inShort = (outcome: ImportedRow): string =>
  `${outcome.row} ${outcome.kind === 'stopped' ? 'stopped: ' : ''}${'refusal' in outcome ? outcome.refusal.code : outcome.kind}`

/** Every hundredth is no address, and every thousandth the same as the one before. */
export const addressOf = (row: number): string =>
  row % 100 === 0 ? `person ${row}` : `person${row % 1_000 === 1 && row > 1 ? row - 2 : row}@people${row % 7}.com`

const CHUNK = 16_384

/** So many people as CSV, in chunks that are cut anywhere; `taken` says how many were asked for. */
export function* peopleAsCsv(count: number, taken: (chunks: number) => void = () => {}): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  let text = 'email,name,role\r\n'
  let chunks = 0
  for (let row = 1; row <= count; row++) {
    text += `${addressOf(row)},"Person ""${row}"", Ltd.",${row % 3 === 0 ? 'external' : ''}\r\n`
    if (text.length < CHUNK && row < count) continue
    taken(++chunks)
    yield encoder.encode(text)
    text = ''
  }
}
