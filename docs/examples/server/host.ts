import { randomBytes } from 'node:crypto'
import { type Charter, createCharter, createSecretBox, unwrap, verifiedEmail } from 'orgcharter'
import { createMemoryStore } from 'orgcharter/memory'
import { createSessions } from './sessions.ts'

const operator = { kind: 'operator', name: 'the server' } as const

/** What was sent to somebody: in yours a mail, or a text message. */
export type Sent = { readonly to: string; readonly kind: string; readonly code?: string | undefined }

/** The parts of the server, with one organization, Ada, its admin, and Bob, and a mailbox that can be looked into. */
export const createHost = async (now: () => number) => {
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
  // The key comes from your key management, and not from here: what it sealed is of use for as long as it is there.
  const secrets = createSecretBox({ keys: { k1: random(32) }, current: 'k1', random })
  const charter = createCharter({ store: createMemoryStore(), clock: now, secrets, mfa: { issuer: 'Acme' } })
  const founders = ['ada@acme.com', 'bob@acme.com'].map(address => ({
    email: unwrap(verifiedEmail(address, { by: 'mail-link' })),
  }))
  const created = await charter.organizations.create({ actor: operator, name: 'Acme', kind: 'standard', founders })
  const { organization, members } = unwrap(created)
  const [ada, bob] = members.map(({ userId }) => userId)
  if (!ada || !bob) throw new Error('there are two founders')
  const users = new Map<string, string>([
    ['ada@acme.com', ada],
    ['bob@acme.com', bob],
  ])
  const sessions = createSessions(now)
  const mailbox: Sent[] = []
  return {
    charter,
    sessions,
    organizationId: organization.id,
    now,
    mailbox,
    // A stub: every password is the same.
    userOf: (email: string, password: string) => (password === 'correct horse' ? users.get(email) : undefined),
    deliver: () => deliver(charter, mailbox, userId => sessions.endAllOf(userId)),
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The worker of the outbox: it does what each effect asks for, and then says so. Call it after requests, and every second. */
const deliver = async (charter: Charter, mailbox: Sent[], endAllOf: (userId: string) => void): Promise<void> => {
  const effects = unwrap(await charter.effects.take({ actor: operator, limit: 100 }))
  for (const { kind, payload, secret } of effects) {
    const to = text(secret?.['phoneNumber'] ?? payload['email'] ?? payload['userId'])
    if (kind === 'deliver_code') mailbox.push({ to, kind, code: text(secret?.['code']) })
    else if (kind === 'end_sessions' || kind === 'rotate_sessions') endAllOf(text(payload['userId']))
    else mailbox.push({ to, kind: text(payload['about']) || kind })
  }
  if (effects.length > 0)
    unwrap(await charter.effects.acknowledge({ actor: operator, ids: effects.map(({ id }) => id) }))
}
