import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberships } from '../../src/core/membership/index.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import {
  type Method,
  type Step,
  startUniverse,
  type Universe,
  type Word,
  worlds,
} from '../../src/testing/worlds/index.ts'
import { methodOf } from '../../src/testing/worlds/universe.ts'

const OPERATOR = { kind: 'operator', name: 'support' }
const DAY = 86_400_000
const FOUNDERS = ['ada@acme.com', 'vera@vendor.com', 'wes@crowd.com', 'bob@acme.com']

const textOf = ({ store }: Universe): string => JSON.stringify([...store.records()])

const ask = async (universe: Universe, method: Method, command: Word): Promise<Answer<unknown>> => {
  const { answer } = await universe.play({ method, command })
  if (!answer) throw new Error('only the clock was moved')
  return answer
}

/** An organization whose rule for acme.com was just proven by DNS. */
const withRule = async (joining: string): Promise<Universe> => {
  const universe = startUniverse()
  const of = { actor: OPERATOR, organizationId: { $organization: 0 }, domain: 'acme.com' }
  const founders = [{ email: { $verified: 'ada@acme-hq.com' } }]
  await ask(universe, 'organizations.create', { actor: OPERATOR, name: 'Acme', kind: 'standard', founders })
  await ask(universe, 'domainRules.add', { ...of, match: 'exact', role: 'internal', joining })
  const proof = { kind: 'dns_txt', records: [{ $txt: [0, 'acme.com'] }] }
  expect(await ask(universe, 'domainRules.prove', { ...of, proof })).toMatchObject({ ok: true })
  return universe
}

const signUp = (universe: Universe, address: string) => ask(universe, 'users.signUp', { email: { $verified: address } })
const refusedAs = (answer: Answer<unknown>): string => (answer.ok ? 'ok' : answer.refusal.code)

