import { verifiedEmail } from '../../core/email/index.ts'
import type { AnyRefusal } from '../../core/kernel/index.ts'
import type { Charter } from '../charter.ts'
import { checkImport, type ImportOptions } from './options.ts'
import { type Draft, readPeople } from './people.ts'

/** As many as `members.import` takes. Rows of one batch are always the same, wherever an import begins. */
const BATCH = 250

type Importing = Charter<string>['members']['import']
type Outcome = Extract<Awaited<ReturnType<Importing>>, { ok: true }>['value']['outcomes'][number]
type Person = Parameters<Importing>[0]['people'][number]

/**
 * What became of one row; the first after the header is 1, and empty lines are none. `stopped` is the last one, and says
 * why no row from this one on was imported: the organization was archived, say, or the rest is no text.
 *
 * @since 0.5.0
 */
export type ImportedRow =
  | ({ readonly row: number } & Exclude<Outcome, { kind: 'refused' }>)
  | { readonly row: number; readonly kind: 'refused' | 'stopped'; readonly refusal: AnyRefusal }

/** The part of a charter, whatever its roles, by which people are imported. @since 0.5.0 */
export type ImportingCharter = { readonly members: { readonly import: (command: never) => ReturnType<Importing> } }

type Row = { readonly row: number; readonly person: Person } | { readonly row: number; readonly refusal: AnyRefusal }

/**
 * Imports people from a stream into an organization, in memory that does not grow with it: 250 rows at a time, each batch
 * in one commit, and only as fast as the outcomes are taken. Leaving the loop stops it behind a whole batch; to go on, call
 * it with the same source and `after`.
 *
 * @param charter The charter, for its `members.import`.
 * @param options What is imported, and how.
 * @returns One outcome for each row, in order; each tells its `row`, so that it is the progress too. An outcome is given
 * when it is committed.
 * @throws TypeError when an option is missing, unknown or of the wrong kind. The iteration rejects where the store or the
 * source fails, and can then be resumed.
 * @example
 * import { type Charter, type OrganizationId } from 'orgcharter'
 * import { importMembers } from 'orgcharter/import'
 * const importAll = async (charter: Charter, organizationId: OrganizationId, source: AsyncIterable<Uint8Array>) => {
 *   const actor = { kind: 'operator', name: 'migration' } as const
 *   const rows = { source, format: 'csv', verifiedBy: 'hr-system', role: 'internal', importId: 'hr-2026' } as const
 *   for await (const outcome of importMembers(charter, { actor, organizationId, ...rows }))
 *     if (outcome.kind === 'refused') console.log(outcome.row, outcome.refusal.code)
 * }
 * @see RFC 4180, https://jsonlines.org
 * @since 0.5.0
 */
export const importMembers = (
  charter: ImportingCharter,
  options: ImportOptions,
): AsyncGenerator<ImportedRow, void, undefined> =>
  run(charter as { members: { import: Importing } }, checkImport(options))

type Bound = { readonly members: { readonly import: Importing } }

async function* run(charter: Bound, options: ImportOptions): AsyncGenerator<ImportedRow, void, undefined> {
  const { source, format, after = 0 } = options
  /** Whole batches that are behind us: of the one in which `after` is, the first outcomes are asked for again. */
  const done = after - (after % BATCH)
  let batch: Row[] = []
  let row = 0
  for await (const read of readPeople(source, format)) {
    if ('stopped' in read) {
      yield { row: Math.max(done, after, row - batch.length) + 1, kind: 'stopped', refusal: read.stopped }
      return
    }
    row++
    if (row <= done) continue
    batch.push('draft' in read ? rowOf(row, read.draft, options) : { row, refusal: read.refusal })
    if (batch.length < BATCH) continue
    if (!(yield* imported(charter, batch, options))) return
    batch = []
  }
  if (batch.length > 0) yield* imported(charter, batch, options)
}

const rowOf = (row: number, { email, name, role }: Draft, options: ImportOptions): Row => {
  const verified = verifiedEmail(email, { by: options.verifiedBy }, options.addresses)
  if (!verified.ok) return { row, refusal: verified.refusal }
  return { row, person: { email: verified.value, role: role ?? options.role, ...(name !== undefined && { name }) } }
}

/** False where the import ends here. */
async function* imported(
  charter: Bound,
  batch: readonly Row[],
  { actor, organizationId, importId, after = 0 }: ImportOptions,
): AsyncGenerator<ImportedRow, boolean, undefined> {
  const people = batch.flatMap(each => ('person' in each ? each.person : []))
  const first = batch[0]?.row ?? 0
  const key = importId !== undefined && { idempotencyKey: `${importId}:${first}` }
  const answer =
    people.length === 0 ? undefined : await charter.members.import({ actor, organizationId, people, ...key })
  if (answer && !answer.ok) {
    yield { row: Math.max(first, after + 1), kind: 'stopped', refusal: answer.refusal }
    return false
  }
  const outcomes = answer?.value.outcomes.values()
  for (const each of batch) {
    const outcome = 'person' in each ? outcomes?.next().value : ({ kind: 'refused', refusal: each.refusal } as const)
    if (each.row > after && outcome) yield { row: each.row, ...outcome }
  }
  return true
}
