import { describe, expect, it } from 'vitest'
import {
  addressKey,
  EmailAddressRecord,
  isSharedMailbox,
  isVerifiedEmail,
  parseEmailAddress,
  verifiedEmail,
} from '../../../src/core/email/index.ts'
import { unicodeLocalParts } from '../../../src/idna.ts'

const address = (text: string, options?: Parameters<typeof parseEmailAddress>[1]) => {
  const parsed = parseEmailAddress(text, options)
  if (!parsed.ok) throw new TypeError(parsed.refusal.code)
  return parsed.value
}
const mint = (text: string) => {
  const made = verifiedEmail(text, { by: 'mail-link' })
  if (!made.ok) throw new TypeError(made.refusal.code)
  return made.value
}

describe('verifiedEmail', () => {
  it('makes a frozen address that names its proof (EML-3)', () => {
    const email = mint('Grace@Acme.com')
    expect(email).toEqual({ local: 'Grace', domain: 'acme.com', verifiedBy: 'mail-link' })
    expect(Object.isFrozen(email)).toBe(true)
  })

  it('refuses what is no address, with the reason of the parser (EML-1)', () => {
    expect(verifiedEmail('a@b@c.com', { by: 'x' })).toMatchObject({ refusal: { code: 'email_at_repeated' } })
  })

  it.each([
    ['nothing', undefined],
    ['no name', {}],
    ['an empty name', { by: '' }],
    ['a name that is too long', { by: 'x'.repeat(201) }],
    ['a control character', { by: 'a\nb' }],
    ['a line separator', { by: 'a\u2028b' }],
    ['a lone surrogate', { by: 'a\ud800' }],
    ['another type', { by: ['mail-link'] }],
    ['a getter that throws', Object.defineProperty({}, 'by', { get: () => expect.fail() })],
  ])('refuses %s as a proof (EML-3)', (_, proof) => {
    const refusal = { kind: 'invalid', code: 'email_proof_invalid', facts: { max: 200 } }
    expect(verifiedEmail('grace@acme.com', proof as never)).toEqual({ ok: false, refusal })
  })

  it('takes a name of 200 characters', () => {
    expect(verifiedEmail('grace@acme.com', { by: 'é'.repeat(200) }).ok).toBe(true)
  })
})

describe('isVerifiedEmail', () => {
  it('passes what verifiedEmail made (EML-3)', () => {
    expect(isVerifiedEmail(mint('grace@acme.com'))).toBe(true)
  })

  it('passes nothing that only looks like it (EML-3)', () => {
    const email = mint('grace@acme.com')
    const forgeries = [
      { ...email },
      JSON.parse(JSON.stringify(email)),
      structuredClone(email),
      Object.create(email),
      new Proxy(email, {}),
      Object.freeze({ local: 'grace', domain: 'acme.com', verifiedBy: 'mail-link' }),
      address('grace@acme.com'),
      'grace@acme.com',
      null,
      undefined,
    ]
    expect(forgeries.filter(isVerifiedEmail)).toEqual([])
  })
})

describe('addressKey', () => {
  it('folds ASCII case of the local part, and nothing else (EML-2)', () => {
    expect(addressKey(address('Grace.H+Tag@Acme.com'))).toBe('grace.h+tag@acme.com')
    expect(addressKey(address('graceh@acme.com'))).not.toBe(addressKey(address('grace.h@acme.com')))
    const options = { nonAsciiLocalParts: unicodeLocalParts }
    expect(addressKey(address('ÄA@acme.com', options))).toBe('Äa@acme.com')
    expect(addressKey({ ...address('a@acme.com'), local: '\u212aevin' })).toBe('\u212aevin@acme.com')
  })
})

describe('isSharedMailbox', () => {
  it.each(['support', 'INFO', 'no-reply', 'postmaster+x', 'Abuse+a+b', 'admin'])('knows %s (DOM-6)', local => {
    expect(isSharedMailbox(address(`${local}@acme.com`))).toBe(true)
  })

  it.each(['grace', 'supporter', 'x+support', 'info.grace'])('leaves %s alone (DOM-6)', local => {
    expect(isSharedMailbox(address(`${local}@acme.com`))).toBe(false)
  })

  it('is extended by the host (DOM-6)', () => {
    expect(isSharedMailbox(address('warehouse+1@acme.com'), ['Warehouse'])).toBe(true)
  })

  it('is careful about what is no address (INV-26)', () => {
    expect(isSharedMailbox(null as never)).toBe(true)
    expect(isSharedMailbox(address('grace@acme.com'), [null as never])).toBe(true)
  })
})

describe('EmailAddressRecord', () => {
  it('takes what was parsed, as it was stored (EML-5)', () => {
    const parsed = address('Grace+x@Acme.com')
    expect(EmailAddressRecord.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed)
    expect(EmailAddressRecord.safeParse({ local: 'żółć', domain: 'xn--bcher-kva.example' }).success).toBe(true)
  })

  it.each([
    { local: 'grace', domain: 'Acme.com' },
    { local: 'gr ace', domain: 'acme.com' },
    { local: 'grace@evil.com', domain: 'acme.com' },
    { local: '', domain: 'acme.com' },
    { local: 'a'.repeat(65), domain: 'acme.com' },
    { local: 'grace', domain: 'com' },
    { local: 'grace', domain: 'bücher.example' },
    { local: 'grace', domain: 'acme.com', verified: true },
    { local: 'grace' },
  ])('refuses %j', record => {
    expect(EmailAddressRecord.safeParse(record).success).toBe(false)
  })
})
