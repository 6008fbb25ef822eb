import type { Random } from '../../ports/system.ts'
import { formatEmailAddress } from '../email/index.ts'
import type { Env } from '../env.ts'
import {
  type EffectDraft,
  hasExpired,
  hashOfToken,
  type Instant,
  type Made,
  ok,
  put,
  type Result,
  refused,
  remove,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import type { User } from '../user/index.ts'
import type { Judgement } from './failing.ts'
import { BETWEEN_SENDS, CODE_VALID_FOR, SENDS_AN_HOUR, SENDS_COUNT_FOR, TRIES_PER_CODE } from './limits.ts'
import { type LiveChallenge, liveChallenges, type UserFactors } from './model.ts'
import { factorRefusals } from './refusals.ts'
import { isSameHash } from './same-hash.ts'

export type DeliveredKind = 'sms' | 'email_otp'

const CODE = /^[0-9]{6}$/
const CODES = 1_000_000
/** As many of the numbers of 32 bits as every code can have the same share of. */
const FAIR = Math.floor(2 ** 32 / CODES) * CODES
/** One in four thousand is drawn anew; randomness that never gives a fair number is none. */
const DRAWS = 64

/** MFA-10: six digits, each code equally likely. */
export const newCode = (random: Random): string => {
  for (let draw = 0; draw < DRAWS; draw++) {
    const [a = 0, b = 0, c = 0, d = 0] = random(4)
    const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
    if (number < FAIR) return String(number % CODES).padStart(6, '0')
  }
  throw new TypeError('random gives the same bytes again and again')
}

/** To whom a code goes. `to`: the address or the number, to which the code is bound: it is none of another one's. */
type Receiver = { readonly user: User; readonly factorId: string; readonly kind: DeliveredKind; readonly to: string }

const contextOf = ({ userId, factorId, id }: Pick<LiveChallenge, 'userId' | 'factorId' | 'id'>): string =>
  `challenge/${userId}/${factorId}/${id}`

const codeHash = (id: string, to: string, code: string): string => hashOfToken(`${id}:${to}:${code}`)

/** EML-5: the one stored address. */
export const addressOf = ({ email }: User): string => formatEmailAddress(email)

export type Sent = {
  readonly own: UserFactors
  readonly expiresAt: Instant
  readonly write: Write
  readonly effect: EffectDraft
}

/** MFA-10: a code for a factor, in place of the one before. */
export const sendCode = (
  { user, factorId, kind, to }: Receiver,
  own: UserFactors,
  env: Env,
): Result<Sent, Made<typeof factorRefusals.code_sent_lately>> => {
  const until = nextSendAt(own.sends, kind, env.now)
  if (env.now < until) return refused(factorRefusals.code_sent_lately({ until }))
  const code = newCode(env.random)
  const live = { userId: user.id, factorId, id: env.newId(), expiresAt: env.now + CODE_VALID_FOR, tries: 0 }
  const sealedCodeHash = env.secrets.seal(codeHash(live.id, to, code), contextOf(live))
  const payload = { userId: user.id, factorId, kind, expiresAt: live.expiresAt }
  return ok({
    own: { ...own, sends: [...lately(own.sends, env.now), { kind, at: env.now }] },
    expiresAt: live.expiresAt,
    write: put(liveChallenges, { ...live, sealedCodeHash }),
    effect: {
      kind: 'deliver_code',
      payload: kind === 'email_otp' ? { ...payload, email: to } : payload,
      secret: kind === 'sms' ? { code, phoneNumber: to } : { code },
    },
  })
}

type Sends = NonNullable<UserFactors['sends']>

/** INV-25: what was sent in what is now the future counts all the same. */
const lately = (sends: Sends = [], now: Instant): Sends => sends.filter(({ at }) => now - at < SENDS_COUNT_FOR)

/** Counted by kind and user, not by factor: enrolling anew is no way to have more messages sent. */
const nextSendAt = (sends: Sends | undefined, kind: DeliveredKind, now: Instant): Instant => {
  const times = lately(sends, now).flatMap(each => (each.kind === kind ? [each.at] : []))
  const sorted = times.sort((a, b) => a - b)
  const [last, first] = [sorted.at(-1), sorted.at(-SENDS_AN_HOUR)]
  return Math.max(
    last === undefined ? 0 : last + BETWEEN_SENDS,
    first === undefined || sorted.length < SENDS_AN_HOUR ? 0 : first + SENDS_COUNT_FOR,
  )
}

export type CodeRefusal = Made<
  | typeof factorRefusals.code_not_asked
  | typeof factorRefusals.code_malformed
  | typeof factorRefusals.code_wrong
  | typeof factorRefusals.factor_unreadable
>

type Right = { readonly ok: true; readonly writes: readonly Write[] }

/** INV-16. Whether a code is the one that was delivered last, to the same receiver, and was not used. */
export const judgeCode = (
  { user, factorId, kind, to }: Receiver,
  code: string,
  slice: Slice,
  env: Env,
): Right | Judgement<CodeRefusal> => {
  if (!CODE.test(code)) return refused(factorRefusals.code_malformed({ kind }))
  const asked = waitingFor(factorId, slice.get(liveChallenges, user.id, factorId), env.now)
  if (!asked.ok) return asked
  const { sealedCodeHash, ...live } = asked.value
  if (sealedCodeHash === undefined) return refused(factorRefusals.code_not_asked({ factorId, problem: 'none' }))
  const hash = env.secrets.open(sealedCodeHash, contextOf(live))
  if (hash === null) return refused(factorRefusals.factor_unreadable({ factorId }))
  return isSameHash(hash, codeHash(live.id, to, code))
    ? { ok: true, writes: [remove(liveChallenges, user.id, factorId)] }
    : { ...refused(factorRefusals.code_wrong({ kind })), counts: [missed(asked.value)] }
}

/** MFA-10: what is still waited for. */
export const waitingFor = (
  factorId: string,
  live: LiveChallenge | undefined,
  now: Instant,
): Result<LiveChallenge, Made<typeof factorRefusals.code_not_asked>> => {
  const not = (problem: 'none' | 'expired' | 'tries_over') =>
    refused(factorRefusals.code_not_asked({ factorId, problem }))
  if (!live) return not('none')
  if (hasExpired(live.expiresAt, now)) return not('expired')
  return live.tries < TRIES_PER_CODE ? ok(live) : not('tries_over')
}

/** One more wrong answer; of what failed too often nothing is kept that could be answered. */
export const missed = ({ sealedCodeHash, challengeHash, ...live }: LiveChallenge): Write => {
  const tries = live.tries + 1
  if (tries >= TRIES_PER_CODE) return put(liveChallenges, { ...live, tries })
  return put(liveChallenges, {
    ...live,
    tries,
    ...(sealedCodeHash !== undefined && { sealedCodeHash }),
    ...(challengeHash !== undefined && { challengeHash }),
  })
}
