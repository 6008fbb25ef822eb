/**
 * What it costs to decide a sign-in, and to check a code beside otplib, whose answer is compared before anything is timed.
 */
import { createHmac } from 'node:crypto'
import { verifySync } from 'otplib'
import { evaluateSignIn, type Hmac, type SignInFacts, type SignInMembership, verifyTotp } from '../../src/mfa.ts'

/** Medians in nanoseconds for one question, how many a second that is, and how many times as long as ours it takes. */
export type MfaRow = { readonly asked: string; readonly ns: number; readonly perSecond: number; readonly ratio: number }

const NOW = 1_800_000_000_000
const ROUNDS = 25
const HOUR = 3_600_000

// What is counted is printed, so that no call can be optimized away.
export const decided = { count: 0 }

const memberOf = (index: number): SignInMembership => ({
  organizationId: `organization-${index}`,
  policy: {
    mode: index % 2 ? 'optional' : 'required',
    factors: ['totp', 'webauthn', 'sms'],
    grace: HOUR,
    maxAge: 12 * HOUR,
    rememberedDevices: 24 * HOUR,
    exemptions: [{ userId: 'somebody', until: NOW, reason: 'a lost phone' }],
  },
  status: 'active',
  type: index === 0 ? 'internal' : 'workforce',
  isHome: index === 0,
  memberSince: NOW - 1_000 * HOUR,
})

const memberships = [0, 1, 2, 3, 4].map(memberOf)
const factors = (['totp', 'webauthn', 'sms', 'email_otp', 'recovery_code'] as const).map(
  kind => ({ id: `the-${kind}`, kind, status: 'active' }) as const,
)

/** Somebody with five factors and five organizations, who enters one of them: before and after the second factor. */
const signIns: readonly SignInFacts[] = [1, 2, 3, 4].flatMap(index =>
  [[], [{ method: 'totp', at: NOW, factorId: 'the-totp' } as const]].map(more => ({
    ...{ now: NOW, user: { id: 'ada', status: 'active' as const }, memberships, factors },
    entering: `organization-${index}`,
    session: { authenticated: [{ method: 'password', at: NOW } as const, ...more] },
  })),
)

const secret = new TextEncoder().encode('12345678901234567890')
const native: Hmac = (algorithm, key, message) => createHmac(algorithm, key).update(message).digest()

type Candidate = { readonly asked: string; readonly answer: (index: number) => boolean }

const signIn: Candidate = {
  asked: 'evaluateSignIn, 5 organizations and 5 factors',
  answer: index => evaluateSignIn(signIns[index % signIns.length] as SignInFacts).kind === 'allow',
}

// One right code in eight: most of what is checked is guessed.
const codes = Array.from({ length: 8 }, (_, index) => (index === 0 ? '768147' : `${100_000 + index}`))
const codeAt = (index: number) => codes[index % codes.length] ?? ''

const totp: readonly Candidate[] = [
  {
    asked: 'verifyTotp, window 1',
    answer: index => verifyTotp({ secret, code: codeAt(index), now: NOW, lastStep: null }).ok,
  },
  {
    asked: 'verifyTotp, window 1, with the HMAC of Node',
    answer: index => verifyTotp({ secret, code: codeAt(index), now: NOW, lastStep: null, hmac: native }).ok,
  },
  {
    asked: 'otplib, verifySync, window 1',
    answer: index => verifySync({ secret, token: codeAt(index), epoch: NOW / 1_000, epochTolerance: 30 }).valid,
  },
]

const nanoseconds = ({ answer }: Candidate, count: number): number => {
  const start = process.hrtime.bigint()
  for (let index = 0; index < count; index++) if (answer(index)) decided.count++
  return Number(process.hrtime.bigint() - start) / count
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const compare = (candidates: readonly Candidate[], batch: number): readonly MfaRow[] => {
  const times = candidates.map(() => [] as number[])
  for (let round = 0; round < ROUNDS; round++) {
    const turns = candidates.map((candidate, index) => ({ candidate, index }))
    for (const { candidate, index } of round % 2 ? turns : turns.reverse())
      times[index]?.push(nanoseconds(candidate, batch))
  }
  const [ours = Number.NaN] = times.map(median)
  return candidates.map(({ asked }, index) => {
    const ns = median(times[index] ?? [])
    return { asked, ns, perSecond: 1e9 / ns, ratio: ns / ours }
  })
}

const assertAgreement = (): void => {
  for (const index of codes.keys()) {
    const answers = totp.map(({ answer }) => answer(index))
    if (new Set(answers).size !== 1) throw new Error(`they do not agree on ${codeAt(index)}: ${answers.join(', ')}`)
    if (answers[0] !== (index === 0)) throw new Error(`${codeAt(index)} is ${answers[0] ? '' : 'not '}accepted`)
  }
}

/** Runs all of them, `batch` questions a round. */
export const bench = async (batch = 20_000): Promise<readonly MfaRow[]> => {
  assertAgreement()
  return [...compare([signIn], batch * 5), ...compare(totp, batch)]
}
