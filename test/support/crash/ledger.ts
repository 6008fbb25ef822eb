import { isVerifiedEmail } from '../../../src/core/email/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import type { Method, Word } from '../../../src/testing/worlds/index.ts'
import { methodOf } from '../../../src/testing/worlds/universe.ts'
import { commandOf } from '../../../src/testing/worlds/words.ts'

/** A command as it was asked, under its idempotency key, in words that another process understands. */
export type Asked = { readonly key: string; readonly method: Method; readonly command: Word }

/** What a client says: what it asks before it does, and what became of it, or what was thrown. */
export type Line = Asked | { readonly key: string; readonly answer: Answer<unknown> } | Failed
export type Failed = { readonly key: string; readonly error: string }

/** Who asked what, and what they were told, as far as they were. */
export type Ledger = Map<string, { readonly asked: Asked; readonly answer?: Answer<unknown>; readonly error?: string }>

export const writeDown = (ledger: Ledger, line: Line): void => {
  const before = ledger.get(line.key)
  if ('method' in line) ledger.set(line.key, { asked: line })
  else if (before && 'answer' in line) ledger.set(line.key, { ...before, answer: line.answer })
  else if (before && 'error' in line) ledger.set(line.key, { ...before, error: line.error })
}

/** The command in words: a verified address does not survive being written down, and is verified anew. */
export const inWords = (command: unknown): Word => {
  if (isVerifiedEmail(command)) return { $verified: `${command.local}@${command.domain}` }
  if (Array.isArray(command)) return command.map(inWords)
  if (typeof command !== 'object' || command === null) return command as Word
  return Object.fromEntries(Object.entries(command).map(([field, part]) => [field, inWords(part)]))
}

/** Asks it, with its key; the entry of what comes of it tells the key too. */
export const ask = (charter: Charter<string>, { key, method, command }: Asked): Promise<Answer<unknown>> => {
  const fields = commandOf(command, () => []) as object
  return methodOf(charter, method)({ ...fields, idempotencyKey: key, correlationId: key })
}
