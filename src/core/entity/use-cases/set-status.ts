import { z } from 'zod'
import { type AuthorizeOnRefusal, authorizeOn, authorizeOnNeeds } from '../../access/index.ts'
import type { Env } from '../../env.ts'
import { Actor, commandFields, type Made, ok, put, reason, refused, type UseCase } from '../../kernel/index.ts'
import { EntityId, type EntityOf, entities, ProjectProgress } from '../model.ts'
import { entityRefusals } from '../refusals.ts'

const SetStatus = z.strictObject({ actor: Actor, projectId: EntityId, status: ProjectProgress, ...commandFields })

/** @since 0.3.0 */
export type SetStatusRefusal = AuthorizeOnRefusal | Made<typeof entityRefusals.entity_unchanged>

/** ENT-6: paused, completed and cancelled keep annotators and reviewers out, not admins and team managers. */
export const setProjectStatus: UseCase<typeof SetStatus, EntityOf<'project'>, SetStatusRefusal, Env> = {
  name: 'projects.setStatus',
  command: SetStatus,
  reads: ({ actor, projectId: id }, found) => authorizeOnNeeds({ actor, kind: 'project', id }, found),
  plan: ({ actor, projectId: id, status }, slice, env) => {
    const kind = 'project'
    const allowed = authorizeOn(slice, { actor, kind, id, permission: 'project.control_tasks' }, env)
    if (!allowed.ok) return allowed
    const { entity, because } = allowed.value
    if (entity.progress === status) return refused(entityRefusals.entity_unchanged({ kind, id }))
    const after = { ...entity, kind, progress: status } as const
    return ok({
      value: after,
      because: [because, reason('project_status_set', ['ENT-6'], { id, status })],
      writes: [put(entities, after)],
      effects: [],
      organizationId: entity.organizationId,
    })
  },
}
