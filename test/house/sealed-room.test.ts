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

  it('decides a sign-in and checks a code', async () => {
    const answer = await inSealedRoom(`
      import { evaluateSignIn, verifyTotp } from './src/mfa.ts'
      const secret = Uint8Array.from('12345678901234567890', letter => letter.charCodeAt(0))
      const session = { authenticated: [{ method: 'password', at: 1 }] }
      export const answer = [
        evaluateSignIn({ now: 1, user: { id: 'ada', status: 'active' }, memberships: [], factors: [], session }).kind,
        verifyTotp({ secret, code: '081804', now: 1_111_111_109_000, lastStep: null }),
      ]
    `)
    expect(answer).toEqual(['allow', { ok: true, value: { step: 37_037_036 } }])
  })

  it('parses, plans and seals a command, and checks the world that it makes', async () => {
    const answer = await inSealedRoom(`
      import { verifiedEmail } from './src/core/email/index.ts'
      import { seal, sliceOf } from './src/core/kernel/index.ts'
      import { createOrganization } from './src/core/organization/use-cases/create.ts'
      import { defaultRoles } from './src/core/role/index.ts'
      import { checkInvariants, collections } from './src/core/world/index.ts'

      let id = 0
      const env = {
        now: 0,
        newId: () => \`id\${id++}\`,
        random: (bytes: number) => new Uint8Array(bytes),
        roles: defaultRoles,
        lists: { registrable: (domain: string) => domain },
      } as never
      const command = createOrganization.command.parse({
        actor: { kind: 'operator', name: 'support' },
        name: 'Acme',
        kind: 'standard',
        founders: [{ email: verifiedEmail('ada@acme.com', { by: 'mail-link' }).value }],
      })
      const reads = createOrganization.reads(command, sliceOf({ records: new Map(), lists: new Map() }, 'partial'), env)
      const slice = sliceOf({ records: new Map(reads.map(ref => [ref, undefined])), lists: new Map() }, 'whole')
      const planned = createOrganization.plan(command, slice, env)
      const decision = planned.value
      const { changes } = seal(decision, {
        action: createOrganization.name,
        actor: command.actor,
        command,
        versions: new Map(reads.map(ref => [ref, null])),
        collectionOf: (ref: string) => collections.find(({ name }) => ref.startsWith(name + '/')),
        env,
      })
      const world = changes.writes.map(({ ref, record, by }) => ({ ref, record: record ?? { count: by } }))
      const members = decision.value.members.map(({ role }) => role)
      export const answer = { members, breaches: checkInvariants(world).breaches }
    `)
    expect(answer).toEqual({ members: ['admin'], breaches: [] })
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
