import type { EmailOptions } from '../../core/email/index.ts'
import type { Actor, OrganizationId } from '../../core/kernel/index.ts'
import type { ImportSource } from './text.ts'

/**
 * What is imported, and how.
 *
 * - `source`: chunks of text, or of bytes in UTF-8, cut anywhere: a file's stream, a request's body, an array of strings
 * - `format`: `csv` (RFC 4180, with a header of `email`, `name` and `role` in any order) or `json_lines` (an object of these a
 *   line)
 * - `verifiedBy`: how the host knows that the addresses are these people's, as `verifiedEmail` takes it
 * - `role`: for rows that name none
 * - `importId`: names this import of this file, 1 to 180 printable ASCII characters; whoever asks for a batch again under it
 *   within a day is given its first outcomes
 * - `after`: the last row whose outcome was seen (0 by default): the import goes on behind it
 * - `addresses`: how addresses are read, as for `parseEmailAddress`
 *
 * @since 0.5.0
 */
export type ImportOptions = {
  readonly actor: Actor
  readonly organizationId: OrganizationId
  readonly source: ImportSource
  readonly format: 'csv' | 'json_lines'
  readonly verifiedBy: string
  readonly role: string
  readonly importId?: string
  readonly after?: number
  readonly addresses?: EmailOptions
}

const KNOWN: { readonly [O in keyof Required<ImportOptions>]: (value: unknown) => boolean } = {
  actor: value => typeof value === 'object' && value !== null,
  organizationId: value => typeof value === 'string',
  source: value =>
    typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value),
  format: value => value === 'csv' || value === 'json_lines',
  verifiedBy: value => typeof value === 'string',
  role: value => typeof value === 'string',
  importId: value => value === undefined || (typeof value === 'string' && /^[\x21-\x7e]{1,180}$/.test(value)),
  after: value => value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0),
  addresses: value => value === undefined || (typeof value === 'object' && value !== null),
}

/** @throws TypeError that names what is missing, unknown or of the wrong kind. */
export const checkImport = (options: ImportOptions): ImportOptions => {
  for (const name of Object.keys(options))
    if (!Object.hasOwn(KNOWN, name)) throw new TypeError(`importMembers: there is no option ${name}`)
  for (const [name, isFit] of Object.entries(KNOWN))
    if (!isFit(options[name as keyof ImportOptions]))
      throw new TypeError(`importMembers: \`${name}\` is missing or unfit`)
  return options
}
