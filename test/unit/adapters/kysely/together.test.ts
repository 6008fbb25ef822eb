import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { postgresql } from '../../../../src/adapters/kysely/dialects/postgresql.ts'
import { partsOfRead } from '../../../../src/adapters/kysely/read.ts'
import { type Part, type Rows, storedIn } from '../../../../src/adapters/kysely/round.ts'
import { tablesOf } from '../../../../src/adapters/kysely/tables.ts'
import { together } from '../../../../src/adapters/kysely/together.ts'
import type { Ref } from '../../../../src/core/kernel/index.ts'
import { collections } from '../../../../src/core/world/index.ts'

const tables = tablesOf(collections, {}, postgresql)

const turn = () => new Promise<void>(resolve => setImmediate(resolve))
/** Some of those that do not answer by themselves. */
const turns = async () => {
  for (let at = 0; at < 5; at++) await turn()
}

type Call = { readonly parts: readonly Part[]; answer(): void; fail(error: Error): void }

/** A row of each record whose id is not `absent`: what a database would find, when it is told to. */
const rowsFor = (parts: readonly Part[]): Rows =>
  parts.map(({ table, fields, keys = [] }) =>
    keys
      .filter(key => key.at(-1) !== 'absent')
      .map(key => [
        'v1',
        ...fields.map(field => {
          const at = table.key.indexOf(field)
          if (at >= 0) return key[at]
          return field.kind === 'json' ? JSON.stringify({ of: key }) : null
        }),
      ]),
  )

