import type { Instant } from '../kernel/index.ts'
import type { MemberType } from '../mfa/index.ts'
import type { MfaHistory, MfaPolicy, MfaSchedule } from '../organization/index.ts'
import { RoleType } from '../role/index.ts'

const MOST = 32
const LATEST: Instant = 8_640_000_000_000_000

/**
 * MFA-4. What has been asked of members once a policy is set: what was before, as far as it had begun, and what it asks.
 * So no policy that comes later, nor `off` for a while, gives anybody more time than they had.
 */
export const schedulesAfter = (
  before: MfaHistory | undefined,
  { mode, appliesTo, requiredFrom, grace = 0 }: MfaPolicy,
  now: Instant,
): readonly MfaSchedule[] => {
  const begun = (before?.schedules ?? []).filter(({ from }) => from <= now)
  if (mode !== 'required') return begun
  const asked = { types: appliesTo ?? RoleType.options, from: requiredFrom ?? now, grace }
  if (begun.some(each => asksAsMuch(each, asked))) return begun
  return bounded([...begun.filter(each => !asksAsMuch(asked, each)), asked])
}

/** Whether whoever is asked by the second is asked by the first, and no later. */
const asksAsMuch = (first: MfaSchedule, second: MfaSchedule): boolean =>
  first.from <= second.from && first.grace <= second.grace && second.types.every(type => first.types.includes(type))

/** Of too many the first two become one that asks as much as both. */
const bounded = ([first, second, ...rest]: readonly MfaSchedule[]): readonly MfaSchedule[] => {
  if (!first || !second) return first ? [first] : []
  if (rest.length + 2 <= MOST) return [first, second, ...rest]
  const types = RoleType.options.filter(type => first.types.includes(type) || second.types.includes(type))
  const from = Math.min(first.from, second.from)
  return bounded([{ types, from, grace: Math.min(first.grace, second.grace) }, ...rest])
}

/**
 * MFA-4, MFA-12. Until when a member has to enrol: the earliest of what was asked, from the later of its beginning and
 * their first joining on. A reset leaves no time of what had begun by then. Undefined where nothing was asked.
 */
export const deadlineUnder = (
  schedules: readonly MfaSchedule[],
  member: { readonly type: MemberType; readonly firstJoinedAt: Instant; readonly resetAt: Instant | undefined },
): Instant | undefined => {
  const asked = schedules.filter(({ types }) => types.includes(member.type))
  const times = asked.map(({ from, grace }) => {
    const begins = Math.max(from, member.firstJoinedAt)
    const reset = member.resetAt ?? 0
    return reset < begins ? begins + grace : Math.min(begins + grace, reset)
  })
  return times.length === 0 ? undefined : Math.min(...times, LATEST)
}
