import type { Instant } from '../kernel/instant.ts'
import { ARE, amrSet, HAVE, isMultiple, KNOW, saidBy } from './categories.ts'
import { bitOf, EMAIL_OTP, type FactorKind, RECOVERY } from './kinds.ts'
import { isMoment } from './moments.ts'
import type { Proof, SignInFactor, SignInFacts } from './sign-in.ts'

/** In which way a second factor was used: a set of these. */
export const BY_FACTOR = 1
export const BY_SSO = 2
export const BY_RECOVERY = 4
export const BY_DEVICE = 8

/** Something that may count as a second factor. */
export type Second = {
  readonly way: number
  /** As which kinds. */
  readonly kinds: number
  readonly categories: number
  /** It proves the same mailbox that a link in a mail does. */
  readonly isMailbox: boolean
  readonly at: Instant
}

/** What the session proves, as categories. */
export type Evidence = {
  readonly count: number
  /** By whatever is not a mailbox. */
  readonly apart: number
  /** By the mailbox: a link in a mail is as good as what guards the mailbox, which may be a password. */
  readonly mailbox: number
  /** As NIST SP 800-63B-4 counts, which takes no e-mail for an authenticator. */
  readonly nist: number
  readonly hasBoundKey: boolean
  readonly seconds: readonly Second[]
  /** As a set of the values of RFC 8176. */
  readonly amr: number
}

type Gathered = { -readonly [K in keyof Evidence]: Evidence[K] } & { seconds: Second[] }

const FEW = 16

/** MFA-7: only an active factor proves anything. */
type Index = { readonly get: (id: string) => SignInFactor | undefined }

/** Few are looked through, of many an index is made: either way each is looked at a bounded number of times. */
const indexOf = (factors: readonly SignInFactor[]): Index | undefined => {
  if (factors.length <= FEW) return undefined
  const active = new Map<string, SignInFactor>()
  for (const factor of factors) if (factor.status === 'active' && !active.has(factor.id)) active.set(factor.id, factor)
  return active
}

/** Undefined for what makes no sense. What is proven in the future, or by a factor that is not active, is not proven. */
export const evidenceOf = ({ session, factors, now }: SignInFacts): Evidence | undefined => {
  const gathered: Gathered = { count: 0, apart: 0, mailbox: 0, nist: 0, hasBoundKey: false, seconds: [], amr: 0 }
  const index = indexOf(factors)
  for (const proof of session.authenticated) {
    if (!isMoment(proof.at)) return undefined
    if (proof.at <= now) gather(proof, gathered, factors, index)
  }
  const device = session.rememberedDevice
  if (device === undefined) return gathered
  const { at, method } = device
  if (!isMoment(at)) return undefined
  if (at <= now && factors.some(({ kind, status }) => status === 'active' && kind === method)) {
    const kinds = bitOf(method) & ~RECOVERY
    gathered.seconds.push({ way: BY_DEVICE, kinds, categories: HAVE, isMailbox: kinds === EMAIL_OTP, at })
  }
  return gathered
}

const gather = (proof: Proof, into: Gathered, factors: readonly SignInFactor[], index: Index | undefined): void => {
  switch (proof.method) {
    case 'password':
      known(into, PWD)
      break
    case 'api_token':
      known(into, 0)
      break
    case 'magic_link':
    case 'invitation':
      into.count++
      into.mailbox |= KNOW
      break
    case 'sso':
      gatherSso(proof, into)
      break
    case 'recovery_code':
      had({ way: BY_RECOVERY, kinds: RECOVERY, categories: HAVE, isMailbox: false, at: proof.at }, into, OTP)
      break
    case 'totp':
    case 'sms':
    case 'email_otp':
    case 'webauthn': {
      const { factorId } = proof
      const factor = index ? index.get(factorId) : factors.find(it => it.id === factorId && it.status === 'active')
      if (factor?.kind === proof.method) gatherFactor(proof, factor, into)
    }
  }
}

const [PWD, OTP, TEXT] = [amrSet('pwd'), amrSet('otp'), amrSet('sms')]
const [BOUND_KEY, KEY] = [amrSet('hwk', 'user'), amrSet('pop', 'user')]

const known = (into: Gathered, amr: number): void => {
  into.count++
  into.apart |= KNOW
  into.nist |= KNOW
  into.amr |= amr
}

const had = (used: Second, into: Gathered, amr: number): void => {
  into.count++
  into.seconds.push(used)
  into.amr |= amr
  if (used.isMailbox) return
  into.apart |= used.categories
  into.nist |= used.categories
}

const gatherSso = ({ at, amr }: Extract<Proof, { method: 'sso' }>, into: Gathered): void => {
  const said = saidBy(amr)
  // The code of an identity provider is of no mailbox that we know.
  had({ way: BY_SSO, kinds: said.kinds, categories: said.categories, isMailbox: false, at }, into, said.amr)
}

const gatherFactor = (proof: Extract<Proof, { factorId: string }>, factor: SignInFactor, into: Gathered): void => {
  const { method, at } = proof
  const isVerified = proof.method === 'webauthn' && proof.userVerified === true
  const categories = isVerified ? HAVE | ARE : HAVE
  const isBound = method === 'webauthn' && factor.deviceBound === true
  if (isBound) into.hasBoundKey = true
  const used = { way: BY_FACTOR, kinds: bitOf(method), categories, isMailbox: method === 'email_otp', at }
  had(used, into, amrOf(method, isBound))
}

const amrOf = (method: FactorKind, isBound: boolean): number => {
  if (method === 'webauthn') return isBound ? BOUND_KEY : KEY
  return method === 'sms' ? TEXT : OTP
}

/** MFA-7: whether it and what was proven beside it are of two categories, and not the same mailbox twice. */
export const isSecond = (evidence: Evidence, categories: number, isMailbox: boolean): boolean =>
  isMultiple(categories | evidence.apart | (isMailbox ? 0 : evidence.mailbox))
