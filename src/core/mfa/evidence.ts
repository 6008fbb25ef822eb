import type { Instant } from '../kernel/instant.ts'
import { ARE, HAVE, isMultiple, KNOW, knownAmr, saidBy } from './categories.ts'
import { bitOf, RECOVERY } from './kinds.ts'
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
  readonly amr: readonly string[]
}

type Gathered = { -readonly [K in keyof Evidence]: Evidence[K] } & { seconds: Second[]; amr: string[] }

/** MFA-7: only an active factor proves anything. */
type ActiveFactor = (id: string) => SignInFactor | undefined

const FEW = 16

/** Few are looked through, of many an index is made: either way each is looked at a bounded number of times. */
const activeFactors = (factors: readonly SignInFactor[]): ActiveFactor => {
  if (factors.length <= FEW) return id => factors.find(factor => factor.id === id && factor.status === 'active')
  const active = new Map<string, SignInFactor>()
  for (const factor of factors) if (factor.status === 'active' && !active.has(factor.id)) active.set(factor.id, factor)
  return id => active.get(id)
}

/** Undefined for what makes no sense. What is proven in the future, or by a factor that is not active, is not proven. */
export const evidenceOf = ({ session, factors, now }: SignInFacts): Evidence | undefined => {
  const gathered: Gathered = {
    count: 0,
    apart: 0,
    mailbox: 0,
    nist: 0,
    hasBoundKey: false,
    seconds: [],
    amr: [],
  }
  const active = activeFactors(factors)
  for (const proof of session.authenticated) {
    if (!isMoment(proof.at)) return undefined
    if (proof.at <= now) gather(proof, gathered, active)
  }
  const device = session.rememberedDevice
  if (device === undefined) return gathered
  if (!isMoment(device.at)) return undefined
  if (device.at <= now && factors.some(({ kind, status }) => status === 'active' && kind === device.method))
    gathered.seconds.push(second(BY_DEVICE, bitOf(device.method) & ~RECOVERY, HAVE, device))
  return gathered
}

const second = (way: number, kinds: number, categories: number, { at }: { readonly at: Instant }): Second => ({
  way,
  kinds,
  categories,
  at,
  isMailbox: kinds === bitOf('email_otp'),
})

const gather = (proof: Proof, into: Gathered, active: ActiveFactor): void => {
  switch (proof.method) {
    case 'password':
      known(into, ['pwd'])
      break
    case 'api_token':
      known(into, [])
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
      had(second(BY_RECOVERY, RECOVERY, HAVE, proof), into, ['otp'])
      break
    case 'totp':
    case 'sms':
    case 'email_otp':
    case 'webauthn':
      gatherFactor(proof, into, active)
  }
}

const known = (into: Gathered, amr: readonly string[]): void => {
  into.count++
  into.apart |= KNOW
  into.nist |= KNOW
  into.amr.push(...amr)
}

const had = (used: Second, into: Gathered, amr: readonly string[]): void => {
  into.count++
  into.seconds.push(used)
  into.amr.push(...amr)
  if (used.isMailbox) return
  into.apart |= used.categories
  into.nist |= used.categories
}

const gatherSso = (proof: Extract<Proof, { method: 'sso' }>, into: Gathered): void => {
  const amr = knownAmr(proof.amr)
  const { categories, kinds } = saidBy(amr)
  // The code of an identity provider is of no mailbox that we know.
  had({ ...second(BY_SSO, kinds, categories, proof), isMailbox: false }, into, amr)
}

type FactorProof = Extract<Proof, { factorId: string }>

const gatherFactor = (proof: FactorProof, into: Gathered, active: ActiveFactor): void => {
  const factor = active(proof.factorId)
  if (factor?.kind !== proof.method) return
  const isVerified = proof.method === 'webauthn' && proof.userVerified === true
  const used = second(BY_FACTOR, bitOf(proof.method), isVerified ? HAVE | ARE : HAVE, proof)
  had(used, into, amrOf(proof.method, factor))
  if (proof.method === 'webauthn' && factor.deviceBound === true) into.hasBoundKey = true
}

const amrOf = (method: FactorProof['method'], { deviceBound }: SignInFactor): readonly string[] => {
  if (method === 'webauthn') return [deviceBound === true ? 'hwk' : 'pop', 'user']
  return [method === 'sms' ? 'sms' : 'otp']
}

/** MFA-7: whether it and what was proven beside it are of two categories, and not the same mailbox twice. */
export const isSecond = (evidence: Evidence, categories: number, isMailbox: boolean): boolean =>
  isMultiple(categories | evidence.apart | (isMailbox ? 0 : evidence.mailbox))
