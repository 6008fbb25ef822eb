import { z } from 'zod'
import { createMemoryStore, type MemoryStoreOptions } from '../../../src/adapters/memory/index.ts'
import { ephemeralSecretBox } from '../../../src/adapters/system/index.ts'
import type { Env } from '../../../src/core/env.ts'
import {
  Actor,
  type AnyRefusal,
  auditEntries,
  type CommandFields,
  type Counter,
  collection,
  commandFields,
  counter,
  type Decision,
  effects,
  idempotencyRecords,
  type Need,
  type Ref,
  type Result,
  reason,
  type Slice,
  type UseCase,
} from '../../../src/core/kernel/index.ts'
import type { Collections } from '../../../src/core/world/index.ts'
import type { Store } from '../../../src/ports/store.ts'
import { defaults } from '../../../src/runtime/defaults.ts'
import type { Runtime } from '../../../src/runtime/execute.ts'
import { countingIds, manualClock, seededRandom } from '../../../src/testing/fakes/index.ts'

/** A world of our own, small enough to see through: notes of organizations, and words that belong to none. */
const Note = z.object({ organizationId: z.string(), id: z.string(), text: z.string(), at: z.number().default(0) })
export type Note = z.output<typeof Note>
export const notes = collection('note', Note, {
  key: ['organizationId', 'id'],
  organization: 'organizationId',
  secondary: {
    note_by_organization: { fields: ['organizationId'], order: ['at'] },
    note_by_text: { fields: ['text'] },
  },
})

const Word = z.object({ word: z.string(), meaning: z.string().optional() })
export const words = collection('word', Word, { key: ['word'] })
const Name = z.object({ name: z.string(), holder: z.string(), rival: z.string().optional() })
/** Of nobody, like a word, but it says whose it is. */
export const names = collection('name', Name, { key: ['name'], holders: ['holder', 'rival'] })
export const noteCounts: Counter = counter('note_count', ['organizationId'])
export const wordCounts: Counter = counter('word_count', ['word'])

const toyCollections = [
  notes,
  words,
  names,
  noteCounts,
  wordCounts,
  auditEntries,
  effects,
  idempotencyRecords,
] as readonly unknown[] as Collections

export const note = (organizationId: string, id: string, text = '', at = 0): Note => ({ organizationId, id, text, at })

export const toyStore = (records: MemoryStoreOptions['records'] = []) =>
  createMemoryStore({ collections: toyCollections, records })

export const collectionOf = (ref: Ref) => toyCollections.find(({ name }) => ref.startsWith(`${name}/`))

export const ada = { kind: 'user', userId: 'ada' } as Actor
export const grace = { kind: 'user', userId: 'grace' } as Actor
export const operator = { kind: 'operator', name: 'support' } as Actor

export const NOW = 1_767_225_600_000

export const toyRuntime = (store: Store, more: Partial<Runtime> = {}): Runtime => ({
  store,
  clock: manualClock(NOW).now,
  ids: countingIds(),
  secrets: ephemeralSecretBox(seededRandom(2)),
  random: seededRandom(1),
  settings: defaults().settings,
  collectionOf,
  ...more,
})

const toyCommand = z.strictObject({
  actor: Actor,
  organizationId: z.string().default('acme'),
  id: z.string().default('n1'),
  text: z.string().default('hello'),
  ...commandFields,
})
type ToyCommand = z.output<typeof toyCommand>

export const decision = <V>(value: V, more: Partial<Decision<V>> = {}): Decision<V> => ({
  value,
  because: [reason('toy', ['AUD-1'])],
  writes: [],
  effects: [],
  organizationId: 'acme',
  ...more,
})

export const useCase = <V, C extends CommandFields = ToyCommand>(
  plan: (command: C, slice: Slice, env: Env) => Result<Decision<V>, AnyRefusal>,
  more: {
    readonly name?: string
    readonly command?: z.ZodType<C>
    readonly reads?: (command: C, found: Slice, env: Env) => readonly Need[]
    readonly actor?: (command: C, decision: Decision<V>) => Actor
  } = {},
): UseCase<z.ZodType<C>, V, AnyRefusal, Env> => ({
  name: 'toys.do',
  command: toyCommand as unknown as z.ZodType<C>,
  reads: () => [],
  plan,
  ...more,
})
