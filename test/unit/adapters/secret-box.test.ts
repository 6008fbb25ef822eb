import { createCipheriv, createDecipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSecretBox, ephemeralSecretBox, systemRandom } from '../../../src/adapters/system/index.ts'
import { seededRandom } from '../../../src/testing/fakes/index.ts'

const random = seededRandom(1)
const key = (seed: number) => seededRandom(seed)(32)
const box = createSecretBox({ keys: { k1: key(1) }, current: 'k1', random })

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = (of: Uint8Array) => Buffer.from(of).toString('hex')
const aadOf = (id: string, context: string) => Buffer.from(JSON.stringify([id, context]))

type Gcm = { readonly key: Uint8Array; readonly nonce: Uint8Array; readonly aad: Uint8Array }

/** AES-256-GCM by another implementation: cipher text, then tag. */
const encrypted = ({ key, nonce, aad }: Gcm, plain: Uint8Array): Uint8Array => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}
const decrypted = ({ key, nonce, aad }: Gcm, sealed: Uint8Array): Uint8Array => {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(aad)
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
}

describe('createSecretBox', () => {
  it.each(['', 'token', 'ä€😀\u0000\n', 'x'.repeat(100_000)])('opens what it sealed: %#', secret => {
    const sealed = box.seal(secret, 'effect/e1')
    expect(sealed).toMatch(/^v1\.k1\.[0-9a-f]{24}\.[0-9a-f]{32,}$/)
    expect(box.open(sealed, 'effect/e1')).toBe(secret)
  })

  it('opens it for no other record (AUD-7, MFA-16)', () => {
    const sealed = box.seal('token', 'effect/e1')
    for (const context of ['effect/e2', 'effect/e', 'effect/e11', 'EFFECT/e1', 'factor/e1', '', 'effect/e1 ', 'k1'])
      expect(box.open(sealed, context)).toBeNull()
  })

  it('tells contexts apart, whatever characters are in them and in the name of the key', () => {
    const contexts = ['a', '"a"', 'a","b', '\\', '\u0000', 'ä', 'a\u0308', '\ud800', '\ufffd', '__proto__']
    for (const sealedFor of contexts)
      for (const asked of contexts)
        expect(box.open(box.seal('s', sealedFor), asked)).toBe(sealedFor === asked ? 's' : null)
    const two = createSecretBox({ keys: { a: key(1), ab: key(1) }, current: 'a', random })
    const renamed = two.seal('s', 'c').replace('v1.a.', 'v1.ab.')
    expect(two.open(renamed, 'c')).toBeNull()
  })

  it('opens nothing under another key, or one that is gone', () => {
    const sealed = box.seal('token', 'c')
    expect(createSecretBox({ keys: { k1: key(2) }, current: 'k1', random }).open(sealed, 'c')).toBeNull()
    expect(createSecretBox({ keys: { k2: key(1) }, current: 'k2', random }).open(sealed, 'c')).toBeNull()
  })

  it('is rotated: old keys open what they sealed, the current one seals (MFA-16)', () => {
    const old = box.seal('token', 'c')
    const rotated = createSecretBox({ keys: { k1: key(1), k2: key(2) }, current: 'k2', random })
    expect(rotated.open(old, 'c')).toBe('token')
    const fresh = rotated.seal('token', 'c')
    expect(fresh).toMatch(/^v1\.k2\./)
    expect(box.open(fresh, 'c')).toBeNull()
    const after = createSecretBox({ keys: { k2: key(2) }, current: 'k2', random })
    expect([after.open(fresh, 'c'), after.open(old, 'c')]).toEqual(['token', null])
  })

  it('opens nothing of which a single bit was changed', () => {
    const sealed = box.seal('token', 'c')
    const [, , nonce = '', text = ''] = sealed.split('.')
    const flipped = (of: string, bit: number) => {
      const changed = bytes(of)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      return hex(changed)
    }
    for (let bit = 0; bit < nonce.length * 4; bit++)
      expect(box.open(`v1.k1.${flipped(nonce, bit)}.${text}`, 'c')).toBeNull()
    for (let bit = 0; bit < text.length * 4; bit++)
      expect(box.open(`v1.k1.${nonce}.${flipped(text, bit)}`, 'c')).toBeNull()
    for (let length = 0; length < text.length; length++)
      expect(box.open(`v1.k1.${nonce}.${text.slice(0, length)}`, 'c')).toBeNull()
  })

  const good = box.seal('token', 'c')
  it.each<unknown>([
    '',
    'token',
    'v1.k1..',
    `${good} `,
    ` ${good}`,
    `${good}\n`,
    `${good}00`,
    good.toUpperCase(),
    good.replace('v1', 'v2'),
    good.replace('k1', 'constructor'),
    good.replace('k1', '__proto__'),
    good.replace('k1', 'k'.repeat(41)),
    good.replaceAll('.', ':'),
    good.slice(3),
    `v1.k1.${'0'.repeat(24)}.${'0'.repeat(30)}`,
    'v1.'.repeat(100_000),
    `v1.k1.${'0'.repeat(24)}.${'0'.repeat(1_000_001)}`,
    undefined,
    null,
    7,
    {},
    [good],
    Symbol('x'),
  ])('gives null for what it did not seal, and never throws: %#', foreign => {
    expect(box.open(foreign as string, 'c')).toBeNull()
  })

  it('repeats no nonce in ten thousand seals', () => {
    const system = createSecretBox({ keys: { k1: key(1) }, current: 'k1', random: systemRandom })
    const nonces = Array.from({ length: 10_000 }, () => system.seal('s', 'c').split('.')[2])
    expect(new Set(nonces).size).toBe(10_000)
  })

  it('keeps to its keys, whatever becomes of the arrays that they came in', () => {
    const mine = key(3)
    const keys: Record<string, Uint8Array> = { k1: mine }
    const kept = createSecretBox({ keys, current: 'k1', random })
    const sealed = kept.seal('token', 'c')
    mine.fill(0)
    keys['k1'] = key(4)
    expect(kept.open(sealed, 'c')).toBe('token')
    expect(createSecretBox({ keys: { k1: key(3) }, current: 'k1', random }).open(kept.seal('n', 'c'), 'c')).toBe('n')
  })

  it.each<[string, unknown]>([
    ['a key of 16 bytes', { keys: { k1: key(1).slice(16) }, current: 'k1' }],
    ['a key of 33 bytes', { keys: { k1: new Uint8Array(33) }, current: 'k1' }],
    ['a key as text', { keys: { k1: 'k'.repeat(32) }, current: 'k1' }],
    ['a key as a list', { keys: { k1: Array.from({ length: 32 }, () => 1) }, current: 'k1' }],
    ['no key', { keys: {}, current: 'k1' }],
    ['a current key that there is not', { keys: { k1: key(1) }, current: 'k2' }],
    ['a current key of every object', { keys: { k1: key(1) }, current: 'constructor' }],
    ['a name with a dot', { keys: { 'k.1': key(1) }, current: 'k.1' }],
    ['a name of 41 letters', { keys: { [`${'k'.repeat(41)}`]: key(1) }, current: 'k'.repeat(41) }],
    ['an empty name', { keys: { '': key(1) }, current: '' }],
  ])('refuses %s with a TypeError', (_, options) => {
    expect(() => createSecretBox({ random, ...(options as object) } as never)).toThrow(TypeError)
  })

  it('tells no key in what it throws', () => {
    const secret = 'very-secret-key-material'
    expect(() => createSecretBox({ keys: { k1: secret as never }, current: 'k1', random })).toThrow(
      new TypeError('createSecretBox: the key k1 is not 32 bytes'),
    )
  })

  it.each([[new Uint8Array(11)], [new Uint8Array(0)], ['x'.repeat(12)], [undefined]])(
    'seals with no nonce by which it could not be opened: %#',
    nonce => {
      const weak = createSecretBox({ keys: { k1: key(1) }, current: 'k1', random: () => nonce as never })
      expect(() => weak.seal('token', 'c')).toThrow(new TypeError('createSecretBox: random gave no 12 bytes'))
    },
  )

  it('is AES-256-GCM as another implementation has it, which knows the vector of the designers (NIST SP 800-38D)', () => {
    const vector = {
      key: bytes('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'),
      nonce: bytes('cafebabefacedbaddecaf888'),
      aad: bytes('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
    }
    const plain =
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39'
    expect(hex(encrypted(vector, bytes(plain)))).toBe(
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
        '76fc6ece0f4e1768cddf8853bb2d551b',
    )
    for (let seed = 0; seed < 200; seed++) {
      const nonce = seededRandom(seed)(12)
      const own = createSecretBox({ keys: { k: key(seed) }, current: 'k', random: () => nonce })
      const secret = 'aä€😀'.repeat(seed % 40)
      const gcm = { key: key(seed), nonce, aad: aadOf('k', `c${seed}`) }
      const theirs = hex(encrypted(gcm, Buffer.from(secret)))
      const ours = own.seal(secret, `c${seed}`)
      expect(ours).toBe(`v1.k.${hex(nonce)}.${theirs}`)
      expect(Buffer.from(decrypted(gcm, bytes(ours.split('.')[3] ?? ''))).toString()).toBe(secret)
      expect(own.open(`v1.k.${hex(nonce)}.${theirs}`, `c${seed}`)).toBe(secret)
    }
  })
})

describe('ephemeralSecretBox', () => {
  it('opens what it sealed itself, and nobody else does', () => {
    const [one, other] = [ephemeralSecretBox(systemRandom), ephemeralSecretBox(systemRandom)]
    const sealed = one.seal('token', 'c')
    expect([one.open(sealed, 'c'), other.open(sealed, 'c')]).toEqual(['token', null])
  })

  it('asks for no randomness before it is needed', () => {
    const asked: number[] = []
    const lazy = ephemeralSecretBox(length => {
      asked.push(length)
      return new Uint8Array(length)
    })
    expect(asked).toEqual([])
    lazy.seal('s', 'c')
    lazy.seal('s', 'c')
    expect(asked).toEqual([32, 12, 12])
  })
})
