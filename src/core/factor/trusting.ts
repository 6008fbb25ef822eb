import type { Env } from '../env.ts'
import { type Duration, type Instant, type Made, ok, type Result, refused, type Slice } from '../kernel/index.ts'
import { bindingOf, evaluateSignIn, type FactorKind, factorKinds, type SignInFacts } from '../mfa/index.ts'
import type { User } from '../user/index.ts'
import type { UserFactors } from './model.ts'
import { activeFactors, isByOneOf } from './own.ts'
import { factorRefusals } from './refusals.ts'
import type { SessionProof } from './session.ts'
import { signInFacts } from './sign-in-facts.ts'
import type { SigningIn } from './signing-in.ts'

const LATEST: Instant = 8_640_000_000_000_000

export type TrustingRefusal = Made<
  typeof factorRefusals.step_up_required | typeof factorRefusals.device_not_to_remember
>

/** By what a device is trusted, when that was used, and until when it counts at most. */
export type Trust = { readonly method: FactorKind; readonly at: Instant; readonly until: Instant }

type FactorProof = Extract<SessionProof, { readonly factorId: string }>

const withProofs = (facts: SignInFacts, authenticated: readonly SessionProof[]): SignInFacts => ({
  ...facts,
  session: { authenticated },
})

/** What was proven beside factors; of an identity provider no more than that it knows the user. */
const beside = (proofs: readonly SessionProof[]): readonly SessionProof[] =>
  proofs.flatMap((proof): readonly SessionProof[] => {
    if ('factorId' in proof || proof.method === 'recovery_code') return []
    return [proof.method === 'sso' ? { method: 'sso', at: proof.at } : proof]
  })

/** The strongest factor of the session that was used a short time ago, and by which alone the user would be let in. */
const usedFactor = (
  asked: SigningIn,
  facts: SignInFacts,
  own: UserFactors | undefined,
  env: Env,
): FactorProof | undefined => {
  const { authenticated } = asked.session
  const factors = activeFactors(own)
  const isFresh = ({ at }: FactorProof) => env.now - at < env.mfa.stepUpWithin
  const isEnough = (proof: FactorProof): boolean => {
    const { kind } = evaluateSignIn(withProofs(facts, [...beside(authenticated), proof]))
    return kind === 'allow' || kind === 'offer_enrollment'
  }
  const order = ({ method, at }: FactorProof) => [factorKinds.indexOf(method), -at] as const
  return authenticated
    .filter((proof): proof is FactorProof => isByOneOf(factors, proof))
    .filter(isFresh)
    .sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1])
    .find(isEnough)
}

/**
 * MFA-2, MFA-13. Whether the device of a session may be remembered: a factor was used in it, not an older device, a recovery
 * code or an identity provider alone, and each policy that binds remembers devices.
 */
export const judgeTrusting = (
  asked: SigningIn,
  { user, own }: { readonly user: User; readonly own: UserFactors | undefined },
  slice: Slice,
  env: Env,
): Result<Trust, TrustingRefusal> => {
  const { rememberedDevice: _, ...session } = asked.session
  const facts = signInFacts({ ...asked, session }, user, slice, env)
  const used = usedFactor(asked, facts, own, env)
  if (!used) return refused(factorRefusals.step_up_required({ within: env.mfa.stepUpWithin, byFactor: true }))
  const terms = bindingOf(facts)?.terms ?? []
  const against = terms.filter(({ rememberedDevices }) => rememberedDevices === undefined)
  if (terms.length === 0 || against.length > 0) {
    const organizationIds = against.map(({ organizationId }) => organizationId)
    return refused(factorRefusals.device_not_to_remember({ organizationIds }))
  }
  const lengths = terms.flatMap(({ rememberedDevices, maxAge }): Duration[] => [
    ...(rememberedDevices === undefined ? [] : [rememberedDevices]),
    ...(maxAge === undefined ? [] : [maxAge]),
  ])
  return ok({ method: used.method, at: used.at, until: Math.min(used.at + Math.min(...lengths), LATEST) })
}
