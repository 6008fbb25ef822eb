import {
  type Actor,
  type EffectDraft,
  type Instant,
  type Need,
  ok,
  put,
  type Result,
  refOf,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import type { Membership, MembershipChange } from '../membership/index.ts'
import type { RoleCatalogue } from '../role/index.ts'
import { type ChangeMembersRefusal, changeMembers, changeNeeds } from './change-members.ts'
import { type Offboarding, offboardings } from './model.ts'

type Env = { readonly roles: RoleCatalogue; readonly now: Instant }

/** What `offboardMembers` looks at, for the members of one user in these organizations. */
export const offboardNeeds = (userId: string, organizationIds: readonly string[], found: Slice): readonly Need[] => [
  ...changeNeeds(userId, organizationIds, found),
  ...organizationIds.map(organizationId => refOf(offboardings, organizationId, userId)),
]

export type Offboarded = { readonly writes: readonly Write[]; readonly effects: readonly EffectDraft[] }

/**
 * MEM-4: the one way to put members out, whoever decides it: those among the changes whose membership ends. The first
 * commit ends every access of theirs, since their term is over; what lies around without effect is left to the sweep.
 */
export const offboardMembers = (
  changes: readonly MembershipChange[],
  by: Actor,
  slice: Slice,
  env: Env,
  replaced?: ReadonlySet<string>,
): Result<Offboarded, ChangeMembersRefusal> => {
  const changed = changeMembers(changes, slice, env, replaced)
  if (!changed.ok) return changed
  const out = changes
    .filter(({ before, after }) => after.status === 'ended' && before?.status !== 'ended')
    .map(({ after }) => after)
  return ok({
    writes: [...changed.value, ...out.map(member => beginOffboarding(member, by, env.now))],
    effects: out.flatMap(({ organizationId, userId }) => [
      { kind: 'end_sessions', organizationId, payload: { userId } },
      { kind: 'sweep_member', organizationId, payload: { userId } },
    ]),
  })
}

const NOTHING: Offboarded = { writes: [], effects: [] }

/**
 * MEM-9: whoever comes in anew although no commit has put them out, since their time was over, leaves behind what they
 * had in that term, like everybody who was put out.
 */
export const leaveBehind = ({ before, after }: MembershipChange, by: Actor, now: Instant): Offboarded => {
  if (!before || before.status === 'ended' || before.term === after.term) return NOTHING
  const { organizationId, userId } = before
  return {
    writes: [beginOffboarding(before, by, now)],
    effects: [{ kind: 'sweep_member', organizationId, payload: { userId } }],
  }
}

/**
 * Also where no seat, grant or invitation was seen: one that is given at this very moment stands in no list that was
 * read, and once the membership is written nobody gives another.
 */
export const beginOffboarding = ({ organizationId, userId, term }: Membership, by: Actor, at: Instant): Write => {
  const record: Offboarding = { organizationId, userId, term, by, at }
  return put(offboardings, record)
}
