import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import type { Charter } from '../../src/runtime/charter.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { breachesOf, createWorld, email, OPERATOR } from '../support/world.ts'

type Method = (command: unknown) => Promise<Answer<unknown>>

const methodsOf = (charter: Charter<string>): ReadonlyMap<string, Method> =>
  new Map(
    Object.entries(charter).flatMap(([module, methods]) =>
      Object.entries(methods).map(([name, method]) => [`${module}.${name}`, method as Method] as const),
    ),
  )

const open = async () => {
  const world = createWorld({ check: 'by_hand' })
  const org = await world.found('Acme')
  await world.rule(org, 'acme.com')
  await world.signUp('ada@acme.com')
  return { world, org, methods: methodsOf(world.charter) }
}
const opened = open()
const names = [...methodsOf(createWorld({ check: 'by_hand' }).charter).keys()]

const hostile = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  fc.constantFrom<unknown>(
    '__proto__',
    'constructor',
    '../..',
    '\ud800',
    'x'.repeat(70_000),
    Symbol('s'),
    () => {
      throw new Error('called')
    },
    Object.create(null),
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('read')
        },
      },
    ),
    JSON.parse('{"__proto__":{"polluted":true}}'),
  ),
)
const fields = [
  'actor',
  'organizationId',
  'userId',
  'domain',
  'email',
  'name',
  'change',
  'proof',
  'limit',
  'after',
  'ids',
  'idempotencyKey',
  'correlationId',
  'reason',
  'to',
  'role',
  'match',
  'joining',
  'existing',
  'founders',
  '__proto__',
]

/** What a plausible caller would send, with some of it spoilt. */
const command = fc.record(
  Object.fromEntries(
    fields.map(name => [
      name,
      fc.oneof(
        hostile,
        fc.constantFrom<unknown>(
          OPERATOR,
          { kind: 'user', userId: 'n2' },
          'n1',
          'acme.com',
          'internal',
          'automatic',
          'exact',
          'keep',
          10,
          email('grace@acme.com'),
          [{ email: email('grace@acme.com') }],
          { kind: 'operator', reason: 'contract' },
          { remove: 'acme.com' },
        ),
      ),
    ]),
  ),
  { requiredKeys: ['actor', 'organizationId'] },
)

/** Every method answers; what it answers is plain JSON; nothing is refused without a code. */
const answers = async (method: Method, input: unknown) => {
  const answer = await method(input)
  expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
  if (!answer.ok) {
    expect(answer.refusal.code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(JSON.parse(JSON.stringify(answer.refusal))).toEqual(answer.refusal)
    expect(JSON.stringify(answer.refusal).length).toBeLessThan(20_000)
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  return answer
}

describe('every method of the charter (INV-26)', () => {
  test.prop([fc.constantFrom(...names), hostile], { numRuns: 600 })(
    'answers_whatever_it_is_given',
    async (name, input) => {
      const { methods } = await opened
      const answer = await answers(methods.get(name) as Method, input)
      expect(answer.ok).toBe(false)
    },
  )

  test.prop([fc.constantFrom(...names), command], { numRuns: 1_500 })(
    'answers_a_spoilt_command',
    async (name, input) => {
      const { methods } = await opened
      await answers(methods.get(name) as Method, input)
    },
  )

  test.prop([fc.constantFrom(...names), command], { numRuns: 300 })(
    'changes_nothing_where_it_refuses',
    async (name, input) => {
      const { world, methods } = await opened
      const before = world.snapshot()
      const answer = await answers(methods.get(name) as Method, input)
      if (!answer.ok) expect(world.snapshot()).toEqual(before)
    },
  )

  it('has left no invariant broken by all of this', async () => {
    expect(breachesOf((await opened).world)).toEqual([])
  })
})
