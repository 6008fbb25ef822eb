import type { Reason } from '../kernel/index.ts'
import { decisionOf } from './can.ts'
import type { AccessDecision, AccessFacts, Permission } from './model.ts'
import { type AccessOutcome, denies, factsInvalid, type Question, type Step } from './step.ts'
import { questionOf, walk } from './walk.ts'
import { type Way, waysTo } from './ways.ts'

/** One rule that was looked at, with what it said; the one that `decides` is the last. @since 0.2.0 */
export type TraceStep = Reason & { readonly outcome: AccessOutcome; readonly decides: boolean }

/** ACC-4. A decision of `can` with all that led to it. @since 0.2.0 */
export type Explanation = {
  readonly decision: AccessDecision
  readonly trace: readonly TraceStep[]
  /** For a no: the smallest sets of changes that would allow it, at most five, those that give least first. */
  readonly ways: readonly Way[]
}

/**
 * ACC-4. Why somebody may do something or may not: every rule that was looked at, which of them decided, and for a no
 * what would have to change. Each of the `ways` was tried on the facts, and nothing less than all of it allows it.
 *
 * @invariant INV-26: it never throws. Its decision is that of `can`.
 * @param permission Such as `members.write` or `project.annotate`.
 * @param facts What `can` takes.
 * @returns `decision`, `trace` and `ways`.
 * @example
 * import { defaultRoles, explain } from 'orgcharter/access'
 * const { ways } = explain('project.annotate', {
 *   now: 1_767_225_600_000,
 *   roles: defaultRoles,
 *   actor: { kind: 'user', userId: 'ada', status: 'active' },
 *   organization: { id: 'acme', status: 'active' },
 *   membership: { status: 'active', assigned: { role: 'external' } },
 *   resource: { kind: 'project', id: 'cats', organizationId: 'acme', status: 'active' },
 *   grants: [],
 * })
 * ways // [[{ kind: 'give_grant', role: 'annotator' }]]
 * @since 0.2.0
 */
export const explain = (permission: Permission, facts: AccessFacts): Explanation => {
  try {
    const question = questionOf(permission, facts)
    const steps = walk(question)
    const decision = decisionOf(steps)
    return { decision, trace: traceOf(steps, question), ways: decision.allowed ? [] : waysTo(permission, facts) }
  } catch {
    const decision = decisionOf([denies(factsInvalid())]) // INV-26: null, a proxy or a getter that throws
    return { decision, trace: [{ ...factsInvalid(), outcome: 'denies', decides: true }], ways: [] }
  }
}

const traceOf = (steps: readonly Step[], question: Question): readonly TraceStep[] =>
  steps.map((step, index) => ({
    ...(step.outcome === 'continues' ? step.reasonFor(question) : step.reason),
    outcome: step.outcome,
    decides: index === steps.length - 1,
  }))
