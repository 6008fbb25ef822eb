import { type Reason, reason } from '../kernel/index.ts'
import type { AccessChange } from './change.ts'
import type { Explanation } from './explain.ts'
import type { AccessDecision } from './model.ts'

/** ACC-2. What a session comes to in the organization of what is asked about. */
export type SessionJudgement = {
  /** The kind of the sign-in decision. */
  readonly kind: string
  readonly letsIn: boolean
  /** What whoever has the session can do about it. */
  readonly enrol?: readonly string[]
  readonly use?: readonly string[]
}

const reasonOf = ({ letsIn, kind: decision }: SessionJudgement): Reason =>
  letsIn
    ? reason('mfa_satisfied', ['ACC-2', 'MFA-5'], { decision })
    : reason('mfa_not_satisfied', ['ACC-2', 'MFA-3'], { decision })

/** ACC-2: it only narrows; whoever is not let in has nothing. */
export const withSession = (decision: AccessDecision, judged: SessionJudgement | undefined): AccessDecision =>
  judged === undefined || judged.letsIn || !decision.allowed
    ? decision
    : { allowed: false, because: [...decision.because, reasonOf(judged)] }

/** ACC-4: the same with all that led to it, and what helps. */
export const explainedWith = (explanation: Explanation, judged: SessionJudgement | undefined): Explanation => {
  if (judged === undefined) return explanation
  const { decision, trace, ways } = explanation
  const change = changeOf(judged)
  if (!decision.allowed) return { ...explanation, ways: ways.map(way => [...way, ...change]) }
  const outcome = judged.letsIn ? 'continues' : 'denies'
  const step = { ...reasonOf(judged), outcome, decides: !judged.letsIn } as const
  if (judged.letsIn) return { ...explanation, trace: [...trace.slice(0, -1), step, ...trace.slice(-1)] }
  return {
    decision: withSession(decision, judged),
    trace: [...trace.map(each => ({ ...each, decides: false })), step],
    ways: change.length === 0 ? [] : [change],
  }
}

const changeOf = ({ enrol, use }: SessionJudgement): readonly AccessChange[] => [
  ...(enrol ? [{ kind: 'enrol_factor', factors: enrol } as const] : []),
  ...(use ? [{ kind: 'use_factor', factors: use } as const] : []),
]
