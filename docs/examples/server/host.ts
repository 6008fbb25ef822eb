import { randomBytes } from 'node:crypto'
import { type Charter, createCharter, createSecretBox, unwrap, verifiedEmail } from 'orgcharter'
import { createMemoryStore } from 'orgcharter/memory'
import { createSessions } from './sessions.ts'

const operator = { kind: 'operator', name: 'the server' } as const

/** Who reads what your own staff is told. */
const SUPPORT = 'support@acme.com'

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

/** Everybody who administers an organization, page by page; nobody does while it is archived. */
const adminsOf = async (charter: Charter, id: string): Promise<readonly string[]> => {
  const asked = { actor: operator, permission: 'settings.write', resource: { kind: 'organization', id } } as const
  const admins: string[] = []
  let after: string | undefined
  do {
    const page = await charter.access.whoCan({ ...asked, ...(after !== undefined && { after }) })
    if (!page.ok) break
    admins.push(...page.value.items.map(({ userId }) => userId))
    after = page.value.next
  } while (after !== undefined)
  return admins
}

/** The worker of the outbox: it does what each effect asks for, and then says so. Call it after requests, and every second. */
const deliver = async (charter: Charter, mailbox: Sent[], endAllOf: (userId: string) => void): Promise<void> => {
  const effects = unwrap(await charter.effects.take({ actor: operator, limit: 100 }))
  for (const { kind, payload, secret, organizationId } of effects) {
    const to = text(secret?.['phoneNumber'] ?? payload['email'] ?? payload['userId'])
    if (kind === 'deliver_code') mailbox.push({ to, kind, code: text(secret?.['code']) })
    else if (kind === 'end_sessions' || kind === 'rotate_sessions') endAllOf(text(payload['userId']))
    else {
      const about = text(payload['about']) || kind
      // What admins are told is about somebody else.
      const told =
        kind === 'notify_admins' && organizationId !== undefined
          ? await adminsOf(charter, organizationId)
          : [kind === 'notify_operator' ? SUPPORT : to]
      mailbox.push(...told.map(each => ({ to: each, kind: about })))
    }
  }
  if (effects.length > 0)
    unwrap(await charter.effects.acknowledge({ actor: operator, ids: effects.map(({ id }) => id) }))
}
