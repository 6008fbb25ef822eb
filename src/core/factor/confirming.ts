import type { Env } from '../env.ts'
import { type Made, put, refused, type Slice, type UserId, type Write } from '../kernel/index.ts'
import type { User } from '../user/index.ts'
import { lasting } from './activate.ts'
import { type CeremonyRefusal, judgeCeremony } from './ceremony.ts'
import { addressOf, type CodeRefusal, judgeCode } from './delivered-code.ts'
import type { Judgement } from './failing.ts'
import { type ActiveFactor, credentialHolders, type PendingFactor, type WebauthnCredential } from './model.ts'
import { factorRefusals } from './refusals.ts'
import { credentialDigest } from './revoke.ts'
import { judgeTotp, openFactorSecret, type TotpAnswerRefusal } from './totp-secret.ts'

/** As the host verified a registration. */
export type Registered = WebauthnCredential & {
  readonly challenge: string
  readonly userVerified?: boolean | undefined
}

/** What a user gives to confirm a factor: a code, or what the host verified of a registration. */
export type Given = {
  readonly code?: string | undefined
  readonly credential?: Registered | undefined
}

export type ConfirmingRefusal =
  | TotpAnswerRefusal
  | CodeRefusal
  | CeremonyRefusal
  | Made<typeof factorRefusals.answer_unfit | typeof factorRefusals.credential_taken>

type Right = { readonly ok: true; readonly active: ActiveFactor; readonly writes: readonly Write[] }
type Judged = Right | Judgement<ConfirmingRefusal>

/** MFA-1, INV-16. Whether what was given is of the factor that waits; if so the factor as it is from now on. */
export const judgeConfirming = (user: User, factor: PendingFactor, given: Given, slice: Slice, env: Env): Judged => {
  const { code, credential } = given
  if (factor.kind === 'webauthn') {
    if (!credential || code !== undefined) return unfit(factor)
    return judgeRegistration(user.id, factor, credential, slice, env)
  }
  if (code === undefined || credential) return unfit(factor)
  const since = { ...lasting(factor), status: 'active', confirmedAt: env.now } as const
  switch (factor.kind) {
    case 'totp': {
      const judged = judgeTotp({ userId: user.id, factorId: factor.id, lastStep: null }, code, slice, env)
      return judged.ok ? { ok: true, active: { ...since, kind: 'totp', lastStep: judged.step }, writes: [] } : judged
    }
    case 'sms': {
      const to = openFactorSecret(user.id, factor.id, slice, env)
      if (to === null) return refused(factorRefusals.factor_unreadable({ factorId: factor.id }))
      const judged = judgeCode({ user, factorId: factor.id, kind: 'sms', to }, code, slice, env)
      const active = { ...since, kind: 'sms', hint: factor.hint } as const
      return judged.ok ? { ...judged, active } : judged
    }
    case 'email_otp': {
      const at = { user, factorId: factor.id, kind: 'email_otp', to: addressOf(user) } as const
      const judged = judgeCode(at, code, slice, env)
      return judged.ok ? { ...judged, active: { ...since, kind: 'email_otp' } } : judged
    }
  }
}

const unfit = ({ kind }: PendingFactor) => refused(factorRefusals.answer_unfit({ kind }))

/** WebAuthn Level 3, §7.1 step 26: a credential is of one factor, whoever's. */
const judgeRegistration = (
  userId: UserId,
  factor: PendingFactor,
  { challenge, userVerified: _, ...credential }: Registered,
  slice: Slice,
  env: Env,
): Judged => {
  const judged = judgeCeremony({ userId, factorId: factor.id }, challenge, slice, env)
  if (!judged.ok) return judged
  const digest = credentialDigest(credential.id)
  if (slice.get(credentialHolders, digest)) return refused(factorRefusals.credential_taken({}))
  const status = { status: 'active', confirmedAt: env.now } as const
  return {
    ok: true,
    active: { ...lasting(factor), ...status, kind: 'webauthn', credential },
    writes: [...judged.writes, put(credentialHolders, { digest, userId, factorId: factor.id })],
  }
}
