import { describe, expect, it } from 'vitest'
import { memberships } from '../../../src/core/membership/index.ts'
import { users } from '../../../src/core/user/index.ts'
import { idna } from '../../../src/idna.ts'
import { type ImportOptions, importMembers } from '../../../src/runtime/import/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { csvOf, importAll, importing, inShort, rowsOf } from '../../support/imports.ts'
import { createWorld, OPERATOR, userOf } from '../../support/world.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What becomes of a source in an organization that nobody else is in. */
const outcomes = async (source: ImportOptions['source'], more: Partial<ImportOptions> = {}) => {
  const world = createWorld()
  const { options } = await importing(world)
  return (await importAll(world.charter, { ...options, source, ...more })).map(inShort)
}

describe('importMembers of CSV', () => {
  it('takes the columns in any order and case, and the usual role where a row names none', async () => {
    const world = createWorld()
    const { options, acme } = await importing(world)
    const source = ['\uFEFFROLE,"Email",name\r\n,ines@people.com,"Ines, Dr."\r\nexternal,ivan@people.com,\r\n']
    expect((await importAll(world.charter, { ...options, source })).map(inShort)).toEqual(['1 joined', '2 joined'])
    const [ines, ivan] = [await userOf(world, 'ines@people.com'), await userOf(world, 'ivan@people.com')]
    expect(ines).toMatchObject({ name: 'Ines, Dr.', verifiedBy: 'hr' })
    expect(ivan).not.toHaveProperty('name')
    const roles = [ines, ivan].map(async ({ id }) => (await world.get(memberships, acme.id, id))?.assigned?.role)
    expect(await Promise.all(roles)).toEqual(['internal', 'external'])
  })

  it('gives each row its outcome, in order, whatever is wrong with others', async () => {
    const rows = ['a@people.com', 'no address', 'b@"people.com', '"c@people.com"', '', 'd@people.com,D', 'A@people.com']
    expect(await outcomes([['email', ...rows].join('\n')])).toEqual([
      '1 joined',
      '2 email_white_space',
      '3 import_row_malformed',
      '4 joined',
      '5 import_row_malformed',
      '6 already_member',
    ])
  })

  it.each([
    ['no address column', 'name,role\na,b'],
    ['a column that nobody knows', 'email,rol\na@people.com,admin'],
    ['a column twice', 'email,Email\na@people.com,b@people.com'],
    ['a spoiled header', 'email,"na"me\na@people.com,b'],
    ['no header', 'a@people.com\nb@people.com'],
    ['nothing', ''],
  ])('takes nothing of a file with %s', async (_, text) => {
    expect(await outcomes([text])).toEqual(['1 stopped import_columns_invalid'])
  })

  it('imports nothing of a batch in which a quote is open, and says in which row', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    const rows = rowsOf(600)
    const source = [csvOf([...rows.slice(0, 300), 'a@people.com,"A', ...rows.slice(301)])]
    const all = await importAll(world.charter, { ...options, source })
    expect(all).toHaveLength(251)
    expect(all.at(-1)).toMatchObject({
      row: 251,
      kind: 'stopped',
      refusal: { code: 'import_quote_open', facts: { row: 301 } },
    })
  })
})

