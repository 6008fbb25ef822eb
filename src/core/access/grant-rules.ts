import { type EntityKind, entityRoles, permissionsOf, STAGED_ROLES } from '../entity/index.ts'
import { reason } from '../kernel/index.ts'
import { isBefore } from './is-before.ts'
import type { AccessGrant, Permission } from './model.ts'
import { allows, factsInvalid, givesNothing, type Question, type Step } from './step.ts'

/** ENT-6: whom a project that is paused, completed or cancelled keeps out. */
const WORKERS: readonly string[] = STAGED_ROLES
const OPEN: readonly unknown[] = [undefined, 'not_started', 'in_progress']

/** ROL-5: what is done in a stage of the workflow. */
export const IN_STAGES: readonly Permission[] = ['project.annotate', 'project.review']

const isKeptOut = (role: string, { permission, kind, facts: { resource } }: Question): boolean =>
  kind === 'project' &&
  WORKERS.includes(role) &&
  permission !== 'project.view' &&
  !(resource.kind === 'project' && OPEN.includes(resource.progress))

const isInStage = ({ stages }: AccessGrant, { permission, facts: { stage } }: Question): boolean =>
  stages === undefined ||
  !IN_STAGES.includes(permission) ||
  (Array.isArray(stages) && typeof stage === 'string' && stages.includes(stage))

/** What one grant says to a permission on a project, a dataset or an ontology. */
export const judgeGrant = (grant: AccessGrant, kind: EntityKind, question: Question): Step => {
  const { permission, facts } = question
  const { role, through, until, stages } = grant
  const groupId = through.kind === 'group' ? through.groupId : undefined
  if (through.kind !== 'user' && through.kind !== 'group') return givesNothing(factsInvalid())
  if (through.kind === 'group' && through.status !== 'active')
    return givesNothing(reason('group_archived', ['GRP-2'], { role, groupId }))
  if (!isBefore(facts.now, until)) return givesNothing(reason('grant_expired', ['INV-25'], { role, groupId, until }))
  if (!permissionsOf(kind, role)?.some(each => each === permission))
    return givesNothing(
      reason('grant_does_not_permit', [kind === 'project' ? 'ROL-5' : 'ROL-6'], { role, groupId, permission }),
    )
  if (isKeptOut(role, question))
    return givesNothing(reason('project_keeps_out', ['ENT-6'], { role, groupId, progress: progressOf(question) }))
  if (!isInStage(grant, question))
    return givesNothing(reason('grant_for_other_stages', ['ROL-5'], { role, groupId, stages, stage: facts.stage }))
  return allows({ kind: 'grant', role, through }, reason('grant_permits', ['GRP-3'], { role, groupId, permission }))
}

const progressOf = ({ facts: { resource } }: Question) =>
  resource.kind === 'organization' ? undefined : resource.progress

/** GRP-3: strongest role first; one's own before a group's. The order in which they were given never matters. */
export const strongestFirst = (kind: EntityKind, grants: readonly AccessGrant[]): readonly AccessGrant[] =>
  grants.length < 2
    ? grants
    : [...grants].sort(
        (a, b) =>
          rankOn(kind, a) - rankOn(kind, b) || ascending(groupOf(a), groupOf(b)) || ascending(restOf(a), restOf(b)),
      )

const rankOn = (kind: EntityKind, { role }: AccessGrant): number => {
  const order = entityRoles[kind].strongestFirst
  const rank = order.indexOf(role)
  return rank < 0 ? order.length : rank
}

const groupOf = ({ through }: AccessGrant): string => (through.kind === 'group' ? through.groupId : '')
const restOf = ({ through, until, stages }: AccessGrant): string => JSON.stringify([through, until, stages])
const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
