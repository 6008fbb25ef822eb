import type { Instant } from '../kernel/index.ts'
import type { Engagement } from './model.ts'
import { whyClosed } from './rules.ts'

/** What an engagement is now: `over` by its time, which no commit wrote down. @since 0.3.0 */
export type EngagementState = 'open' | 'not_begun' | 'over' | 'ended'

/** An engagement as it is shown. @since 0.3.0 */
export type EngagementView = Engagement & { readonly state: EngagementState }

export const engagementView = (engagement: Engagement, now: Instant): EngagementView => {
  const closed = whyClosed(engagement, now)
  if (engagement.status === 'ended') return { ...engagement, state: 'ended' }
  return {
    ...engagement,
    state: closed === undefined ? 'open' : closed === 'engagement_not_begun' ? 'not_begun' : 'over',
  }
}
