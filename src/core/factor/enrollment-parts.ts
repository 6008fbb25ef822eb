import type { Env } from '../env.ts'
import { type EffectDraft, type Made, ok, type Result, type Slice, type Write } from '../kernel/index.ts'
import { organizations } from '../organization/index.ts'
import type { User } from '../user/index.ts'
import { newCeremony } from './ceremony.ts'
import { addressOf, sendCode } from './delivered-code.ts'
import type { PendingFactor, UserFactors } from './model.ts'
import type { factorRefusals } from './refusals.ts'
import { newTotpSecret, sealFactorSecret } from './totp-secret.ts'
import type { Enrolled } from './values.ts'

export type Begun = { readonly user: User; readonly own: UserFactors; readonly factor: PendingFactor }

/** What a factor has of its own: what is shown, what is stored apart, and what is sent. */
export type Parts = {
  readonly value: Enrolled
  readonly own: UserFactors
  readonly writes: readonly Write[]
  readonly effects: readonly EffectDraft[]
}

/** What the user needs to confirm a factor. */
export const partsOf = (
  begun: Begun,
  phoneNumber: string | undefined,
  slice: Slice,
  env: Env,
): Result<Parts, Made<typeof factorRefusals.code_sent_lately>> => {
  const { user, own, factor } = begun
  const at = { factorId: factor.id, expiresAt: factor.expiresAt }
  switch (factor.kind) {
    case 'totp': {
      const home = slice.get(organizations, user.homeOrganizationId)?.name ?? ''
      const { hex, shown } = newTotpSecret(user, home, env)
      const writes = [sealFactorSecret(hex, user.id, factor.id, env)]
      return ok({ value: { ...at, kind: 'totp', ...shown }, own, writes, effects: [] })
    }
    case 'webauthn': {
      const { challenge, expiresAt, write } = newCeremony({ userId: user.id, factorId: factor.id }, env)
      const value = { ...at, kind: factor.kind, challenge, answerBy: expiresAt }
      return ok({ value, own, writes: [write], effects: [] })
    }
    case 'sms':
    case 'email_otp': {
      const to = factor.kind === 'sms' ? (phoneNumber ?? '') : addressOf(user)
      const sent = sendCode({ user, factorId: factor.id, kind: factor.kind, to }, own, env)
      if (!sent.ok) return sent
      const { expiresAt: answerBy, write, effect } = sent.value
      const value =
        factor.kind === 'sms'
          ? { ...at, kind: factor.kind, hint: factor.hint, answerBy }
          : { ...at, kind: factor.kind, answerBy }
      const secret = factor.kind === 'sms' ? [sealFactorSecret(to, user.id, factor.id, env)] : []
      return ok({ value, own: sent.value.own, writes: [...secret, write], effects: [effect] })
    }
  }
}
