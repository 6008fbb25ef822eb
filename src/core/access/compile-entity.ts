import type { Instant } from '../kernel/index.ts'
import { can } from './can.ts'
import { type Mask, maskOf } from './compiled-format.ts'
import { IN_STAGES } from './grant-rules.ts'
import type { AccessFacts, AccessGrant, EntityResource } from './model.ts'

/** The facts that hold for all that one user is asked about. */
export type CommonFacts = Omit<AccessFacts, 'resource' | 'grants' | 'stage'>

/** A project, a dataset or an ontology with the grants on it that the actor has, themselves or through groups. @since 0.2.0 */
export type CompileEntity = EntityResource & { readonly grants: readonly AccessGrant[] }

/** What is permitted on one entity, in every stage and in some. */
export type CompiledEntity = { readonly mask: Mask; readonly stages: { readonly [stage: string]: Mask } }

/** What is permitted on an entity: what `can` says, permission by permission. */
export const compileEntity = (common: CommonFacts, entity: CompileEntity): CompiledEntity => {
  const { grants } = entity
  const facts: AccessFacts = { ...common, resource: entity, grants }
  const mask = maskOf(entity.kind, permission => can(permission, facts).allowed)
  const inStage = (stage: string): Mask =>
    maskOf(entity.kind, permission => IN_STAGES.includes(permission) && can(permission, { ...facts, stage }).allowed)
  const stages = [...new Set(grants.flatMap(grant => grant.stages ?? []))]
    .map(stage => [stage, inStage(stage) & ~mask] as const)
    .filter(([, more]) => more !== 0)
  return { mask, stages: Object.fromEntries(stages) }
}

/** When something of it ends; the end of a grant that adds nothing to the others is none. */
export const endOf = (common: CommonFacts, entity: CompileEntity, compiled: CompiledEntity): Instant | undefined => {
  const ends = entity.grants.flatMap(({ until }) => (until !== undefined && until > common.now ? [until] : []))
  const now = JSON.stringify(compiled)
  return [...new Set(ends)]
    .sort((a, b) => a - b)
    .find(end => JSON.stringify(compileEntity({ ...common, now: end }, entity)) !== now)
}
