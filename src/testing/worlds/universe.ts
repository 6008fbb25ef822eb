import { createMemoryStore, type MemoryStore } from '../../adapters/memory/index.ts'
import { addressKey, parseEmailAddress } from '../../core/email/index.ts'
import type { Charter } from '../../runtime/charter.ts'
import { createCharter } from '../../runtime/create-charter.ts'
import type { Answer } from '../../runtime/execute.ts'
import type { CharterOptions } from '../../runtime/options.ts'
import { countingIds, type ManualClock, manualClock, seededRandom } from '../fakes/index.ts'
import { type Host, heard, hostAt } from './host.ts'
import type { Method, Step } from './steps.ts'
import { commandOf } from './words.ts'

/** What became of a step: the command as it was asked, and the answer; neither where only the clock was moved. @since 0.1.0 */
export type Played = { readonly step: Step; readonly command?: unknown; readonly answer?: Answer<unknown> }

/** A charter over a memory store, with a clock that stands still, ids that count and randomness that repeats. @since 0.1.0 */
export type Universe = {
  readonly charter: Charter<string>
  readonly store: MemoryStore
  readonly clock: ManualClock
  /** Makes one step and answers what became of it. */
  play(step: Step): Promise<Played>
}

/** What a universe may be given instead of its own. @since 0.1.0 */
export type UniverseOptions = Partial<CharterOptions> & { readonly store?: MemoryStore }

/**
 * Begins a universe in which nothing has happened yet, the same each time.
 *
 * @param options As for `createCharter`; all have a default here.
 * @returns The charter, its store and clock, and `play`.
 * @example
 * import { startUniverse } from 'orgcharter/testing'
 * const { play, store } = startUniverse()
 * await play({ method: 'organizations.list', command: { actor: { kind: 'operator', name: 'me' }, userId: 'nobody' } })
 * @since 0.1.0
 */
export const startUniverse = (options: UniverseOptions = {}): Universe => {
  const store = options.store ?? createMemoryStore()
  const clock = manualClock()
  const charter = createCharter<string>({
    clock: clock.now,
    ids: countingIds(),
    random: seededRandom(1),
    ...options,
    store,
  })
  const tokens = new Map<string, string[]>()
  const host = hostAt(clock.now)
  return { charter, store, clock, play: step => play({ charter, store, clock, tokens, host }, step) }
}

type Playing = Omit<Universe, 'play'> & { readonly tokens: Map<string, string[]>; readonly host: Host }

const play = async ({ charter, store, clock, tokens, host }: Playing, step: Step): Promise<Played> => {
  if ('advance' in step) {
    clock.advance(step.advance)
    return { step }
  }
  const command = commandOf(step.command, () => store.records(), tokens, host)
  const answer = await methodOf(charter, step.method)(command)
  if (answer.ok) for (const { payload, secret } of answer.effects) deliver(tokens, payload['email'], secret?.['token'])
  heard(host, command, answer)
  return { step, command, answer }
}

/** What a host would send: to whom, and the token. */
const deliver = (tokens: Map<string, string[]>, address: unknown, token: unknown): void => {
  const parsed = parseEmailAddress(address)
  if (!parsed.ok || typeof token !== 'string') return
  const key = addressKey(parsed.value)
  tokens.set(key, [...(tokens.get(key) ?? []), token])
}

type Call = (command: unknown) => Promise<Answer<unknown>>

/** The method of a charter that a name stands for. */
export const methodOf = (charter: Charter<string>, method: Method): Call => {
  const [group, verb] = method.split('.') as [keyof Charter<string>, string]
  return (charter[group] as unknown as { readonly [verb: string]: Call })[verb] as Call
}
