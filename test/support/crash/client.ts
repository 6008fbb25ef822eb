import { addressKey, parseEmailAddress } from '../../../src/core/email/index.ts'
import type { Ref } from '../../../src/core/kernel/index.ts'
import type { Store, Stored } from '../../../src/ports/store.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { useCases } from '../../../src/runtime/use-cases.ts'
import { countingIds, manualClock, seededRandom } from '../../../src/testing/fakes/index.ts'
import { heard, hostAt } from '../../../src/testing/worlds/host.ts'
import type { Step, Word } from '../../../src/testing/worlds/index.ts'
import { commandOf } from '../../../src/testing/worlds/words.ts'
import { sharedBox } from '../mfa-charter.ts'
import { shadowed } from '../stage.ts'
import { type Asked, ask, inWords, type Line } from './ledger.ts'

const changing: ReadonlySet<string> = new Set(
  Object.entries(useCases).flatMap(([group, verbs]) =>
    Object.entries(verbs).flatMap(([verb, of]) => ('plan' in (of as object) ? [`${group}.${verb}`] : [])),
  ),
)

export type ClientOptions = {
  readonly store: Store
  /** Begins each id and key of this client. */
  readonly name: string
  readonly seed: number
  /** What is there. */
  readonly shadow: Map<Ref, Stored>
  readonly tell: (line: Line) => void
}

/** A charter whose ids nobody else has. */
export const charterOn = (store: Store, name: string, seed: number): Charter<string> =>
  createCharter<string>({
    store,
    clock: manualClock().now,
    ids: countingIds(name),
    random: seededRandom(seed),
    secrets: sharedBox(),
  })

/** Asks each command under a key of its own, and tells so before and after. */
export const createClient = ({ store, name, seed, shadow, tell }: ClientOptions) => {
  const charter = charterOn(shadowed(store, shadow), name, seed)
  const host = hostAt(manualClock().now)
  const tokens = new Map<string, string[]>()
  let count = 0
  return async (step: Step): Promise<void> => {
    if (!('method' in step) || !changing.has(step.method)) return
    const { idempotencyKey: _, ...command } = commandOf(step.command, () => shadow.values(), tokens, host) as {
      readonly [field: string]: Word
    }
    const asked: Asked = { key: `${name}-${++count}`, method: step.method, command: inWords(command) }
    tell(asked)
    try {
      const answer = await ask(charter, asked)
      tell({ key: asked.key, answer })
      heard(host, command, answer)
      remember(tokens, answer)
    } catch (error) {
      tell({ key: asked.key, error: String(error) })
    }
  }
}

const remember = (tokens: Map<string, string[]>, answer: Answer<unknown>): void => {
  for (const { payload, secret } of answer.ok ? answer.effects : []) {
    const parsed = parseEmailAddress(payload['email'])
    const token = secret?.['token']
    if (!parsed.ok || typeof token !== 'string') continue
    const key = addressKey(parsed.value)
    tokens.set(key, [...(tokens.get(key) ?? []), token])
  }
}
