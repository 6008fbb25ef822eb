import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { generateSync } from 'otplib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../docs/examples/server/app.ts'
import { createHost } from '../../docs/examples/server/host.ts'
import { unwrap, verifiedEmail } from '../../src/index.ts'

const START = 1_790_000_000_000
const STEP = 30_000
const REQUIRED = { mode: 'required', factors: ['totp', 'email_otp'], rememberedDevices: 86_400_000 }

type Answered = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

/** As much of a browser as signing in takes: it keeps cookies, and sends them back. */
const browserAt = (origin: string, cookies = new Map<string, string>(), ends = new Map<string, number>()) => ({
  cookies,
  /** Until when it keeps them; the others until it is closed. */
  ends,
  async send(path: string, body?: object): Promise<Answered> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${origin}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { cookie, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
      const [, expires] = /; Expires=([^;]*)/.exec(set) ?? []
      if (expires !== undefined) ends.set(name, Date.parse(expires))
    }
    return { status: response.status, body: (await response.json()) as Answered['body'] }
  },
})

describe('the example server, over HTTP', () => {
  let now = START
  let host: Awaited<ReturnType<typeof createHost>>
  let server: ReturnType<typeof serve>
  let origin: string

  beforeEach(async () => {
    now = START
    host = await createHost(() => now)
    server = serve({ fetch: createApp(host).fetch, port: 0, hostname: '127.0.0.1' })
    await new Promise<void>(resolve => server.once('listening', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise(resolve => server.close(resolve)))

  const codeOf = (secret: unknown) => generateSync({ secret: String(secret), epoch: now / 1_000 })
  const login = (browser: ReturnType<typeof browserAt>, name: string) =>
    browser.send('/login', { email: `${name}@acme.com`, password: 'correct horse' })

  /** Signs in, and enrols an authenticator app. */
  const withApp = async (name: string) => {
    const browser = browserAt(origin)
    await login(browser, name)
    const enrolled = (await browser.send('/mfa/enroll', { kind: 'totp', label: 'phone' })).body['value'] as {
      factorId: string
      secret: string
      uri: string
      qr: string
    }
    const confirmed = await browser.send('/mfa/confirm', {
      factorId: enrolled.factorId,
      code: codeOf(enrolled.secret),
    })
    return { browser, enrolled, confirmed }
  }

  /** Ada has an app, and has MFA required. */
  const required = async () => {
    const ada = await withApp('ada')
    expect(ada.confirmed.body).toMatchObject({ ok: true })
    expect(await ada.browser.send('/policy', REQUIRED)).toMatchObject({ status: 200, body: { ok: true } })
    return ada
  }

  it('lets people in by their password as long as nothing more is asked', async () => {
    const browser = browserAt(origin)
    expect(await browser.send('/projects')).toMatchObject({ status: 401 })
    expect(await browser.send('/login', { email: 'ada@acme.com', password: 'wrong' })).toMatchObject({ status: 401 })
    expect(await login(browser, 'ada')).toMatchObject({ status: 200, body: { kind: 'allow' } })
    expect(await browser.send('/projects')).toMatchObject({ status: 200, body: { ok: true } })
    await browser.send('/logout', {})
    expect(await browser.send('/projects')).toMatchObject({ status: 401 })
  })

  it('lets no admin require what they have not set up themselves (MFA-14)', async () => {
    const browser = browserAt(origin)
    await login(browser, 'ada')
    expect(await browser.send('/policy', REQUIRED)).toMatchObject({
      status: 403,
      body: { refusal: { code: 'policy_locks_out' } },
    })
  })

  it('lets whoever must enrol do that, and nothing else, until it is done (MFA-3)', async () => {
    await required()
    const bob = browserAt(origin)
    expect(await login(bob, 'bob')).toMatchObject({ body: { kind: 'require_enrollment' } })
    expect(await bob.send('/projects')).toMatchObject({ status: 403, body: { error: 'require_enrollment' } })
    expect(await bob.send('/mfa/answer', { kind: 'recovery_code', code: 'a' })).toMatchObject({ status: 403 })
    const { body } = await bob.send('/mfa/enroll', { kind: 'totp' })
    const { factorId, secret, uri, qr } = body['value'] as Record<string, string>
    expect(new URL(uri ?? '').searchParams.get('secret')).toBe(secret)
    expect(uri).toMatch(/^otpauth:\/\/totp\/Acme:bob(%40|@)acme\.com\?/)
    expect(qr).toMatch(/^<svg/)
    expect(await bob.send('/projects')).toMatchObject({ status: 403 })
    expect((await bob.send('/mfa/confirm', { factorId, code: codeOf(secret) })).body).toMatchObject({ ok: true })
    expect(await bob.send('/projects')).toMatchObject({ status: 200, body: { ok: true } })
  })

  it('asks for a code at the next sign-in, takes each once, and tells nobody what was wrong (MFA-8, AUD-8)', async () => {
    const { enrolled } = await required()
    const { factorId, secret } = enrolled
    const browser = browserAt(origin)
    expect(await login(browser, 'ada')).toMatchObject({
      body: { kind: 'challenge', factors: [{ kind: 'totp', factorId }] },
    })
    expect(await browser.send('/projects')).toMatchObject({ status: 403, body: { error: 'challenge' } })
    const no = { status: 403, body: { ok: false, refusal: { code: 'not_possible' } } }
    // The one by which the app was confirmed is used up.
    expect(await browser.send('/mfa/answer', { kind: 'code', factorId, code: codeOf(secret) })).toMatchObject(no)
    now += STEP
    const code = codeOf(secret)
    const wrong = code === '000000' ? '000001' : '000000'
    expect(await browser.send('/mfa/answer', { kind: 'code', factorId, code: wrong })).toMatchObject(no)
    expect(await browser.send('/mfa/answer', { kind: 'code', factorId, code })).toMatchObject({
      body: { ok: true, value: { kind: 'allow' } },
    })
    expect(await browser.send('/projects')).toMatchObject({ status: 200 })
    const thief = browserAt(origin)
    await login(thief, 'ada')
    expect(await thief.send('/mfa/answer', { kind: 'code', factorId, code })).toMatchObject(no)
  })

  it('locks out whoever guesses, the right code included, and says until when to nobody (MFA-9)', async () => {
    const { enrolled } = await required()
    const { factorId, secret } = enrolled
    now += STEP
    const browser = browserAt(origin)
    await login(browser, 'ada')
    const right = codeOf(secret)
    for (let guess = 0; guess < 5; guess++) {
      const code = String((Number(right) + 1 + guess) % 1_000_000).padStart(6, '0')
      expect(await browser.send('/mfa/answer', { kind: 'code', factorId, code })).toMatchObject({ status: 403 })
    }
    expect(await browser.send('/mfa/answer', { kind: 'code', factorId, code: right })).toMatchObject({ status: 403 })
    expect(await login(browserAt(origin), 'ada')).toMatchObject({ status: 403, body: { error: 'not_possible' } })
    await host.deliver()
    expect(host.mailbox.map(({ kind }) => kind)).toContain('factors_locked')
    now += 15 * 60_000
    const later = browserAt(origin)
    await login(later, 'ada')
    expect(await later.send('/mfa/answer', { kind: 'code', factorId, code: codeOf(secret) })).toMatchObject({
      body: { ok: true, value: { kind: 'allow' } },
    })
  })

  it('delivers codes by the outbox, to the stored address (MFA-10, EML-5)', async () => {
    await required()
    const bob = browserAt(origin)
    await login(bob, 'bob')
    const { body } = await bob.send('/mfa/enroll', { kind: 'email_otp' })
    const { factorId } = body['value'] as Record<string, string>
    await host.deliver()
    const sent = host.mailbox.find(({ kind }) => kind === 'deliver_code')
    expect(sent?.to).toBe('bob@acme.com')
    expect(JSON.stringify(body)).not.toContain(sent?.code)
    expect((await bob.send('/mfa/confirm', { factorId, code: sent?.code })).body).toMatchObject({ ok: true })
    expect(await bob.send('/projects')).toMatchObject({ status: 200 })
  })

  it('tells every admin what is for the admins, and its own staff what is for the operator (AUD-7)', async () => {
    const { charter, organizationId } = host
    const actor = { kind: 'operator', name: 'test' } as const
    const proven = (address: string) => unwrap(verifiedEmail(address, { by: 'mail-link' }))
    const founders = [{ email: proven('hank@globex.com') }]
    const globex = unwrap(await charter.organizations.create({ actor, name: 'Globex', kind: 'standard', founders }))
    const resource = { kind: 'organization', id: organizationId } as const
    const acme = unwrap(await charter.access.whoCan({ actor, permission: 'settings.write', resource }))
    const rule = { actor, domain: 'vendor.com', match: 'exact', role: 'internal', joining: 'approval' } as const
    const claims = [organizationId, globex.organization.id].map(id => ({ ...rule, organizationId: id }))
    const added = await Promise.all(claims.map(claim => charter.domainRules.add(claim)))
    const records = added.map(each => unwrap(each).challenge.value)
    const prove = (id = '') =>
      charter.domainRules.prove({
        actor,
        organizationId: id,
        domain: 'vendor.com',
        proof: { kind: 'dns_txt', records },
      })
    unwrap(await prove(organizationId))
    const { user } = unwrap(await charter.users.signUp({ email: proven('vera@vendor.com') }))
    unwrap(await prove(globex.organization.id))
    await host.deliver()
    const told = (what: string) => host.mailbox.filter(({ kind }) => kind === what).map(({ to }) => to)
    const admins = acme.items.map(({ userId }) => userId)
    expect(admins).toHaveLength(2)
    expect(told('join_request').sort()).toEqual([...admins].sort())
    expect(told('join_request')).not.toContain(user.id)
    // Whoever disputes it knows already.
    expect(told('domain_disputed').sort()).toEqual([...admins, 'support@acme.com'].sort())
  })

  it('asks a remembered device for nothing more, each token being good for one time (MFA-13)', async () => {
    const { browser, enrolled } = await required()
    expect((await browser.send('/mfa/trust-device', {})).body).toEqual({ ok: true })
    const token = browser.cookies.get('device')
    const until = now + REQUIRED.rememberedDevices
    expect(browser.ends).toEqual(new Map([['device', until]]))
    browser.ends.clear()
    now += STEP
    expect(await login(browser, 'ada')).toMatchObject({ body: { kind: 'allow' } })
    expect(browser.cookies.get('device')).not.toBe(token)
    expect(browser.ends).toEqual(new Map([['device', until]]))
    const thief = browserAt(origin, new Map([['device', token ?? '']]))
    expect(await login(thief, 'ada')).toMatchObject({ body: { kind: 'challenge' } })
    const other = browserAt(origin)
    expect(await login(other, 'ada')).toMatchObject({ body: { kind: 'challenge' } })
    // With another factor than when it was trusted, it is a device as any other.
    await other.send('/mfa/answer', { kind: 'code', factorId: enrolled.factorId, code: codeOf(enrolled.secret) })
    const more = (await other.send('/mfa/enroll', { kind: 'totp' })).body['value'] as Record<string, string>
    await other.send('/mfa/confirm', { factorId: more['factorId'], code: codeOf(more['secret']) })
    expect(await login(browser, 'ada')).toMatchObject({ body: { kind: 'challenge' } })
  })

  it('takes a recovery code once (MFA-11)', async () => {
    const { browser } = await required()
    const made = (await browser.send('/mfa/recovery-codes', {})).body['value'] as { codes: readonly string[] }
    const [code] = made.codes
    const lost = browserAt(origin)
    await login(lost, 'ada')
    expect((await lost.send('/mfa/answer', { kind: 'recovery_code', code })).body).toMatchObject({
      ok: true,
      value: { kind: 'allow' },
    })
    const again = browserAt(origin)
    await login(again, 'ada')
    expect(await again.send('/mfa/answer', { kind: 'recovery_code', code })).toMatchObject({ status: 403 })
  })
})
