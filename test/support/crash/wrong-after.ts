import type { AuditEntry, IdempotencyRecord } from '../../../src/core/kernel/index.ts'
import { checkInvariants } from '../../../src/core/world/index.ts'
import type { Stored } from '../../../src/ports/store.ts'
import { canonicalJson } from '../../../src/runtime/canonical.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { manualClock } from '../../../src/testing/fakes/index.ts'
import { ask, type Ledger } from './ledger.ts'

/** The commits of each key, by their entries. */
const commitsOf = (stored: readonly Stored[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const commits = new Map<string, Set<string>>()
  for (const { ref, record } of stored) {
    const { correlationId, id } = record as unknown as AuditEntry
    if (!ref.startsWith('audit_entry/') || correlationId === undefined) continue
    commits.set(correlationId, (commits.get(correlationId) ?? new Set()).add(id))
  }
  return commits
}

const keptIn = (stored: readonly Stored[]): ReadonlySet<string> =>
  new Set(
    stored.flatMap(({ ref, record }) =>
      ref.startsWith('idempotency/') ? [(record as unknown as IdempotencyRecord).key] : [],
    ),
  )

const bare = (answer: Answer<unknown>): string => canonicalJson(answer.ok ? { ...answer, repeated: undefined } : answer)

/**
 * What is wrong after clients were cut off: `stored` is what is there once nobody writes any more. Each command that was
 * answered is there once, and each other one once or not at all; whichever, a repeat of it gives the one outcome.
 */
export const wrongIn = (ledger: Ledger, stored: readonly Stored[], earlier: Ledger): readonly string[] => {
  const wrong = checkInvariants(stored, { now: manualClock().now() }).breaches.map(breach => JSON.stringify(breach))
  const [commits, kept] = [commitsOf(stored), keptIn(stored)]
  for (const [key, { asked, answer, error }] of ledger) {
    const made = commits.get(key)?.size ?? 0
    const what = `${key} ${asked.method} (${answer ? (answer.ok ? 'ok' : answer.refusal.code) : (error ?? 'cut off')})`
    if (made > 1) wrong.push(`${what} was done ${made} times`)
    if (answer?.ok && made === 0) wrong.push(`${what} is lost`)
    if (made > 0 !== kept.has(key)) wrong.push(`${what} is there in parts`)
  }
  for (const key of commits.keys()) if (!ledger.has(key) && !earlier.has(key)) wrong.push(`${key} was never asked`)
  return wrong
}

/** Asks all again that were done, or may have been. */
export const wrongInRepeats = async (
  ledger: Ledger,
  charter: Charter<string>,
  stored: readonly Stored[] | undefined,
): Promise<readonly string[]> => {
  const wrong: string[] = []
  const kept = stored && keptIn(stored)
  for (const [key, { asked, answer, error }] of ledger) {
    if (answer && !answer.ok) continue
    const again = await ask(charter, asked)
    const what = `${key} ${asked.method}`
    if (answer && bare(again) !== bare(answer)) wrong.push(`${what} has another outcome: ${bare(again)}`)
    if (answer && again.ok && !again.repeated) wrong.push(`${what} was done again`)
    if (kept && again.ok && kept.has(key) !== (again.repeated === true)) wrong.push(`${what} is not its repeat`)
    ledger.set(key, { asked, answer: again, ...(error !== undefined && { error }) })
  }
  return wrong
}

/** AUD-7: what was to be done is in the outbox until it was acknowledged, and nothing else is. */
export const wrongEffects = (ledger: Ledger, stored: readonly Stored[]): readonly string[] => {
  const told = new Set(
    [...ledger.values()].flatMap(({ answer }) => (answer?.ok ? answer.effects.map(({ id }) => id) : [])),
  )
  const acknowledged = new Set(
    [...ledger.values()].flatMap(({ asked: { method, command } }) =>
      method === 'effects.acknowledge' ? (command as { readonly ids: readonly string[] }).ids : [],
    ),
  )
  const there = new Set(stored.flatMap(({ ref }) => (ref.startsWith('effect/') ? [ref.slice('effect/'.length)] : [])))
  return [
    ...[...told].filter(id => !there.has(id) && !acknowledged.has(id)).map(id => `effect ${id} is lost`),
    ...[...there].filter(id => !told.has(id)).map(id => `effect ${id} is of no command`),
  ]
}
