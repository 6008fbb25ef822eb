import type { Env } from '../env.ts'
import { type Made, refused, type Slice, type Write } from '../kernel/index.ts'
import type { User } from '../user/index.ts'
import { type CeremonyRefusal, judgeCeremony } from './ceremony.ts'
import { addressOf, type CodeRefusal, judgeCode } from './delivered-code.ts'
import type { Judgement } from './failing.ts'
import type { ActiveFactor } from './model.ts'
import { factorRefusals } from './refusals.ts'
import { judgeTotp, openFactorSecret, type TotpAnswerRefusal } from './totp-secret.ts'

/** As the host verified a signature. */
export type Assertion = {
  readonly credentialId: string
  readonly counter: number
  readonly challenge: string
}

export type AnsweringRefusal =
  | TotpAnswerRefusal
  | CodeRefusal
  | CeremonyRefusal
  | Made<
      | typeof factorRefusals.answer_unfit
      | typeof factorRefusals.credential_unknown
      | typeof factorRefusals.credential_counter_behind
    >

/** `factor`: as it is once the answer was taken. */
type Right = { readonly ok: true; readonly factor: ActiveFactor; readonly writes: readonly Write[] }
type Judged = Right | Judgement<AnsweringRefusal>

const unfit = ({ kind }: ActiveFactor) => refused(factorRefusals.answer_unfit({ kind }))

/** MFA-8, MFA-10, INV-16. Whether a code answers for a factor. */
export const judgeCodeOf = (user: User, factor: ActiveFactor, code: string, slice: Slice, env: Env): Judged => {
  const used = { usedAt: env.now }
  const at = { user, factorId: factor.id }
  switch (factor.kind) {
    case 'totp': {
      const { id: factorId, lastStep } = factor
      const judged = judgeTotp({ userId: user.id, factorId, lastStep }, code, slice, env)
      return judged.ok ? { ok: true, factor: { ...factor, ...used, lastStep: judged.step }, writes: [] } : judged
    }
    case 'sms': {
      const to = openFactorSecret(user.id, factor.id, slice, env)
      if (to === null) return refused(factorRefusals.factor_unreadable({ factorId: factor.id }))
      const judged = judgeCode({ ...at, kind: factor.kind, to }, code, slice, env)
      return judged.ok ? { ...judged, factor: { ...factor, ...used } } : judged
    }
    case 'email_otp': {
      const judged = judgeCode({ ...at, kind: factor.kind, to: addressOf(user) }, code, slice, env)
      return judged.ok ? { ...judged, factor: { ...factor, ...used } } : judged
    }
    case 'webauthn':
      return unfit(factor)
  }
}

/** WebAuthn Level 3, §7.2: the key is the factor's, the challenge the live one, and the counter went on. */
export const judgeAssertion = (
  user: User,
  factor: ActiveFactor,
  { credentialId, counter, challenge }: Assertion,
  slice: Slice,
  env: Env,
): Judged => {
  if (factor.kind !== 'webauthn') return unfit(factor)
  const judged = judgeCeremony({ userId: user.id, factorId: factor.id }, challenge, slice, env)
  if (!judged.ok) return judged
  const { credential } = factor
  // What was signed once is used up, whatever else is wrong with it.
  const counts = judged.writes
  if (credentialId !== credential.id)
    return { ...refused(factorRefusals.credential_unknown({ factorId: factor.id })), counts }
  const { counter: stored } = credential
  if ((stored > 0 || counter > 0) && counter <= stored)
    return {
      ...refused(factorRefusals.credential_counter_behind({ stored, given: counter })),
      counts,
      tells: 'credential_cloned',
    }
  return {
    ok: true,
    factor: { ...factor, usedAt: env.now, credential: { ...credential, counter } },
    writes: judged.writes,
  }
}
