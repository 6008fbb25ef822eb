import { describe, expect, it } from 'vitest'
import { inSealedRoom } from './sealed-room.ts'

const RULES = `[
  { organizationId: 'acme', domain: 'acme.com', match: 'subdomains', role: 'internal' },
  { organizationId: 'acme', domain: 'vendor.example', match: 'exact', role: 'workforce' },
]`

describe('the core, where clock, chance and the outside throw', () => {
  it('reads an address', async () => {
    const answer = await inSealedRoom(`
      import { parseEmailAddress } from './src/core/email/index.ts'
      export const answer = [parseEmailAddress('Grace@EU.acme.com'), parseEmailAddress('grace@@acme.com').ok]
    `)
    expect(answer).toEqual([{ ok: true, value: { local: 'Grace', domain: 'eu.acme.com' } }, false])
  })

  it('resolves a role', async () => {
    const answer = await inSealedRoom(`
      import { createRoleResolver } from './src/core/role/resolve/index.ts'
      export const answer = createRoleResolver(${RULES}).resolve('grace@eu.acme.com')
    `)
    expect(answer).toMatchObject({ ok: true, matches: [{ organizationId: 'acme', role: 'internal' }] })
  })

  it('checks a world', async () => {
    const answer = await inSealedRoom(`
      import { checkInvariants } from './src/core/world/index.ts'
      export const answer = checkInvariants({})
    `)
    expect(answer).toEqual({ breaches: [] })
  })

  it.each([
    ['Date.now()', 'Date.now'],
    ['new Date()', 'new Date()'],
    ['Date()', 'Date()'],
    ['Math.random()', 'Math.random'],
    ['typeof fetch', 'fetch'],
    ['crypto.randomUUID()', 'crypto'],
    ['setTimeout(() => 1)', 'setTimeout'],
    ['process.env', 'process'],
  ])('would be told by %s', async (code, what) => {
    await expect(inSealedRoom(`export const answer = ${code}`)).rejects.toThrow(`${what} was asked for`)
  })
})
