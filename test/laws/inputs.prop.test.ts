import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '../../src/core/world/index.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import type { Method, Universe } from '../../src/testing/worlds/index.ts'
import { methodOf } from '../../src/testing/worlds/universe.ts'
import { commandOf } from '../../src/testing/worlds/words.ts'
import { readVector } from '../vectors/load.ts'
import { eventfulUniverse, methods, samples } from './samples.ts'

const { texts } = JSON.parse(readVector('hostile-json.json')) as { readonly texts: readonly string[] }
const prototype = Object.getOwnPropertyNames(Object.prototype).join()

let universe: Universe

const textOf = (): string => JSON.stringify([...universe.store.records()])
const ask = (method: Method, command: unknown): Promise<Answer<unknown>> => methodOf(universe.charter, method)(command)

/** Whatever it was: an answer, plain JSON; a refusal that changed nothing; and never a throw. */
const isAnswered = async (method: Method, command: unknown): Promise<Answer<unknown>> => {
  const before = textOf()
  const answer = await ask(method, command)
  expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
  if (!answer.ok) expect(textOf()).toBe(before)
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(prototype)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  return answer
}

const validCommand = (method: Method): Record<string, unknown> =>
  commandOf(samples.get(method)?.command ?? null, () => universe.store.records()) as Record<string, unknown>

beforeAll(async () => {
  universe = await eventfulUniverse()
})

describe.each(methods)('%s', method => {
  it('has a well-formed command to begin with', async () => {
    const answer = await isAnswered(method, validCommand(method))
    expect(answer.ok || answer.refusal.code).not.toBe('input_invalid')
  })

  it('arbitrary_input_never_throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), async input => {
        const answer = await isAnswered(method, input)
        expect(answer.ok).toBe(false)
      }),
      { numRuns: 30 },
    )
  })

  it('unknown_fields_are_refused', async () => {
    for (const field of ['admin', 'emailVerified', '__proto__', 'constructor', 'prototype', 'then', '']) {
      const command = Object.defineProperty({ ...validCommand(method) }, field, {
        value: true,
        enumerable: true,
        configurable: true,
      })
      const answer = await isAnswered(method, command)
      expect(answer.ok ? 'ok' : answer.refusal.code, field).toBe('input_invalid')
    }
  })

  it('missing_and_exchanged_fields_never_throw', async () => {
    const command = validCommand(method)
    for (const field of Object.keys(command)) {
      const { [field]: _, ...without } = command
      await isAnswered(method, without)
      await fc.assert(
        fc.asyncProperty(fc.anything(), async value => void (await isAnswered(method, { ...command, [field]: value }))),
        { numRuns: 5 },
      )
    }
  })

  it.each(texts.map((text, index) => [index, text] as const))('hostile_json_is_refused: %i', async (_, text) => {
    const whole = await isAnswered(method, JSON.parse(text))
    expect(whole.ok).toBe(false)
    const command = validCommand(method)
    for (const field of Object.keys(command)) {
      await isAnswered(method, { ...command, [field]: JSON.parse(text) as unknown })
      const inner = command[field]
      if (typeof inner === 'object' && inner !== null && !Object.isFrozen(inner))
        await isAnswered(method, { ...command, [field]: { ...inner, extra: JSON.parse(text) as unknown } })
    }
  })
})

afterAll(() => {
  expect(checkInvariants(universe.store.records(), { now: universe.clock.now() })).toEqual({ breaches: [] })
})
