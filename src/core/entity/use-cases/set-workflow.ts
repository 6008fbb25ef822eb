import { z } from 'zod'
import {
  type AuthorizeOnRefusal,
  authorizeOn,
  authorizeOnNeeds,
  judgePart,
  type PartRefusal,
  partNeeds,
} from '../../access/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  listKey,
  type Made,
  ok,
  reason,
  refOf,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { type Link, linkCounts, links, partsList } from '../link.ts'
import { EntityId } from '../model.ts'
import { attached, type CountRefusal, detached, judgeCount, linkOf, switched } from '../parts.ts'
import { entityRefusals } from '../refusals.ts'
import { type Relation, relationOf, WORKFLOW } from '../relations.ts'

const SetWorkflow = z.strictObject({
  actor: Actor,
  projectId: EntityId,
  /** Null: none. */
  workflowId: EntityId.nullable(),
  ...commandFields,
})

/** @since 0.3.0 */
export type SetWorkflowRefusal =
  | AuthorizeOnRefusal
  | PartRefusal
  | Extract<CountRefusal, { code: 'relation_too_few' }>
  | Made<typeof entityRefusals.entity_unchanged>

const kind = 'project'

/** The table has it: `whyNoRelations` refuses one without. */
const relationIn = ({ relations }: Env): Relation => relationOf(relations, kind, WORKFLOW) as Relation

const before = (projectId: string, slice: Slice): Link | undefined =>
  slice.list<Link>(links, ...partsList(kind, projectId, WORKFLOW))[0]

/** ENT-1, ENT-2: gives a project its workflow, another one in one step, or none. */
export const setProjectWorkflow: UseCase<
  typeof SetWorkflow,
  { readonly workflow: Link | null },
  SetWorkflowRefusal,
  Env
> = {
  name: 'projects.setWorkflow',
  command: SetWorkflow,
  reads: ({ actor, projectId: id, workflowId: toId }, found, env) => [
    ...authorizeOnNeeds({ actor, kind, id }, found),
    { list: listKey(...partsList(kind, id, WORKFLOW)), limit: 1 },
    refOf(linkCounts, kind, id, WORKFLOW),
    ...(toId === null ? [] : partNeeds(actor, { relation: relationIn(env), toId }, found)),
  ],
  plan: ({ actor, projectId: id, workflowId: toId }, slice, env) => {
    const allowed = authorizeOn(slice, { actor, kind, id, permission: 'project.edit' }, env)
    if (!allowed.ok) return allowed
    const { entity, because } = allowed.value
    const { organizationId } = entity
    const relation = relationIn(env)
    const link = before(id, slice)
    if ((link?.toId ?? null) === toId) return refused(entityRefusals.entity_unchanged({ kind, id }))
    const done = { effects: [], organizationId, because: [because, reason('workflow_set', ['ENT-1', 'ENT-2'], { id })] }
    if (toId === null) {
      const count = slice.count(linkCounts, kind, id, WORKFLOW)
      const enough = judgeCount(relation, count, count - 1, id)
      if (!enough.ok) return refused(enough.refusal as Extract<CountRefusal, { code: 'relation_too_few' }>)
      return ok({ ...done, value: { workflow: null }, writes: link ? detached(link, relation) : [] })
    }
    const to = { relation, toId }
    const part = judgePart(slice, { actor, organizationId }, to, env)
    if (!part.ok) return part
    const stamp = { by: actor, at: env.now }
    const writes = link ? switched(entity, link, to, stamp) : attached(entity, [to], stamp)
    return ok({ ...done, value: { workflow: linkOf(entity, to, stamp) }, writes })
  },
}
