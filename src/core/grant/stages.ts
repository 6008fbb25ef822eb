import {
  type EntityRole,
  entities,
  type Link,
  links,
  partsList,
  STAGED_ROLES,
  type Which,
  WORKFLOW,
} from '../entity/index.ts'
import { listKey, type Made, type Need, ok, type Result, refOf, refused, type Slice } from '../kernel/index.ts'
import { grantRefusals } from './refusals.ts'

export type StagesRefusal = Made<
  typeof grantRefusals.grant_stages_unknown | typeof grantRefusals.grant_stages_not_for_role
>

const workflowOf = (projectId: string) => partsList('project', projectId, WORKFLOW)

const workflowLink = (projectId: string, slice: Slice): Link | undefined =>
  slice.list(links, ...workflowOf(projectId))[0]

type Staged = Which & { readonly role: EntityRole; readonly stages?: readonly string[] | undefined }

/** What `judgeStages` looks at. */
export const stagesNeeds = ({ id, stages }: Omit<Staged, 'role'>, found: Slice): readonly Need[] => {
  if (stages === undefined) return []
  const link = workflowLink(id, found)
  return [{ list: listKey(...workflowOf(id)), limit: 1 }, ...(link ? [refOf(entities, link.toKind, link.toId)] : [])]
}

/** ROL-5: only those who annotate and review are limited to stages, and to stages that the project's workflow has. */
export const judgeStages = ({ id, role, stages }: Staged, slice: Slice): Result<null, StagesRefusal> => {
  if (stages === undefined) return ok(null)
  if (!STAGED_ROLES.includes(role))
    return refused(grantRefusals.grant_stages_not_for_role({ role, roles: STAGED_ROLES }))
  const link = workflowLink(id, slice)
  const known = (link && slice.get(entities, link.toKind, link.toId)?.stages) ?? []
  const unknown = stages.filter(stage => !known.includes(stage))
  return unknown.length === 0 ? ok(null) : refused(grantRefusals.grant_stages_unknown({ id, stages: unknown, known }))
}
