import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { base32nopad } from '@scure/base'
import { renderSVG } from 'uqr'
import type { Env } from '../env.ts'
import { type Made, put, refused, type Slice, type UserId, type Write } from '../kernel/index.ts'
import { type TotpRefusal, verifyTotp } from '../mfa/index.ts'
import type { User } from '../user/index.ts'
import { addressOf } from './delivered-code.ts'
import type { Judgement } from './failing.ts'
import { TOTP_SECRET_BYTES } from './limits.ts'
import { factorSecrets } from './model.ts'
import { factorRefusals } from './refusals.ts'
import { secretContext } from './secret.ts'

/** MFA-16: sealed for one factor of one user, it does not open for another. */
export const sealFactorSecret = (secret: string, userId: UserId, factorId: string, env: Env): Write =>
  put(factorSecrets, {
    userId,
    factorId,
    list: 'all',
    sealed: env.secrets.seal(secret, secretContext(userId, factorId)),
  })

export const openFactorSecret = (userId: string, factorId: string, slice: Slice, env: Env): string | null => {
  const stored = slice.get(factorSecrets, userId, factorId)
  return stored ? env.secrets.open(stored.sealed, secretContext(userId, factorId)) : null
}

/** As long as `issuer` of the settings may be: a QR code holds 2,953 bytes, and each character may take twelve. */
const ISSUER_CHARACTERS = 60

/** The Key URI format parts the issuer from the account by a colon, so that none may be in a name. */
const issuerOf = (name: string): string => [...name.replaceAll(':', ' ')].slice(0, ISSUER_CHARACTERS).join('').trim()

/** What an authenticator app takes in, in three forms. @since 0.4.0 */
export type TotpSecret = {
  /** Base32 without padding, to be typed. */
  readonly secret: string
  /** `otpauth://totp/…`, as the Key URI format has it. */
  readonly uri: string
  /** The URI as a QR code, in SVG. */
  readonly qr: string
}

/** MFA-8: a new secret, and what an app needs of it. */
export const newTotpSecret = (
  user: User,
  home: string,
  env: Env,
): { readonly hex: string; readonly shown: TotpSecret } => {
  const bytes = env.random(TOTP_SECRET_BYTES)
  const secret = base32nopad.encode(bytes)
  const issuer = encodeURIComponent(issuerOf(env.mfa.issuer ?? home) || user.homeOrganizationId)
  const account = encodeURIComponent(addressOf(user))
  const uri = `otpauth://totp/${issuer}:${account}?secret=${secret}&issuer=${issuer}&algorithm=SHA1&digits=6&period=30`
  return { hex: bytesToHex(bytes), shown: { secret, uri, qr: renderSVG(uri) } }
}

export type TotpAnswerRefusal =
  | Exclude<TotpRefusal, { readonly code: 'totp_settings_invalid' }>
  | Made<typeof factorRefusals.factor_unreadable>

type Right = { readonly ok: true; readonly step: number }

/** MFA-8, INV-16. Whether a code is right, and of a later step than the last one. */
export const judgeTotp = (
  {
    userId,
    factorId,
    lastStep,
  }: { readonly userId: UserId; readonly factorId: string; readonly lastStep: number | null },
  code: string,
  slice: Slice,
  env: Env,
): Right | Judgement<TotpAnswerRefusal> => {
  const hex = openFactorSecret(userId, factorId, slice, env)
  const unreadable = refused(factorRefusals.factor_unreadable({ factorId }))
  if (hex === null) return unreadable
  const answer = verifyTotp({ secret: hexToBytes(hex), code, now: env.now, lastStep })
  if (answer.ok) return { ok: true, step: answer.value.step }
  const { refusal } = answer
  if (refusal.code === 'totp_settings_invalid') return unreadable
  // A clock that is behind is nobody's guess.
  const counts = refusal.code === 'totp_code_wrong' || refusal.code === 'totp_code_used'
  return { ...refused(refusal), ...(counts && { counts: [] }) }
}
