import { ok, type Result, refused } from '../kernel/result.ts'
import { judgePolicy } from './judge-policy.ts'
import { EVERY_KIND, kindsIn, setOf } from './kinds.ts'
import { factorsOf, type MemberType, type MfaExemption, type MfaPolicyFacts, memberTypes } from './policy.ts'
import { disjointPolicies, invalidPolicy, type MfaPoliciesDisjoint, type MfaPolicyRefusal } from './refusals.ts'

const MODES = ['off', 'optional', 'required'] as const

/**
 * MFA-6. The strictest of several policies: required over optional over off, the factors that all of the strictest mode
 * take, the shortest times, and nobody exempt whom not all exempt. Ask it when a policy is set, with those of the other
 * organizations of its members: what has no factor left is refused then, and not discovered at a sign-in.
 *
 * @invariant INV-26: it never throws. The order never matters.
 * @param policies At least one.
 * @returns One policy, which binds whomever any of them binds.
 * @refuses mfa_policies_disjoint when no factor is taken by all that require one
 * @example
 * import { combinePolicies } from 'orgcharter/mfa'
 * const both = combinePolicies([
 *   { mode: 'required', factors: ['webauthn', 'totp'], maxAge: 86_400_000 },
 *   { mode: 'required', factors: ['totp', 'sms'], maxAge: 3_600_000 },
 * ])
 * if (both.ok) both.value // { mode: 'required', factors: ['totp'], maxAge: 3_600_000, … }
 * @since 0.3.0
 */
export const combinePolicies = (
  policies: readonly MfaPolicyFacts[],
): Result<MfaPolicyFacts, MfaPolicyRefusal | MfaPoliciesDisjoint> => {
  try {
    const results = policies.map(judgePolicy)
    const [wrong] = results.flatMap(result => (result.ok ? [] : result.refusal)).sort(byCode)
    if (wrong) return refused(wrong)
    const judged = results.flatMap(result => (result.ok ? result.value : []))
    return judged.length === 0 ? refused(invalidPolicy('mfa_policy_invalid', { field: 'policies' })) : strictest(judged)
  } catch {
    return refused(invalidPolicy('mfa_policy_invalid', { field: 'policies' })) // INV-26: null or a proxy that throws
  }
}

const byCode = (a: MfaPolicyRefusal, b: MfaPolicyRefusal): number =>
  JSON.stringify([a.code, a.facts]) < JSON.stringify([b.code, b.facts]) ? -1 : 1

const strictest = (all: readonly MfaPolicyFacts[]): Result<MfaPolicyFacts, MfaPoliciesDisjoint> => {
  const mode = MODES[Math.max(...all.map(policy => MODES.indexOf(policy.mode)))] ?? 'required'
  const same = all.filter(policy => policy.mode === mode)
  const common = kindsIn(same.reduce((set, policy) => set & setOf(factorsOf(policy)), EVERY_KIND))
  if (common.length === 0) {
    const factors = same.map(policy => kindsIn(setOf(factorsOf(policy)))).sort((a, b) => (a.join() < b.join() ? -1 : 1))
    return refused(disjointPolicies('mfa_policies_disjoint', { factors }))
  }
  const exemptions = exemptionsOfAll(all)
  return ok({
    mode,
    ...defined('factors', same.some(({ factors }) => factors !== undefined) ? common : undefined),
    ...defined('requiredFrom', shortest(same.map(({ requiredFrom = 0 }) => requiredFrom))),
    ...defined('grace', shortest(same.map(({ grace = 0 }) => grace))),
    ...defined('maxAge', shortest(all.flatMap(({ maxAge }) => maxAge ?? []))),
    ...defined(
      'rememberedDevices',
      all.every(({ rememberedDevices }) => rememberedDevices !== undefined)
        ? shortest(all.flatMap(({ rememberedDevices }) => rememberedDevices ?? []))
        : undefined,
    ),
    ...defined('appliesTo', typesOfAny(all)),
    ...(exemptions.length > 0 && { exemptions }),
    onOverdue: same.some(({ onOverdue }) => onOverdue === 'suspend') ? 'suspend' : 'block',
    ...defined('guessing', strictestGuessing(all)),
  })
}

const shortest = (lengths: readonly number[]): number | undefined =>
  lengths.reduce<number | undefined>((least, each) => (least === undefined || each < least ? each : least), undefined)

const defined = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V })

const typesOfAny = (all: readonly MfaPolicyFacts[]): readonly MemberType[] | undefined =>
  all.some(({ appliesTo }) => appliesTo === undefined)
    ? undefined
    : memberTypes.filter(type => all.some(({ appliesTo }) => appliesTo?.includes(type)))

const strictestGuessing = (all: readonly MfaPolicyFacts[]): MfaPolicyFacts['guessing'] => {
  const given = all.flatMap(({ guessing }) => guessing ?? [])
  if (given.length === 0) return undefined
  return {
    digits: Math.max(...given.map(({ digits = 6 }) => digits)),
    window: Math.min(...given.map(({ window: steps = 1 }) => steps)),
    failures: Math.min(...given.map(({ failures = 100 }) => failures)),
  }
}

/** Who is exempt in each of them, until the first of these exemptions ends. */
const exemptionsOfAll = (all: readonly MfaPolicyFacts[]): readonly MfaExemption[] => {
  const [first = new Map(), ...rest] = all.map(latestOfEach)
  const kept: MfaExemption[] = []
  for (const [userId, exemption] of first) {
    const others = rest.map(each => each.get(userId))
    const ends = [exemption, ...others].filter(each => each !== undefined)
    const [soonest] = ends.sort((a, b) => a.until - b.until || (a.reason < b.reason ? -1 : 1))
    if (ends.length === all.length && soonest) kept.push(soonest)
  }
  return kept.sort((a, b) => (a.userId < b.userId ? -1 : 1))
}

const latestOfEach = ({ exemptions = [] }: MfaPolicyFacts): Map<string, MfaExemption> => {
  const latest = new Map<string, MfaExemption>()
  for (const exemption of exemptions) {
    const known = latest.get(exemption.userId)
    if (!known || isLater(exemption, known)) latest.set(exemption.userId, exemption)
  }
  return latest
}

const isLater = (a: MfaExemption, b: MfaExemption): boolean =>
  a.until > b.until || (a.until === b.until && a.reason < b.reason)
