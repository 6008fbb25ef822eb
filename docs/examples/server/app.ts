import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { type Charter, publicOutcome, type Session } from 'orgcharter'
import { allowedDuring, type MfaAct, type SignInDecision } from 'orgcharter/mfa'
import type { Kept, Sessions } from './sessions.ts'

/**
 * `passwordOf`: whatever verifies a password, and says whose it is: here a stub, in yours argon2id or your identity
 * provider. `organizationId`: the one organization of this server.
 */
export type Parts = {
  readonly charter: Charter
  readonly sessions: Sessions
  readonly organizationId: string
  readonly now: () => number
  readonly userOf: (email: string, password: string) => string | undefined
}

const SESSION = 'session'
const DEVICE = 'device'
/** 400 days: no browser keeps a cookie longer. */
const LONGEST = 34_560_000_000
const COOKIE = { httpOnly: true, sameSite: 'Lax', secure: true, path: '/' } as const

type Variables = { name: string; kept: Kept; decision: SignInDecision }

/** A server that signs people in with a password and a second factor, and lets nobody in before it is set up. */
export const createApp = ({ charter, sessions, organizationId, now, userOf }: Parts) => {
  const app = new Hono<{ Variables: Variables }>()

  const decisionOn = async ({ userId, session }: Kept): Promise<SignInDecision | undefined> => {
    const answer = await charter.mfa.evaluateSignIn({ userId, organizationId, session })
    return answer.ok ? answer.value : undefined
  }

  /** The one gate. What a route is called is what it needs; a state in which not all is allowed names what is. */
  const needs =
    (act: MfaAct | 'everything') => async (c: Context<{ Variables: Variables }>, next: () => Promise<void>) => {
      const name = getCookie(c, SESSION)
      const kept = sessions.get(name)
      if (!name || !kept) return c.json({ error: 'sign_in' }, 401)
      const decision = await decisionOn(kept)
      if (!decision) return c.json({ error: 'not_possible' }, 403)
      const allowed = allowedDuring(decision.kind)
      if (allowed !== 'everything' && (act === 'everything' || !allowed.includes(act)))
        return c.json({ error: decision.kind, decision: shown(decision) }, 403)
      c.set('name', name)
      c.set('kept', kept)
      c.set('decision', decision)
      return next()
    }

  const renew = (c: Context<{ Variables: Variables }>, session: Session): Kept => {
    const kept = { userId: c.get('kept').userId, session }
    setCookie(c, SESSION, sessions.renew(c.get('name'), kept), COOKIE)
    return kept
  }

  const adding = ({ session }: Kept, proof: Session['authenticated'][number]): Session => ({
    ...session,
    authenticated: [...session.authenticated, proof],
  })

  /** The browser keeps the token for as long as it may count, also when it is closed. */
  const remember = (c: Context, { token, until }: { readonly token: string; readonly until: number }) =>
    setCookie(c, DEVICE, token, { ...COOKIE, expires: new Date(Math.min(until, now() + LONGEST)) })

  app.post('/login', async c => {
    const { email, password } = await c.req.json<{ email: string; password: string }>()
    const userId = userOf(email, password)
    if (userId === undefined) return c.json({ error: 'not_possible' }, 401)
    const actor = { kind: 'user', userId } as const
    let session: Session = { authenticated: [{ method: 'password', at: now() }] }
    // A device that was remembered shows a token, which is good for one time, and is given the next.
    const token = getCookie(c, DEVICE)
    if (token !== undefined) {
      const answer = await charter.mfa.answer({ actor, session, answer: { kind: 'device', token } })
      if (answer.ok && answer.value.kind === 'device') {
        session = { ...session, rememberedDevice: answer.value.rememberedDevice }
        remember(c, answer.value)
      }
    }
    const kept = { userId, session }
    const decision = await decisionOn(kept)
    if (!decision || decision.kind === 'deny') return c.json({ error: 'not_possible' }, 403)
    setCookie(c, SESSION, sessions.begin(kept), COOKIE)
    return c.json(shown(decision))
  })

  app.post('/logout', c => {
    sessions.end(getCookie(c, SESSION) ?? '')
    return c.json({})
  })

  app.post('/mfa/enroll', needs('mfa.enroll'), async c => {
    const { userId, session } = c.get('kept')
    const actor = { kind: 'user', userId } as const
    // Ours last: nobody says in a body who they are. What else is in it, and has no place there, is refused.
    return c.json(publicOutcome(await charter.mfa.enroll({ ...(await c.req.json()), actor, session })))
  })

  app.post('/mfa/confirm', needs('mfa.confirm'), async c => {
    const { factorId, code } = await c.req.json()
    const kept = c.get('kept')
    const answer = await charter.mfa.confirm({ actor: { kind: 'user', userId: kept.userId }, factorId, code })
    // To confirm a factor is to use it.
    if (answer.ok) renew(c, adding(kept, answer.value.proof))
    return c.json(publicOutcome(answer))
  })

  app.post('/mfa/challenge', needs('mfa.challenge'), async c => {
    const { factorId } = await c.req.json()
    const { userId, session } = c.get('kept')
    return c.json(publicOutcome(await charter.mfa.challenge({ actor: { kind: 'user', userId }, factorId, session })))
  })

  app.post('/mfa/answer', needs('mfa.answer'), async c => {
    const kept = c.get('kept')
    const { userId, session } = kept
    const actor = { kind: 'user', userId } as const
    const answer = await charter.mfa.answer({ actor, session, answer: await c.req.json() })
    if (!answer.ok || answer.value.kind === 'device') return c.json(publicOutcome(answer), answer.ok ? 200 : 403)
    const decision = await decisionOn(renew(c, adding(kept, answer.value.proof)))
    return c.json({ ok: true, value: decision && shown(decision) })
  })

  app.post('/mfa/trust-device', needs('everything'), async c => {
    const { userId, session } = c.get('kept')
    const actor = { kind: 'user', userId } as const
    const answer = await charter.mfa.trustDevice({ actor, session, organizationId })
    if (answer.ok) remember(c, answer.value)
    return c.json({ ok: answer.ok })
  })

  app.post('/mfa/recovery-codes', needs('everything'), async c => {
    const { userId, session } = c.get('kept')
    return c.json(publicOutcome(await charter.mfa.recoveryCodes({ actor: { kind: 'user', userId }, session })))
  })

  app.post('/policy', needs('everything'), async c => {
    const { userId, session } = c.get('kept')
    const policy = await c.req.json()
    const answer = await charter.mfa.setPolicy({ actor: { kind: 'user', userId }, organizationId, policy, session })
    return c.json(answer.ok ? { ok: true } : answer, answer.ok ? 200 : 403)
  })

  app.get('/projects', needs('everything'), async c => {
    const actor = { kind: 'user', userId: c.get('kept').userId } as const
    return c.json(publicOutcome(await charter.projects.list({ actor, organizationId })))
  })

  return app
}

/** What a browser needs of a decision: why it was made is the host's. */
const shown = (decision: SignInDecision) => ({
  kind: decision.kind,
  ...('factors' in decision && { factors: decision.factors }),
  ...('deadline' in decision && { deadline: decision.deadline }),
})