describe('importMembers of JSON Lines', () => {
  const format = 'json_lines'

  it('takes an object of the fields a line; what is null or empty is not there', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    const source = [
      '{"email":"ines@people.com","name":"Ines","role":"external"}\n{"email":"ivan@people.com","name":null,"role":""}',
    ]
    expect((await importAll(world.charter, { ...options, source, format })).map(inShort)).toEqual([
      '1 joined',
      '2 joined',
    ])
    expect(await userOf(world, 'ines@people.com')).toMatchObject({ name: 'Ines' })
    expect(await userOf(world, 'ivan@people.com')).not.toHaveProperty('name')
  })

  it.each([
    ['{"email":"a@people.com","isAdmin":true}', 'field_unknown'],
    ['{"email":"a@people.com","__proto__":"x"}', 'field_unknown'],
    ['{"email":"a@people.com","constructor":"x"}', 'field_unknown'],
    ['{"email":"a@people.com","name":7}', 'field_not_text'],
    ['{"email":{"local":"a","domain":"people.com"}}', 'field_not_text'],
    ['a@people.com', 'not_json'],
    ['"a@people.com"', 'not_an_object'],
  ])('refuses the row %s', async (line, problem) => {
    const world = createWorld()
    const { options } = await importing(world)
    const all = await importAll(world.charter, { ...options, source: [line], format })
    expect(all).toMatchObject([
      { row: 1, kind: 'refused', refusal: { code: 'import_row_malformed', facts: { problem } } },
    ])
  })

  it('refuses a field that is too long', async () => {
    expect(await outcomes([JSON.stringify({ email: 'a@people.com', name: 'x'.repeat(1_001) })], { format })).toEqual([
      '1 import_row_malformed',
    ])
  })

  it('refuses a row without an address', async () => {
    expect(await outcomes(['{}'], { format })).toEqual(['1 email_not_a_string'])
  })
})

describe('importMembers of any source', () => {
  it('reads bytes and text, at once and as they come', async () => {
    const text = 'email\na@people.com\nb@people.com'
    const later = async function* () {
      yield utf8(text.slice(0, 9))
      yield text.slice(9)
    }
    for (const source of [[text], [utf8(text)], new Set([text]), later()])
      expect(await outcomes(source)).toEqual(['1 joined', '2 joined'])
  })

  it('takes a byte order mark away, once', async () => {
    expect(await outcomes([Uint8Array.of(0xef), Uint8Array.of(0xbb, 0xbf), utf8('email\na@people.com')])).toEqual([
      '1 joined',
    ])
    expect(await outcomes(['', '\uFEFF', 'email\na@people.com'])).toEqual(['1 joined'])
    expect(await outcomes(['\uFEFF\uFEFFemail\na@people.com'])).toEqual(['1 stopped import_columns_invalid'])
  })

  it.each<[what: string, fault: readonly number[]]>([
    ['a byte of no character', [0xff]],
    ['Latin-1', [0xe9, 0x2c]],
    ['a character that goes on nowhere', [0xe2, 0x82]],
    ['an overlong spelling', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['UTF-16', [0xff, 0xfe, 0x61, 0x00]],
  ])('stops at %s, behind the last whole batch, wherever the chunks are cut', async (_, fault) => {
    const bytes = Uint8Array.from([...utf8(csvOf(rowsOf(260))), ...fault, ...utf8('\nz@people.com')])
    const at = bytes.length - 13 - fault.length
    for (const cuts of [[], [at], [at + 1], [at - 1, at + 2]]) {
      const ends = [...cuts, bytes.length]
      const source = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
      const all = await outcomes(source)
      expect(all).toHaveLength(251)
      expect(all.at(-1)).toBe('251 stopped import_encoding_invalid')
    }
  })

  it('reads no half character in front of text', async () => {
    expect(await outcomes([utf8('email\na@people.com\n€').subarray(0, -1), 'b@people.com'])).toEqual([
      '1 stopped import_encoding_invalid',
    ])
  })

  it('reads addresses as it is told to', async () => {
    const source = ['email\na@bücher.com']
    expect(await outcomes(source)).toEqual(['1 domain_not_ascii_needs_idna'])
    expect(await outcomes(source, { addresses: { idna } })).toEqual(['1 joined'])
  })

  it('ends at the first batch that is refused as a whole, and says from which row on nothing was imported', async () => {
    const world = createWorld()
    const { acme, options } = await importing(world)
    const codes: string[] = []
    for await (const outcome of importMembers(world.charter, { ...options, source: [csvOf(rowsOf(600))] })) {
      codes.push(inShort(outcome))
      if (outcome.row === 250)
        unwrap(await world.charter.organizations.archive({ actor: OPERATOR, organizationId: acme.id }))
    }
    expect(codes).toHaveLength(251)
    expect(codes.at(-1)).toBe('251 stopped organization_archived')
  })

  it('asks for nothing where no row can be imported', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    const before = world.snapshot()
    const all = await importAll(world.charter, { ...options, source: ['email\nx\ny'], importId: 'i' })
    expect(all.map(inShort)).toEqual(['1 email_at_missing', '2 email_at_missing'])
    expect(world.snapshot()).toEqual(before)
  })

  it('takes a name and a role as long as a field can be for what they are: none', async () => {
    const long = 'x'.repeat(1_000)
    expect(await outcomes([`email,name,role\na@people.com,${long},\nb@people.com,,${long}`])).toEqual([
      '1 name_invalid',
      '2 role_unknown',
    ])
  })
})

