import { type EntityKind, kindOf } from '../entity/index.ts'
import { reason } from '../kernel/index.ts'
import { entityRules } from './entity-rules.ts'
import { judgeGrant, strongestFirst } from './grant-rules.ts'
import type { AccessFacts, Permission } from './model.ts'
import { heldRole, standingRules } from './standing-rules.ts'
import { allows, denies, type Question, type Rule, type Step } from './step.ts'

const rolePermits: Rule = ({ permission, held }) => {
  const facts = { role: held?.role, permission }
  return held?.definition.permissions.some(each => each === permission)
    ? allows({ kind: 'role', role: held.role }, reason('role_permits', ['ROL-4'], facts))
    : denies(reason('role_does_not_permit', ['ROL-4'], facts))
}

const ORGANIZATION_RULES: readonly Rule[] = [...standingRules, rolePermits]
const ENTITY_RULES: readonly Rule[] = [...standingRules, ...entityRules]

export const questionOf = (permission: Permission, facts: AccessFacts): Question => ({
  permission,
  kind: kindOf(permission),
  facts,
  held: heldRole(facts),
})

/** ACC-2. Every rule that is looked at, in order; the last one decides. */
export const walk = (question: Question): readonly Step[] => {
  const { kind } = question
  const steps = walkRules(question)
  return kind === undefined || steps.some(decides) ? steps : walkGrants(kind, question, steps)
}

/** What decides whatever is granted; undefined where the grants do. */
export const decidedByRule = (question: Question): Step | undefined => walkRules(question).find(decides)

const walkRules = (question: Question): Step[] => {
  const steps: Step[] = []
  for (const rule of question.kind === undefined ? ORGANIZATION_RULES : ENTITY_RULES) {
    const step = rule(question)
    steps.push(step)
    if (decides(step)) return steps
  }
  return steps
}

/** GRP-3: the strongest that permits decides, so that a grant more never takes anything away. */
const walkGrants = (kind: EntityKind, question: Question, steps: Step[]): readonly Step[] => {
  for (const grant of strongestFirst(kind, question.facts.grants)) {
    const step = judgeGrant(grant, kind, question)
    steps.push(step)
    if (decides(step)) return steps
  }
  steps.push(denies(reason('no_grant_permits', ['ACC-1'], { permission: question.permission })))
  return steps
}

const decides = ({ outcome }: Step): boolean => outcome === 'allows' || outcome === 'denies'
