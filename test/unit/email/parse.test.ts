import { describe, expect, it } from 'vitest'
import { formatEmailAddress, parseEmailAddress } from '../../../src/core/email/index.ts'
import { idna, unicodeLocalParts } from '../../../src/idna.ts'

const outcome = (input: unknown, options?: Parameters<typeof parseEmailAddress>[1]) => {
  const parsed = parseEmailAddress(input, options)
  return parsed.ok ? parsed.value : parsed.refusal.code
}
const factsOf = (input: unknown) => {
  const parsed = parseEmailAddress(input)
  return parsed.ok ? undefined : parsed.refusal.facts
}
const local = (length: number) => 'a'.repeat(length)
const label = (length: number) => 'b'.repeat(length)

describe('parseEmailAddress', () => {
  it('keeps the spelling of the local part and makes the domain canonical (EML-1, EML-2)', () => {
    expect(outcome("O'Brien.Grace+tag@EU.Acme.COM")).toEqual({ local: "O'Brien.Grace+tag", domain: 'eu.acme.com' })
  })

  it.each([
    [undefined, 'email_not_a_string'],
    [null, 'email_not_a_string'],
    [['a@b.com'], 'email_not_a_string'],
    [Object('a@b.com'), 'email_not_a_string'],
    ['', 'email_empty'],
    ['a.example.com', 'email_at_missing'],
    ['@example.com', 'email_local_empty'],
    ['a@b@example.com', 'email_at_repeated'],
    ['a@evil.com@example.com', 'email_at_repeated'],
    ['"a@b"@example.com', 'email_local_quoted'],
    ['a"b"@example.com', 'email_local_quoted'],
    ['a(b)@example.com', 'email_comment'],
    ['a@example.com(b)', 'email_comment'],
    ['a@(b)example.com', 'email_comment'],
    ['a\u0000@example.com', 'email_control_character'],
    ['a@example.com\n', 'email_control_character'],
    ['a@exam\u007fple.com', 'email_control_character'],
    [' a@example.com', 'email_white_space'],
    ['a@example.com ', 'email_white_space'],
    ['a b@example.com', 'email_white_space'],
    ['=?utf-8?q?a?=@example.com', 'email_encoded_word'],
    ['a=?b@example.com', 'email_encoded_word'],
    ['evil.com!a@example.com', 'email_local_routed'],
    ['a%evil.com@example.com', 'email_local_routed'],
    ['ä@example.com', 'email_local_not_ascii'],
    ['a\u212a@example.com', 'email_local_not_ascii'],
    ['.a@example.com', 'email_local_not_dot_atom'],
    ['a.@example.com', 'email_local_not_dot_atom'],
    ['a..b@example.com', 'email_local_not_dot_atom'],
    ['<a@example.com>', 'email_local_not_dot_atom'],
    ['a,b@example.com', 'email_local_not_dot_atom'],
    ['a\\b@example.com', 'email_local_not_dot_atom'],
    ['a[b@example.com', 'email_local_not_dot_atom'],
    ['a@', 'domain_empty'],
    ['a@[127.0.0.1]', 'domain_address_literal'],
    ['a@exa_mple.com', 'domain_character_invalid'],
    ['a@example.com;b', 'domain_character_invalid'],
  ])('refuses %j as %s (EML-1)', (input, code) => {
    expect(outcome(input)).toBe(code)
  })

  it('takes a `?` and a `=` that open no encoded-word (EML-1)', () => {
    expect(outcome('a?=b=c?@example.com')).toMatchObject({ local: 'a?=b=c?' })
  })

  it('takes each character of a dot-atom, and no other, in a local part (EML-1)', () => {
    const taken = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter(
      character => typeof outcome(`a${character}a@example.com`) === 'object',
    )
    expect(taken.join('')).toBe("#$&'*+-./0123456789=?ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~")
  })

  it('takes 64 octets before the @ and 254 in all, and no more (EML-1)', () => {
    expect(outcome(`${local(64)}@example.com`)).toMatchObject({ local: local(64) })
    expect(outcome(`${local(65)}@example.com`)).toBe('email_local_too_long')
    const domain = `${label(63)}.${label(63)}.${label(57)}.com` // 189 characters
    expect(outcome(`${local(64)}@${domain}`)).toMatchObject({ domain })
    expect(outcome(`${local(64)}@b${domain}`)).toBe('email_too_long')
  })

  it('counts what is sent, not what was typed (EML-1)', () => {
    // 30 characters each as typed, 37 as A-labels.
    const domain = `${Array.from({ length: 6 }, () => 'ü'.repeat(30)).join('.')}.example.com`
    const ascii = idna.toAscii(domain) ?? ''
    const room = 254 - 1 - ascii.length
    expect(ascii.length).toBeGreaterThan(190)
    expect(outcome(`${local(room)}@${domain}`, { idna })).toMatchObject({ domain: ascii })
    expect(outcome(`${local(room + 1)}@${domain}`, { idna })).toBe('email_too_long')
  })

  it('answers at once for anything over 254 characters (EML-1)', () => {
    const texts = ['a', '@', '.', '"', 'é'].map(text => text.repeat(20_000_000))
    const start = performance.now()
    for (const text of texts)
      expect(outcome(text, { idna, nonAsciiLocalParts: unicodeLocalParts })).toBe('email_too_long')
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it('says where and what, and never repeats the input', () => {
    expect(factsOf('ab cd@example.com')).toEqual({ position: 2, codePoint: 'U+0020' })
    expect(factsOf('ab@ex ample.com')).toEqual({ position: 5, codePoint: 'U+0020' })
    expect(factsOf('a😀@example.com')).toEqual({ position: 1, codePoint: 'U+1F600' })
    expect(factsOf('a@b@example.com')).toEqual({ position: 3 })
    expect(factsOf('x'.repeat(300))).toEqual({ length: 300, max: 254 })
  })

  it('takes no option from anything that throws (INV-26)', () => {
    const options = new Proxy({}, { get: () => expect.fail() })
    expect(outcome('ä@example.com', options)).toBe('email_local_not_ascii')
    expect(outcome('a@ä.com', options)).toBe('domain_not_canonical')
    expect(outcome('a@ä.com', null as never)).toBe('domain_not_ascii_needs_idna')
  })
})

describe('parseEmailAddress, where a host opts in to local parts beyond ASCII', () => {
  const options = { nonAsciiLocalParts: unicodeLocalParts }

  it.each(['żółć', 'ä.b', '用户', 'дима+x', 'a\u1e9e'])('takes %s', text => {
    expect(outcome(`${text}@example.com`, options)).toMatchObject({ local: text })
  })

  it.each([
    ['an invisible one', 'a\u200bb'],
    ['a soft hyphen', 'a\u00adb'],
    ['a combining grapheme joiner', 'a\u034fb'],
    ['a variation selector', 'a\ufe0fb'],
    ['a change of direction', 'a\u202eb'],
    ['a lone surrogate', 'a\ud800b'],
    ['a non-character', 'a\uffffb'],
    ['a private character', 'a\ue000b'],
    ['a C1 control', 'a\u0085b'],
    ['white space', 'a\u3000b'],
    ['a full-width @', 'a\uff20b'],
    ['a small @', 'a\ufe6bb'],
    ['a one-dot leader', 'a\u2024b'],
  ])('refuses %s', (_, text) => {
    expect(outcome(`${text}@example.com`, options)).toBe('email_local_not_dot_atom')
  })

  it('still refuses all that is wrong in ASCII', () => {
    expect(outcome('ä"b"@example.com', options)).toBe('email_local_quoted')
    expect(outcome('ä..b@example.com', options)).toBe('email_local_not_dot_atom')
    expect(outcome('ä.@example.com', options)).toBe('email_local_not_dot_atom')
  })

  it('refuses a second spelling of the same text', () => {
    expect(outcome('u\u0308@example.com', options)).toBe('email_local_not_normalized')
  })

  it.each([
    ['mathematical letters', '\u{1d41a}dmin'],
    ['circled letters', '\u24d0\u24d3\u24dc\u24d8\u24dd'],
    ['a two-dot leader, which becomes two dots', 'a\u2025b'],
    ['a sign of several letters', '\u2100'],
    ['a ligature', 'o\ufb03ce'],
    ['a long s', '\u017fupport'],
  ])('refuses %s, which a later normalization turns into others (EML-1, DOM-6)', (_, text) => {
    expect(outcome(`${text}@example.com`, options)).toBe('email_local_not_normalized')
  })

  it('counts octets, as a mail server does', () => {
    expect(outcome(`${'ä'.repeat(32)}@example.com`, options)).toMatchObject({ domain: 'example.com' })
    expect(outcome(`${'ä'.repeat(33)}@example.com`, options)).toBe('email_local_too_long')
    expect(outcome(`${'😀'.repeat(17)}@example.com`, options)).toBe('email_local_too_long')
  })

  it('is not opted in to by another word', () => {
    for (const word of [true, 'allow', {}, null])
      expect(outcome('ä@example.com', { nonAsciiLocalParts: word as never })).toBe('email_local_not_ascii')
  })

  it('takes no yes but null from what is passed in (INV-28)', () => {
    for (const said of [undefined, true, false, 'ok', '', {}]) {
      const nonAsciiLocalParts = { flawOf: () => said as never }
      expect(outcome('ä@example.com', { nonAsciiLocalParts })).toBe('email_local_not_ascii')
    }
    const throwing = { flawOf: () => expect.fail() }
    expect(outcome('ä@example.com', { nonAsciiLocalParts: throwing })).toBe('email_local_not_ascii')
  })

  it('keeps its own limits whatever is passed in (INV-28)', () => {
    const nonAsciiLocalParts = { flawOf: () => null }
    expect(outcome(`${'ä'.repeat(33)}@example.com`, { nonAsciiLocalParts })).toBe('email_local_too_long')
    expect(outcome('ä b@example.com', { nonAsciiLocalParts })).toBe('email_white_space')
    expect(outcome('a\ud800b@example.com', { nonAsciiLocalParts })).toBe('email_local_not_ascii')
  })

  it('says where the character stands that cannot', () => {
    const parsed = parseEmailAddress('ä\u200bb@example.com', options)
    expect(!parsed.ok && parsed.refusal.facts).toEqual({ position: 1, codePoint: 'U+200B' })
  })
})

describe('formatEmailAddress', () => {
  it('writes what parseEmailAddress reads (EML-1)', () => {
    const parsed = parseEmailAddress('Grace@Acme.com')
    expect(parsed.ok && formatEmailAddress(parsed.value)).toBe('Grace@acme.com')
  })

  it('is empty for what is no address (INV-26)', () => {
    expect(formatEmailAddress(null as never)).toBe('')
    expect(formatEmailAddress({ local: Symbol('a'), domain: 'b' } as never)).toBe('')
  })
})
