import { describe, expect, it } from 'vitest'
import { idna } from '../../../src/adapters/idna/index.ts'
import { createDomainLists } from '../../../src/adapters/lists/index.ts'
import { createMemoryStore, type MemoryStore } from '../../../src/adapters/memory/index.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import type { CharterOptions } from '../../../src/runtime/options.ts'
import { createWorld, email, OPERATOR, type WorldOptions } from '../../support/world.ts'

const found = (options: Partial<CharterOptions>, store: MemoryStore = createMemoryStore()) =>
  createCharter({ store, ...options }).organizations.create({
    actor: OPERATOR,
    name: 'Acme',
    kind: 'standard',
    founders: [{ email: email('ada@acme.com') }],
  })
const sizeOf = (store: MemoryStore) => [...store.records()].length
const mine = new RangeError('the host’s own')
const thrower = (): never => {
  throw mine
}

describe('the host’s clock', () => {
  it.each([
    Number.NaN,
    -1,
    1.5,
    Infinity,
    8_640_000_000_000_001,
    '1767225600000',
    1_767_225_600_000n,
    new Date(),
    null,
    undefined,
    Promise.resolve(1),
    Symbol('now'),
    {},
  ])('that gives %s is a TypeError at the call, and nothing is stored', async now => {
    const store = createMemoryStore()
    await expect(found({ clock: () => now as never }, store)).rejects.toThrow(/^the clock gave /)
    await expect(found({ clock: () => now as never }, store)).rejects.toThrow(TypeError)
    expect(sizeOf(store)).toBe(0)
  })

  it('is asked for each view as well', async () => {
    const charter = createCharter({ store: createMemoryStore(), clock: () => Number.NaN })
    await expect(charter.users.get({ actor: OPERATOR, userId: 'ada' })).rejects.toThrow(TypeError)
  })

  it('may give any instant', async () => {
    for (const now of [0, 1, 1_767_225_600_000]) expect(await found({ clock: () => now })).toMatchObject({ ok: true })
  })

  it('that throws is heard untouched', async () => {
    await expect(found({ clock: thrower })).rejects.toBe(mine)
  })
})

describe('the host’s ids', () => {
  it.each(['', 'a/b', '_a', '-a', 'a b', 'ä', 'x'.repeat(65), 'a\n', 7, null, undefined, {}, ['a']])(
    'that give %j are a TypeError, and nothing is stored',
    async id => {
      const store = createMemoryStore()
      await expect(found({ ids: () => id as never }, store)).rejects.toThrow(TypeError)
      await expect(found({ ids: () => id as never }, store)).rejects.toThrow('ids gave something else')
      expect(sizeOf(store)).toBe(0)
    },
  )

  it('that repeat now and then do no harm: what is there already conflicts, and another is asked for', async () => {
    const store = createMemoryStore()
    let count = 0
    const stuttering = () => `i${Math.floor(count++ / 5)}`
    for (let times = 0; times < 5; times++) {
      const charter = createCharter({ store, ids: stuttering })
      const answer = await charter.organizations.create({
        actor: OPERATOR,
        name: `Org ${times}`,
        kind: 'standard',
        founders: [{ email: email(`ada${times}@acme.com`) }],
      })
      expect(answer).toMatchObject({ ok: true })
    }
    const names = [...store.records()]
      .filter(({ ref }) => ref.startsWith('organization/'))
      .map(({ record }) => record.name)
    expect(names.sort()).toEqual(['Org 0', 'Org 1', 'Org 2', 'Org 3', 'Org 4'])
  })

  it('that are always the same found one organization, and overwrite nothing', async () => {
    const store = createMemoryStore()
    expect(await found({ ids: () => 'same' }, store)).toMatchObject({ ok: true })
    const before = JSON.stringify([...store.records()])
    const charter = createCharter({ store, ids: () => 'same' })
    const again = await charter.organizations.create({
      actor: OPERATOR,
      name: 'Other',
      kind: 'standard',
      founders: [{ email: email('eve@evil.com') }],
    })
    expect(again).toMatchObject({ ok: false, refusal: { code: 'contention_persisted' } })
    expect(JSON.stringify([...store.records()])).toBe(before)
  })

  it('that throw are heard untouched', async () => {
    await expect(found({ ids: thrower })).rejects.toBe(mine)
  })
})

