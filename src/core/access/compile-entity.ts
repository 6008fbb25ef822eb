import type { Instant } from '../kernel/index.ts'
import { laterOf } from '../workforce/index.ts'
import { type Mask, maskOf, permissionsByKind } from './compiled-format.ts'
import { IN_STAGES, judgeGrant } from './grant-rules.ts'
import type { AccessFacts, AccessGrant, EntityResource, Permission } from './model.ts'
import type { Question } from './step.ts'
import { decidedByRule, questionOf } from './walk.ts'

/** The facts that hold for all that one user is asked about. */
export type CommonFacts = Omit<AccessFacts, 'resource' | 'grants' | 'stage'>

/** A project, a dataset or an ontology with the grants on it that the actor has, themselves or through groups. @since 0.2.0 */
export type CompileEntity = EntityResource & { readonly grants: readonly AccessGrant[] }

/** What is permitted on one entity, in every stage and in some, and when something of it ends. */
export type CompiledEntity = {
  readonly mask: Mask
  readonly stages: { readonly [stage: string]: Mask }
  readonly until: Instant | undefined
}

/** Each permission that a grant gives, with the end of the last one that does. */
type Ends = Map<Permission, Instant | 'lasting'>

/**
 * What is permitted on an entity: what `can` says, permission by permission. Each grant is looked at once (INV-26); the end
 * of one that adds nothing to the others is none.
 */
export const compileEntity = (common: CommonFacts, entity: CompileEntity): CompiledEntity => {
  const facts: AccessFacts = { ...common, resource: entity, grants: [] }
  const byRule = new Set<Permission>()
  const asked: Question[] = []
  for (const permission of permissionsByKind[entity.kind]) {
    const question = questionOf(permission, facts)
    const step = decidedByRule(question)
    if (step?.outcome === 'allows') byRule.add(permission)
    if (!step) asked.push(question)
  }
  const { always, inStages } = endsByGrants(entity, asked)
  const staged = [...inStages].map(([stage, ends]) => [stage, without(ends, always)] as const)
  const ends = [always, ...staged.map(([, more]) => more)].flatMap(each => [...each.values()])
  return {
    mask: maskOf(entity.kind, permission => byRule.has(permission) || always.has(permission)),
    stages: Object.fromEntries(
      staged
        .filter(([, more]) => more.size > 0)
        .map(([stage, more]) => [stage, maskOf(entity.kind, permission => more.has(permission))]),
    ),
    until: ends.reduce<Instant | undefined>(
      (first, end) => (end === 'lasting' ? first : Math.min(first ?? end, end)),
      undefined,
    ),
  }
}

const endsByGrants = ({ kind, grants }: CompileEntity, asked: readonly Question[]) => {
  const always: Ends = new Map()
  const inStages = new Map<string, Ends>()
  for (const grant of grants) {
    const { stages, ...anywhere } = grant
    for (const question of asked) {
      const { permission } = question
      if (judgeGrant(anywhere, kind, question).outcome !== 'allows') continue
      const isStaged = stages !== undefined && IN_STAGES.includes(permission)
      for (const ends of isStaged ? stagesOf(stages, inStages) : [always])
        ends.set(permission, laterOf(ends.get(permission), grant.until ?? 'lasting') ?? 'lasting')
    }
  }
  return { always, inStages }
}

/** Of each stage that a grant is limited to. */
const stagesOf = (stages: readonly string[], inStages: Map<string, Ends>): readonly Ends[] =>
  (Array.isArray(stages) ? stages : [])
    .filter(stage => typeof stage === 'string')
    .map(stage => {
      const ends = inStages.get(stage) ?? new Map()
      inStages.set(stage, ends)
      return ends
    })

/** What is permitted in every stage is none of one stage's own. */
const without = (ends: Ends, always: Ends): Ends => new Map([...ends].filter(([permission]) => !always.has(permission)))