describe('importMembers, stopped and resumed', () => {
  it('reads no further than the outcomes are taken, and stops behind a whole batch', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    let taken = 0
    let isClosed = false
    async function* source() {
      try {
        yield 'email\n'
        for (; taken < 2_000; taken++) yield `p${taken}@people.com\n`
      } finally {
        isClosed = true
      }
    }
    const seen: number[] = []
    for await (const { row } of importMembers(world.charter, { ...options, source: source() })) {
      seen.push(row)
      expect(taken).toBeLessThan(Math.ceil(row / 250) * 250)
      if (row === 300) break
    }
    expect(seen).toHaveLength(300)
    expect(isClosed).toBe(true)
    expect(world.all(users)).toHaveLength(501)
  })

  it('gives the outcomes that were lost again, and changes nothing by it (AUD-4)', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    const asked = { ...options, source: [csvOf(rowsOf(400))], importId: 'hr-1' }
    const first = await importAll(world.charter, asked)
    const before = world.snapshot()
    expect(await importAll(world.charter, asked)).toEqual(first)
    for (const after of [0, 1, 249, 250, 251, 399, 400, 401])
      expect(await importAll(world.charter, { ...asked, after })).toEqual(first.slice(after))
    expect(world.snapshot()).toEqual(before)
  })

  it('says of another file under the same id that it is another', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    const asked = { ...options, importId: 'hr-1' }
    await importAll(world.charter, { ...asked, source: ['email\na@people.com'] })
    const other = await importAll(world.charter, { ...asked, source: ['email\nb@people.com'] })
    expect(other.map(inShort)).toEqual(['1 stopped idempotency_key_reused'])
  })

  it('without an id says of whoever is in that they are', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    const asked = { ...options, source: ['email\na@people.com'] }
    expect((await importAll(world.charter, asked)).map(inShort)).toEqual(['1 joined'])
    expect((await importAll(world.charter, asked)).map(inShort)).toEqual(['1 already_member'])
  })

  it('rejects with what the source fails with, and goes on from there', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    const rows = rowsOf(600)
    const failing = async function* () {
      yield csvOf(rows.slice(0, 400))
      throw new Error('the connection is gone')
    }
    let last = 0
    const run = async () => {
      for await (const { row } of importMembers(world.charter, { ...options, source: failing() })) last = row
    }
    await expect(run()).rejects.toThrow('the connection is gone')
    expect(last).toBe(250)
    const rest = await importAll(world.charter, { ...options, source: [csvOf(rows)], after: last })
    expect([rest.length, rest.at(-1)?.row]).toEqual([350, 600])
  })

  it('is misused with a TypeError, at once', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    const right = { ...options, source: [] }
    for (const wrong of [
      { format: 'xml' },
      { source: 'email\na@people.com' },
      { source: undefined },
      { actor: null },
      { organizationId: 7 },
      { verifiedBy: undefined },
      { role: undefined },
      { after: -1 },
      { after: 1.5 },
      { importId: 'a b' },
      { importId: 'x'.repeat(181) },
      { addresses: 'idna' },
      { batch: 10 },
    ])
      expect(() => importMembers(world.charter, { ...right, ...wrong } as never), JSON.stringify(wrong)).toThrow(
        TypeError,
      )
  })

  it('rejects for a chunk that is neither text nor bytes', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    for (const chunk of [7, null, { length: 3 }, ['email']])
      await expect(importAll(world.charter, { ...options, source: [chunk] as never })).rejects.toThrow(TypeError)
  })
})
