import { z } from 'zod'
import type { Env } from '../env.ts'
import { Instant, type Need, refOf, type Slice } from '../kernel/index.ts'
import { type Membership, memberships, stateNow, workforceNeeds } from '../membership/index.ts'
import type { PolicyStanding } from '../mfa/index.ts'
import { type Organization, organizations } from '../organization/index.ts'
import { users } from '../user/index.ts'
import { asIf } from './as-if.ts'
import { satisfiesNothing } from './disjoint.ts'
import { standingUnder } from './lock-out.ts'
import { userFactors } from './model.ts'

/** MFA-15. How many members stand how, of all that were looked at so far. @since 0.4.0 */
export type PolicyCounts = {
  readonly notBound: number
  readonly complies: number
  readonly mayEnrol: number
  readonly shouldEnrol: number
  readonly mustEnrol: number
  readonly overdue: number
}

/** MFA-15. How one member would stand. @since 0.4.0 */
export type PolicyMember = {
  readonly userId: string
  readonly standing: PolicyStanding['kind']
  /** Epoch ms. */
  readonly deadline?: Instant
  /** MFA-6: no factor at all satisfies this policy and that of the member's home. */
  readonly lockedOut?: true
}

const Count = z.int().min(0)

/** What was counted on the pages before. It is only shown again: whoever makes one up deceives themselves. */
const Tally = z.strictObject({
  notBound: Count,
  complies: Count,
  mayEnrol: Count,
  shouldEnrol: Count,
  mustEnrol: Count,
  overdue: Count,
  lockedOut: Count,
  deadlines: z.strictObject({ first: Instant, last: Instant }).exactOptional(),
})
export type Tally = z.output<typeof Tally>

export const nothingYet: Tally = {
  ...{ notBound: 0, complies: 0, mayEnrol: 0, shouldEnrol: 0, mustEnrol: 0, overdue: 0 },
  lockedOut: 0,
}

export type PreviewPosition = { readonly tally: Tally; readonly after: string | undefined }

const Place = z.tuple([Tally, z.string().min(1)])

export const previewCursor = (tally: Tally, after: string): string => JSON.stringify([tally, after])

/** Undefined for a cursor that no page gave. */
export const previewPositionAt = (cursor: string | undefined): PreviewPosition | undefined => {
  if (cursor === undefined) return { tally: nothingYet, after: undefined }
  try {
    const place = Place.safeParse(JSON.parse(cursor))
    return place.success ? { tally: place.data[0], after: place.data[1] } : undefined
  } catch {
    return undefined // not even JSON
  }
}

/** What decides about the factors of these members, of one organization. */
export const factorsOfNeeds = (members: readonly Membership[]): readonly Need[] =>
  members.flatMap(member =>
    member.status === 'active'
      ? [refOf(users, member.userId), refOf(userFactors, member.userId), ...workforceNeeds(member)]
      : [],
  )

/** Their homes, where these are elsewhere: whose policy binds them as well (MFA-6). */
export const homesOfNeeds = (members: readonly Membership[], found: Slice): readonly Need[] =>
  members.flatMap(({ status, userId, organizationId }) => {
    const home = status === 'active' ? found.get(users, userId)?.homeOrganizationId : undefined
    return home === undefined || home === organizationId
      ? []
      : [refOf(organizations, home), refOf(memberships, home, userId)]
  })

/** How each of them who is in would stand. */
export const standingsUnder = (
  organization: Organization,
  members: readonly Membership[],
  slice: Slice,
  env: Env,
): readonly PolicyMember[] => {
  const then = asIf(organization, slice)
  return members.flatMap(member => {
    const user = member.status === 'active' ? then.get(users, member.userId) : undefined
    if (user?.status !== 'active' || stateNow(member, then, env) !== 'active') return []
    const own = then.get(userFactors, user.id)
    const { kind: standing, deadline } = standingUnder({ organization, member, user, own }, then, env)
    const isLockedOut = standing !== 'not_bound' && satisfiesNothing({ member, user, slice: then, env })
    return [
      {
        userId: user.id,
        standing,
        ...(deadline !== undefined && { deadline }),
        ...(isLockedOut && { lockedOut: true as const }),
      },
    ]
  })
}

const FIELDS = {
  not_bound: 'notBound',
  complies: 'complies',
  may_enrol: 'mayEnrol',
  should_enrol: 'shouldEnrol',
  must_enrol: 'mustEnrol',
  overdue: 'overdue',
  // What makes no sense lets nobody in.
  unknown: 'mustEnrol',
} as const satisfies { readonly [K in PolicyStanding['kind']]: keyof PolicyCounts }

/** The sum of what was counted before and of these. */
export const tallied = (before: Tally, members: readonly PolicyMember[]): Tally => {
  const counts = { ...before }
  for (const { standing, lockedOut, deadline } of members) {
    counts[FIELDS[standing]]++
    if (lockedOut) counts.lockedOut++
    if (standing === 'should_enrol' && deadline !== undefined) {
      const { first, last } = counts.deadlines ?? { first: deadline, last: deadline }
      counts.deadlines = { first: Math.min(first, deadline), last: Math.max(last, deadline) }
    }
  }
  return counts
}
