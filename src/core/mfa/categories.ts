import { bitOf, UNNAMED } from './kinds.ts'

/** MFA-7. What is known, what is had, what one is: sets of these. */
export const KNOW = 1
export const HAVE = 2
export const ARE = 4

/** Two factors of one category are one. */
export const isMultiple = (categories: number): boolean => (categories & (categories - 1)) !== 0

type Amr = { readonly categories: number; readonly kinds: number }

const said = (categories: number, kind = ''): Amr => ({ categories, kinds: bitOf(kind) })

/** RFC 8176 §2, all of it. What tells nothing of a factor is of no category. */
const AMR: { readonly [value: string]: Amr } = {
  pwd: said(KNOW),
  pin: said(KNOW),
  kba: said(KNOW),
  otp: said(HAVE, 'totp'),
  sms: said(HAVE, 'sms'),
  tel: said(HAVE),
  hwk: said(HAVE, 'webauthn'),
  swk: said(HAVE, 'webauthn'),
  pop: said(HAVE, 'webauthn'),
  sc: said(HAVE, 'webauthn'),
  face: said(ARE),
  fpt: said(ARE),
  iris: said(ARE),
  retina: said(ARE),
  vbm: said(ARE),
  mfa: said(KNOW | HAVE),
  geo: said(0),
  mca: said(0),
  rba: said(0),
  user: said(0),
  wia: said(0),
}

/** The values of a token that RFC 8176 knows: others say nothing. */
export const knownAmr = (amr: unknown): readonly string[] =>
  Array.isArray(amr) ? amr.filter(value => typeof value === 'string' && Object.hasOwn(AMR, value)) : []

/** MFA-17. What an identity provider says was used; without a word it is one factor, such as a password. */
export const saidBy = (amr: readonly string[]): Amr => {
  let categories = 0
  let kinds = 0
  for (const value of amr) {
    categories |= AMR[value]?.categories ?? 0
    kinds |= AMR[value]?.kinds ?? 0
  }
  if (kinds === 0 && isMultiple(categories)) kinds = UNNAMED
  return { categories: categories === 0 ? KNOW : categories, kinds }
}