describe('reads of several commands', () => {
  let calls: Call[]
  let send: (parts: readonly Part[]) => Promise<Rows>

  beforeEach(() => {
    calls = []
    send = together(
      tables,
      parts =>
        new Promise((resolve, reject) => {
          calls.push({ parts, answer: () => resolve(rowsFor(parts)), fail: reject })
        }),
    )
  })

  const ask = async (...refs: readonly Ref[]) => {
    const parts = partsOfRead(tables, refs, 'whole')
    return storedIn(parts, await send(parts)).flat()
  }
  const refsOf = async (asked: ReturnType<typeof ask>) => (await asked).map(({ ref }) => ref)
  const call = (at: number) => calls[at] as Call
  /** Something is on its way, and has no answer. */
  const busy = () => void ask('group/other')
  const askedKeys = ({ parts }: Call) => parts.map(({ keys }) => keys)

  it('are sent at once where nothing else is on its way', () => {
    void ask('user/ada')
    expect(calls).toHaveLength(1)
  })

  it('are sent at once again when the others have their answer, or have failed', async () => {
    for (const end of ['answer', 'fail'] as const) {
      calls = []
      const asked = ask('user/ada').catch(() => {})
      call(0)[end](new Error('gone'))
      await asked
      await turns()
      void ask('user/bob')
      expect(calls).toHaveLength(2)
      call(1).answer()
      await turns()
    }
  })

  it('are one statement where they come in one turn, and each gets its own, though another has no answer yet', async () => {
    busy()
    const three = [
      ask('organization/acme', 'user/ada', 'membership/acme/ada'),
      ask('organization/acme', 'user/bob', 'membership/acme/bob'),
      ask('organization/acme', 'user/absent', 'membership/acme/absent'),
    ] as const
    expect(calls).toHaveLength(1)
    await turns()
    expect(calls).toHaveLength(2)
    expect(askedKeys(call(1))).toEqual([
      [['acme']],
      [['ada'], ['bob'], ['absent']],
      [
        ['acme', 'ada'],
        ['acme', 'bob'],
        ['acme', 'absent'],
      ],
    ])
    call(1).answer()
    expect(await refsOf(three[0])).toEqual(['organization/acme', 'user/ada', 'membership/acme/ada'])
    expect(await refsOf(three[1])).toEqual(['organization/acme', 'user/bob', 'membership/acme/bob'])
    expect(await refsOf(three[2])).toEqual(['organization/acme'])
  })

  it('have one text for any number of them', async () => {
    busy()
    void ask('user/ada')
    void ask('user/bob')
    await turns()
    for (const id of ['a', 'b', 'c', 'd']) void ask(`user/${id}`)
    await turns()
    const shapes = [call(1), call(2)].map(({ parts }) => parts.map(({ shape }) => shape))
    expect(shapes).toEqual([['whole:user:set'], ['whole:user:set']])
  })

  it('are sent as they are where only one has come', async () => {
    busy()
    void ask('user/ada')
    await turns()
    expect(call(1).parts.map(({ shape }) => shape)).toEqual(['whole:user:1'])
  })

  it('are apart where they are of other tables', async () => {
    busy()
    void ask('user/ada')
    void ask('organization/acme')
    await turns()
    expect(calls).toHaveLength(3)
  })

  it('are apart from what asks for many records, or for a list', async () => {
    busy()
    void ask('user/ada')
    void ask(...Array.from({ length: 9 }, (_, at): Ref => `user/u${at}`))
    const list: Part = { ...(partsOfRead(tables, ['user/ada'], 'whole')[0] as Part) }
    const { keys: _, ...unkeyed } = list
    void send([unkeyed])
    expect(calls).toHaveLength(3)
    await turns()
    expect(calls).toHaveLength(4)
  })

  it('are at most 64 in a statement', async () => {
    busy()
    for (let at = 0; at < 150; at++) void ask(`user/u${at}`)
    await turns()
    expect(calls.slice(1).map(({ parts }) => parts[0]?.keys?.length)).toEqual([64, 64, 22])
  })

  it('give each its own records, which it may change', async () => {
    busy()
    const [one, other] = [ask('organization/acme'), ask('organization/acme')] as const
    await turns()
    call(1).answer()
    const [[first], [second]] = [await one, await other]
    expect(first).toEqual(second)
    const objects = (record: object) => Object.values(record).filter(value => typeof value === 'object')
    expect(objects(first?.record ?? {}).length).toBeGreaterThan(0)
    expect(first?.record).not.toBe(second?.record)
    for (const [at, value] of objects(first?.record ?? {}).entries())
      expect(value).not.toBe(objects(second?.record ?? {})[at])
  })

  it('are asked one by one where the database cannot take a value: that of one is nothing to the others', async () => {
    busy()
    const [good, bad] = [ask('user/ada'), ask('user/poison')] as const
    await turns()
    call(1).fail(Object.assign(new Error('the statement'), { code: '22P05' }))
    await turns()
    expect(calls.slice(2).map(askedKeys)).toEqual([[[['ada']]], [[['poison']]]])
    call(2).answer()
    call(3).fail(new Error('its own'))
    expect(await refsOf(good)).toEqual(['user/ada'])
    await expect(bad).rejects.toThrow('its own')
  })

  it('fail together where anything else fails, and nobody waits for it twice', async () => {
    for (const code of ['57P01', undefined]) {
      calls = []
      busy()
      const both = [ask('user/ada'), ask('user/bob')]
      await turns()
      const gone = Object.assign(new Error('gone'), { code })
      call(1).fail(gone)
      for (const ended of await Promise.allSettled(both)) expect(ended).toEqual({ status: 'rejected', reason: gone })
      expect(calls).toHaveLength(2)
      call(0).answer()
      await turns()
    }
  })

  it('come out as if each had been alone, whatever they ask for', async () => {
    const ids = fc.constantFrom('ada', 'bob', 'absent')
    const ref = fc.oneof(
      ids.map((id): Ref => `user/${id}`),
      fc.tuple(fc.constantFrom('acme', 'bolt'), ids).map(([org, id]): Ref => `membership/${org}/${id}`),
      fc.constantFrom('acme', 'bolt', 'absent').map((id): Ref => `member_count/${id}`),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(ref, { maxLength: 6 }), { maxLength: 8 }), async asked => {
        calls = []
        busy()
        const answers = asked.filter(refs => refs.length > 0).map(refs => ({ refs, answer: ask(...refs) }))
        await turns()
        for (const { answer } of calls) answer()
        for (const { refs, answer } of answers) {
          const parts = partsOfRead(tables, refs, 'whole')
          expect(await answer).toEqual(storedIn(parts, rowsFor(parts)).flat())
        }
      }),
    )
  })
})
