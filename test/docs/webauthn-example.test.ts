import { describe, expect, it } from 'vitest'
import {
  beginAuthentication,
  beginRegistration,
  finishAuthentication,
  finishRegistration,
} from '../../docs/examples/webauthn.ts'
import { type Session, unwrap } from '../../src/index.ts'
import { createAuthenticator } from '../support/authenticator.ts'
import { createWorld } from '../support/world.ts'

const acme = { rpId: 'acme.com', origin: 'https://acme.com' }

/** Somebody who has signed in with their password, and has registered a key. */
const registered = async (key = createAuthenticator(acme), world = createWorld()) => {
  const org = await world.found('Acme')
  const { charter, clock } = world
  const session: Session = { authenticated: [{ method: 'password', at: clock.now() }] }
  const who = { charter: charter as never, userId: org.adminId, session }
  const { options, waiting } = await beginRegistration(who, 'ada@acme.com')
  const confirmed = unwrap(await finishRegistration(who, waiting, key.create(options)))
  const decide = async (authenticated: Session['authenticated']) =>
    unwrap(await charter.mfa.evaluateSignIn({ userId: org.adminId, session: { authenticated } }))
  return { who, session, key, world, confirmed, factorId: waiting.factorId, decide, waiting, options }
}

describe('docs/examples/webauthn.ts', () => {
  it('makes a key a factor, whose use is two factors at once (MFA-1, MFA-7)', async () => {
    const { confirmed, decide } = await registered()
    expect(await decide([confirmed.proof])).toMatchObject({ kind: 'allow', aal: 3, amr: ['hwk', 'mfa', 'user'] })
  })

  it('says of a passkey that is synced that it is bound to no device', async () => {
    const { confirmed, decide } = await registered(createAuthenticator({ ...acme, synced: true }))
    expect(await decide([confirmed.proof])).toMatchObject({ kind: 'allow', aal: 2, amr: ['mfa', 'pop', 'user'] })
  })

  it('asks for the key at the next sign-in, and takes each answer once (INV-16)', async () => {
    const { who, key, factorId, session, decide } = await registered()
    expect(await decide(session.authenticated)).toMatchObject({
      kind: 'challenge',
      factors: [{ kind: 'webauthn', factorId }],
    })
    const { options, waiting } = await beginAuthentication(who, factorId)
    const response = key.get(options)
    const answer = unwrap(await finishAuthentication(who, waiting, response))
    if (!('proof' in answer)) throw new Error('a proof was expected')
    expect(await decide([...session.authenticated, answer.proof])).toMatchObject({ kind: 'allow' })
    expect(await finishAuthentication(who, waiting, response)).toMatchObject({
      ok: false,
      refusal: { code: 'code_not_asked' },
    })
  })

  it('takes no key of another, no other site, and no copy of the key (MFA-1)', async () => {
    const { who, key, factorId } = await registered()
    const other = createAuthenticator(acme)
    const first = await beginAuthentication(who, factorId)
    await expect(finishAuthentication(who, first.waiting, other.get(first.options))).rejects.toThrow()
    const elsewhere = createAuthenticator({ ...acme, origin: 'https://acrne.com' })
    await expect(finishAuthentication(who, first.waiting, elsewhere.get(first.options))).rejects.toThrow()
    key.turnBack(1)
    expect(await finishAuthentication(who, first.waiting, key.get(first.options))).toMatchObject({
      ok: false,
      refusal: { code: 'credential_counter_behind', facts: { stored: 1, given: 1 } },
    })
  })

  it('registers a key once, and for one user (MFA-1)', async () => {
    const { who, key, world, options, waiting } = await registered()
    expect(await finishRegistration(who, waiting, key.create(options))).toMatchObject({
      ok: false,
      refusal: { code: 'factor_active' },
    })
    const bob = await world.user('bob@acme.com', await world.found('Globex'))
    const his = { ...who, userId: bob.id }
    const begun = await beginRegistration(his, 'bob@acme.com')
    expect(await finishRegistration(his, begun.waiting, key.create(begun.options))).toMatchObject({
      ok: false,
      refusal: { code: 'credential_taken' },
    })
  })
})