describe('laws of the charter', () => {
  it('same_key_same_outcome (AUD-4, INV-27)', async () => {
    const [asked, between] = [fc.nat(1_000), fc.nat(3)]
    await fc.assert(
      fc.asyncProperty(worlds(fc, 20), asked, between, async ({ history }, at, count) => {
        const universe = startUniverse()
        const steps = history.filter((step): step is Extract<Step, { method: Method }> => 'method' in step)
        const index = at % steps.length
        for (const step of steps.slice(0, index)) await universe.play(step)
        const { method, command } = steps[index] as Extract<Step, { method: Method }>
        if (/\.(get|list|settings|due|preview|platform)$/.test(method)) return
        const keyed = { ...(command as object), idempotencyKey: 'law' } as Word
        const first = await universe.play({ method, command: keyed })
        if (!first.answer?.ok) return
        for (const step of steps.slice(index + 1, index + 1 + count)) await universe.play(step)
        const before = textOf(universe)
        // To the letter what was asked before: its ids are not looked up again.
        const again = await methodOf(universe.charter, method)(first.command)
        expect(again).toEqual({ ...first.answer, repeated: true })
        expect(textOf(universe)).toBe(before)
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('a_key_used_for_something_else_is_refused (AUD-4)', async () => {
    const universe = await withRule('automatic')
    const of = { actor: OPERATOR, organizationId: { $organization: 0 }, idempotencyKey: 'law' }
    expect(await ask(universe, 'organizations.rename', { ...of, name: 'One' })).toMatchObject({ ok: true })
    const before = textOf(universe)
    for (const [method, command] of [
      ['organizations.rename', { ...of, name: 'Two' }],
      ['organizations.archive', of],
    ] as const)
      expect(refusedAs(await ask(universe, method, command))).toBe('idempotency_key_reused')
    expect(textOf(universe)).toBe(before)
    const { idempotencyKey, ...other } = of
    const another = { ...other, actor: { kind: 'operator', name: 'another' }, idempotencyKey, name: 'Three' }
    expect(await ask(universe, 'organizations.rename', another)).toMatchObject({ ok: true })
  })

  it('order_of_founders_never_matters (ORG-1)', async () => {
    const founded = async (founders: readonly string[]) => {
      const { play, store } = startUniverse()
      const command = {
        actor: OPERATOR,
        name: 'Acme',
        kind: 'standard',
        founders: founders.map($verified => ({ email: { $verified } })),
      }
      const { answer } = await play({ method: 'organizations.create', command })
      const records = [...store.records()]
      const addressOf = new Map(
        records
          .filter(({ ref }) => ref.startsWith('user_email/'))
          .map(({ record }) => [record['userId'], record['address']]),
      )
      const members = records
        .filter(({ ref }) => ref.startsWith(`${memberships.name}/`))
        .map(({ record: { userId, ...member } }) => [addressOf.get(userId), member])
      return {
        answer: answer && refusedAs(answer),
        members: members.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      }
    }
    await fc.assert(
      fc.asyncProperty(fc.subarray([...FOUNDERS, 'ADA@acme.com'], { minLength: 1 }), fc.nat(), async (some, turn) => {
        const turned = [...some.slice(turn % some.length), ...some.slice(0, turn % some.length)].reverse()
        expect(await founded(turned)).toEqual(await founded(some))
      }),
      { numRuns: 30 },
    )
  })

  it('time_only_takes_away: what nobody renews has no effect from its end on, at the very millisecond (INV-25)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -5, max: 5 }), async offset => {
        const universe = await withRule('automatic')
        universe.clock.advance(90 * DAY + offset)
        expect(refusedAs(await signUp(universe, 'bob@acme.com'))).toBe(offset < 0 ? 'ok' : 'no_organization_for_domain')
      }),
      { numRuns: 20 },
    )
  })

  it.each(['automatic', 'offered', 'approval'])(
    'expired_never_comes_back: nor when the clock goes back (INV-25), joining %s',
    async joining => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 200 * DAY }),
          fc.integer({ min: 1, max: 300 * DAY }),
          async (past, back) => {
            const universe = await withRule(joining)
            const start = universe.clock.now()
            await signUp(universe, 'early@acme.com')
            universe.clock.set(start + 90 * DAY + past)
            expect(refusedAs(await signUp(universe, 'bob@acme.com'))).toBe('no_organization_for_domain')
            universe.clock.set(start + 90 * DAY + past - back)
            expect(refusedAs(await signUp(universe, 'bob@acme.com'))).toBe('no_organization_for_domain')
            const early = { $user: 'early@acme.com' }
            const late = await ask(universe, 'users.joinOffered', {
              actor: { kind: 'user', userId: early },
              organizationId: { $organization: 0 },
            })
            expect(late.ok).toBe(false)
            const approved = await ask(universe, 'members.approve', {
              actor: OPERATOR,
              organizationId: { $organization: 0 },
              userId: early,
            })
            expect(approved.ok).toBe(false)
          },
        ),
        { numRuns: 15 },
      )
    },
  )

  it('lapsing_changes_nobody: whoever is in stays in (DOM-3)', async () => {
    const universe = await withRule('automatic')
    await signUp(universe, 'bob@acme.com')
    const before = textOf(universe)
    universe.clock.advance(400 * DAY)
    const actor = { kind: 'user', userId: { $user: 'bob@acme.com' } }
    const seen = await ask(universe, 'members.list', { actor, organizationId: { $organization: 0 } })
    expect(seen).toMatchObject({ ok: true, value: { items: [{ role: 'admin' }, { role: 'internal' }] } })
    expect(textOf(universe)).toBe(before)
  })

  it('the_same_history_gives_the_same_world', async () => {
    await fc.assert(
      fc.asyncProperty(worlds(fc, 15), async world => {
        expect(textOf(await world.open())).toBe(textOf(await world.open()))
      }),
      { numRuns: 15 },
    )
  })
})