describe('the host’s randomness', () => {
  const bad: readonly (readonly [what: string, random: (length: number) => unknown])[] = [
    ['fewer bytes', length => new Uint8Array(length - 1)],
    ['no bytes', () => new Uint8Array(0)],
    ['more bytes', length => new Uint8Array(length + 1)],
    ['nothing', () => undefined],
    ['a list of numbers', length => Array.from({ length }, () => 1)],
    ['a text', length => 'x'.repeat(length)],
    ['wider numbers', length => new Uint16Array(length)],
    ['a buffer', length => new ArrayBuffer(length)],
    ['a promise', length => Promise.resolve(new Uint8Array(length))],
    ['something that only looks like bytes', length => ({ length })],
  ]
  it.each(bad)('that gives %s is a TypeError: no id is made of it', async (_, random) => {
    const store = createMemoryStore()
    await expect(found({ random: random as never }, store)).rejects.toThrow(TypeError)
    expect(sizeOf(store)).toBe(0)
  })

  it.each(bad)('that gives %s is a TypeError: no token is made of it', async (_, random) => {
    let isBad = false
    const world = createWorld({
      random: length => (isBad ? (random(length) as never) : new Uint8Array(length).fill(7)),
    })
    const org = await world.found('Acme')
    const before = world.snapshot()
    isBad = true
    await expect(world.pending(org, 'acme.com')).rejects.toThrow(/^random gave something else than \d+ bytes$/)
    expect(world.snapshot()).toEqual(before)
  })

  it('may be a Buffer, or bytes of another realm', async () => {
    const { randomBytes } = await import('node:crypto')
    const { runInNewContext } = await import('node:vm')
    const foreign = runInNewContext('length => Uint8Array.from({ length }, () => Math.floor(Math.random() * 256))')
    for (const random of [randomBytes, foreign]) expect(await found({ random })).toMatchObject({ ok: true })
    expect(foreign(1)).not.toBeInstanceOf(Uint8Array)
  })

  it('that throws is heard untouched', async () => {
    await expect(found({ random: thrower })).rejects.toBe(mine)
  })
})

const shipped = createDomainLists()
/** A world in which a rule is in effect before the host's functions begin to fail. */
const failing = async (options: (isAway: () => boolean) => WorldOptions) => {
  let away = false
  const world = createWorld(options(() => away))
  const org = await world.found('Acme')
  await world.rule(org, 'acme.com', { match: 'subdomains' })
  const before = world.snapshot()
  away = true
  return { world, org, before }
}

const withLists = (question: keyof typeof shipped, answer: () => unknown) => (isAway: () => boolean) => ({
  lists: { ...shipped, [question]: (domain: string) => (isAway() ? answer() : shipped[question](domain)) } as never,
})

describe('the host’s lists (INV-28)', () => {
  const asked = ['isPublicProvider', 'isDisposable', 'isPublicSuffix'] as const
  const answers: readonly (readonly [what: string, answer: () => unknown])[] = [
    ['throw', thrower],
    ['give a promise', () => Promise.resolve(false)],
    ['give nothing', () => undefined],
    ['give 0', () => 0],
  ]
  const cases = asked.flatMap(question => answers.map(([what, answer]) => [question, what, answer] as const))

  it.each(cases)('whose %s begins to %s join nobody: the answer is no', async (question, _, answer) => {
    const { world, before } = await failing(withLists(question, answer))
    expect(await world.signUp('ada@acme.com')).toMatchObject({
      ok: false,
      refusal: { code: 'no_organization_for_domain' },
    })
    expect(world.snapshot()).toEqual(before)
  })

  it.each(cases)('whose %s begins to %s let no domain be claimed', async (question, _, answer) => {
    const { world, org, before } = await failing(withLists(question, answer))
    await expect(world.pending(org, 'other.com')).rejects.toThrow('domain_lists_failed')
    expect(world.snapshot()).toEqual(before)
  })

  it.each(answers)('whose isSpecialUse begins to %s let no domain be claimed', async (_, answer) => {
    const { world, org, before } = await failing(withLists('isSpecialUse', answer))
    await expect(world.pending(org, 'other.com')).rejects.toThrow('domain_lists_failed')
    expect(world.snapshot()).toEqual(before)
  })

  it('whose registrable throws are heard untouched, and nothing is stored', async () => {
    const { world, before } = await failing(withLists('registrable', thrower))
    await expect(world.signUp('ada@acme.com')).rejects.toBe(mine)
    expect(world.snapshot()).toEqual(before)
  })

  it.each([undefined, 7, true, {}, Promise.resolve('acme.com')])(
    'whose registrable gives %s are a TypeError, and nothing is stored',
    async value => {
      const { world, before } = await failing(withLists('registrable', () => value))
      await expect(world.signUp('ada@acme.com')).rejects.toThrow(TypeError)
      expect(world.snapshot()).toEqual(before)
    },
  )
})

describe('the host’s idna (INV-28)', () => {
  const answers: readonly (readonly [what: string, answer: () => unknown])[] = [
    ['throws', thrower],
    ['gives null', () => null],
    ['gives a promise', () => Promise.resolve('acme.com')],
    ['gives another spelling', () => 'ACME.com'],
    ['gives what is no domain', () => 'acme'],
  ]
  it.each(answers)('that %s lets no internationalized domain be claimed', async (_, answer) => {
    const { world, org, before } = await failing(isAway => ({
      idna: { ...idna, toAscii: domain => (isAway() ? (answer() as never) : idna.toAscii(domain)) },
    }))
    await expect(world.pending(org, 'bücher.com')).rejects.toThrow(/domain_not_canonical|domain_single_label/)
    expect(world.snapshot()).toEqual(before)
    expect(await world.signUp('ada@acme.com')).toMatchObject({ ok: true })
  })
})
