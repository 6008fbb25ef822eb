import type { EffectDraft } from '../kernel/index.ts'
import { type At, effectiveRole } from './rules.ts'
import type { MembershipChange } from './write.ts'

/** AUD-7: sessions of members whose role is another now. Whoever goes has none left, and whoever comes in had none yet. */
export const sessionsToRotate = (changes: readonly MembershipChange[], at: At): readonly EffectDraft[] =>
  changes
    .filter(({ before, after }) => before && before.status !== 'ended' && before.term === after.term)
    .filter(({ before, after }) => after.status === 'active' && roleOf(before, at) !== roleOf(after, at))
    .map(({ after: { organizationId, userId } }) => ({ kind: 'rotate_sessions', organizationId, payload: { userId } }))

const roleOf = (member: MembershipChange['before'], at: At): string | undefined => member && effectiveRole(member, at)
