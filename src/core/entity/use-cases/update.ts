import { z } from 'zod'
import { type AuthorizeIn, authorizeThing, authorizeThingNeeds } from '../../access/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Facts,
  type Made,
  ok,
  put,
  type Result,
  reason,
  refused,
} from '../../kernel/index.ts'
import { DisplayName } from '../../organization/index.ts'
import { type Entity, type EntityOf, entities } from '../model.ts'
import { Fields, type FieldsRefusal, judgeFields } from '../own-fields.ts'
import { entityRefusals } from '../refusals.ts'
import { inRoom, type KindIn, type Right, type Room } from '../room.ts'

const fields = {
  actor: Actor,
  name: DisplayName.optional(),
  /** ENT-8: all of them, in place of those that are there. */
  fields: Fields.optional(),
  ...commandFields,
}

type Shape = z.core.$ZodLooseShape
type Updating<R extends Right, F extends Shape, U extends Shape> = Pick<
  Room<R, F, Shape, Shape, U>,
  'name' | 'right' | 'of' | 'which' | 'updates'
>
const commandOf = <F extends Shape, U extends Shape>({ which, updates }: Updating<Right, F, U>) =>
  z.strictObject({ ...which, ...updates, ...fields })

type Update = z.output<z.ZodObject<typeof fields, z.core.$strict>> & {
  readonly stages?: readonly string[] | undefined
}

/** @since 0.3.0 */
export type UpdateEntityRefusal<R extends Right> =
  | AuthorizeIn<R>
  | FieldsRefusal
  | Made<typeof entityRefusals.entity_unchanged>

/**
 * ENT-8: another name, other fields of the host's, or other stages of a workflow. A grant that is limited to a stage
 * which is no more gives nothing in any other (ROL-5).
 */
export const updateEntity = <R extends Right, F extends Shape, U extends Shape>(room: Updating<R, F, U>) =>
  inRoom<ReturnType<typeof commandOf<F, U>>, Update, EntityOf<KindIn<R>>, UpdateEntityRefusal<R>, R>(
    room,
    'update',
    commandOf(room),
    {
      reads: (asked, found) => authorizeThingNeeds(asked, found),
      plan: (asked, slice, env) => {
        const { actor, kind, id } = asked
        const allowed = authorizeThing<R>(slice, { actor, kind, id, act: 'edit' }, env)
        if (!allowed.ok) return allowed
        const { entity, because } = allowed.value
        const own = newFields(asked.fields, kind, env)
        if (!own.ok) return own
        const { name = entity.name, stages = entity.stages } = asked
        const after: Entity = { ...entity, name, ...(stages && { stages }), ...own.value }
        if (JSON.stringify(after) === JSON.stringify(entity))
          return refused(entityRefusals.entity_unchanged({ kind, id }))
        return ok({
          value: after as EntityOf<KindIn<R>>,
          because: [because, reason('entity_updated', ['ENT-8'], { kind, id })],
          writes: [put(entities, after)],
          effects: [],
          organizationId: entity.organizationId,
        })
      },
    },
  )

/** What is not named stays, whatever the host's schema says of it by now. */
const newFields = (
  given: Facts | undefined,
  kind: string,
  { fields: schemas }: Env,
): Result<{ readonly fields?: Facts }, FieldsRefusal> =>
  given === undefined ? ok({}) : judgeFields(schemas, kind, given)
