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
  const asked = { types: appliesTo ?? RoleType.options, from: requiredFrom ?? now, grace, askedAt: now }
  if (begun.some(each => asksAsMuch(each, asked))) return begun
  return bounded([...begun.filter(each => !asksAsMuch(asked, each)), asked])
}

/** Whether whoever is asked by the second is asked by the first, for a time that ends no later, and learned of it no later. */
const asksAsMuch = (first: MfaSchedule, second: MfaSchedule): boolean =>
  first.from <= second.from &&
  first.grace <= second.grace &&
  first.askedAt <= second.askedAt &&
  second.types.every(type => first.types.includes(type))

/** Of too many the first two become one that asks as much as both. */
const bounded = ([first, second, ...rest]: readonly MfaSchedule[]): readonly MfaSchedule[] => {
  if (!first || !second) return first ? [first] : []
  if (rest.length + 2 <= MOST) return [first, second, ...rest]
  const types = RoleType.options.filter(type => first.types.includes(type) || second.types.includes(type))
  const from = Math.min(first.from, second.from)
  const [grace, askedAt] = [Math.min(first.grace, second.grace), Math.max(first.askedAt, second.askedAt)]
  return bounded([{ types, from, grace, askedAt }, ...rest])
}

type Asked = { readonly type: MemberType; readonly firstJoinedAt: Instant; readonly resetAt: Instant | undefined }

const endOf = ({ from, grace }: MfaSchedule, { firstJoinedAt, resetAt = 0 }: Asked): Instant => {
  const begins = Math.max(from, firstJoinedAt)
  return Math.min(resetAt < begins ? begins + grace : Math.min(begins + grace, resetAt), LATEST)
}

const askedOf = (schedules: readonly MfaSchedule[], { type }: Asked): readonly MfaSchedule[] =>
  schedules.filter(({ types }) => types.includes(type))

/**
 * MFA-4, MFA-12. Until when a member has to enrol: the earliest of what was asked, from the later of its beginning and
 * their first joining on. A reset leaves no time of what had begun by then. Undefined where nothing was asked.
 */
export const deadlineUnder = (schedules: readonly MfaSchedule[], member: Asked): Instant | undefined => {
  const ends = askedOf(schedules, member).map(each => endOf(each, member))
  return ends.length === 0 ? undefined : Math.min(...ends)
}

/** MFA-2. Whether a time that is over was given to a member: what had ended when it was asked for was none. */
export const hadTimeUnder = (schedules: readonly MfaSchedule[], member: Asked, now: Instant): boolean =>
  askedOf(schedules, member).some(each => each.askedAt < endOf(each, member) && endOf(each, member) <= now)
