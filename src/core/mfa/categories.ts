import { SMS, TOTP, UNNAMED, WEBAUTHN } from './kinds.ts'

/** MFA-7. What is known, what is had, what one is: sets of these. */
export const KNOW = 1
export const HAVE = 2
export const ARE = 4

/** Two factors of one category are one. */
export const isMultiple = (categories: number): boolean => (categories & (categories - 1)) !== 0

type Said = { readonly categories: number; readonly kinds: number }

const said = (categories: number, kinds = 0): Said => ({ categories, kinds })

/** RFC 8176 §2, all of it. What tells nothing of a factor is of no category. */
const AMR = {
  pwd: said(KNOW),
  pin: said(KNOW),
  kba: said(KNOW),
  otp: said(HAVE, TOTP),
  sms: said(HAVE, SMS),
  tel: said(HAVE),
  hwk: said(HAVE, WEBAUTHN),
  swk: said(HAVE, WEBAUTHN),
  pop: said(HAVE, WEBAUTHN),
  sc: said(HAVE, WEBAUTHN),
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
} satisfies { readonly [value: string]: Said }

type AmrValue = keyof typeof AMR

/** In the order in which a token lists them: a set of values is a bit for each. */
const VALUES = (Object.keys(AMR) as AmrValue[]).sort()

const isAmr = (value: unknown): value is AmrValue => typeof value === 'string' && Object.hasOwn(AMR, value)

/** Values of `amr` as a set, which has each once. */
export const amrSet = (...values: readonly AmrValue[]): number => {
  let set = 0
  for (const value of values) set |= 1 << VALUES.indexOf(value)
  return set
}

export const amrIn = (set: number): readonly string[] => {
  const values: string[] = []
  for (let index = 0; set >>> index !== 0; index++) {
    const value = VALUES[index]
    if (value !== undefined && ((set >>> index) & 1) === 1) values.push(value)
  }
  return values
}

/**
 * MFA-17. What an identity provider says was used; without a word it is one factor, such as a password. Values that RFC
 * 8176 does not know say nothing.
 */
export const saidBy = (amr: unknown): Said & { readonly amr: number } => {
  let categories = 0
  let kinds = 0
  let known = 0
  for (const value of Array.isArray(amr) ? amr : []) {
    if (!isAmr(value)) continue
    categories |= AMR[value].categories
    kinds |= AMR[value].kinds
    known |= amrSet(value)
  }
  if (kinds === 0 && isMultiple(categories)) kinds = UNNAMED
  return { categories: categories === 0 ? KNOW : categories, kinds, amr: known }
}
