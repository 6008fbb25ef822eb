import { z } from 'zod'
import { type AuthorizeOnRefusal, authorizeOn, authorizeOnNeeds } from '../../access/index.ts'
import { entities, type Room, viewInRoom, viewOn } from '../../entity/index.ts'
import { Actor, type ListOf, ok, pageFields, pageNeed, pageOf } from '../../kernel/index.ts'
import { type Grant, grants } from '../model.ts'

const fields = { actor: Actor, subject: z.enum(['user', 'group']), ...pageFields }
const commandOf = <F extends z.ZodRawShape>({ which }: Room<F>) => z.strictObject({ ...which, ...fields })
type Asked = z.output<z.ZodObject<typeof fields, z.core.$strict>>

const BY_ENTITY = 'grant_by_entity'

/** ROL-7: what users, or groups, were granted on one thing; whoever has implicit access alone is not among them. */
export const teamOf = <F extends z.ZodRawShape>(room: Room<F>) =>
  viewInRoom<ReturnType<typeof commandOf<F>>, Asked, ListOf<Grant>, AuthorizeOnRefusal>(room, 'team', commandOf(room), {
    reads: (asked, found) => {
      const { kind, id, subject } = asked
      const organizationId = found.get(entities, kind, id)?.organizationId
      return [
        ...authorizeOnNeeds(asked, found),
        ...(organizationId === undefined ? [] : [pageNeed(asked, BY_ENTITY, organizationId, kind, id, subject)]),
      ]
    },
    answer: ({ actor, kind, id, subject }, slice, env) => {
      const allowed = authorizeOn(slice, { actor, kind, id, permission: viewOn(kind), archived: 'passes' }, env)
      if (!allowed.ok) return allowed
      const list = [BY_ENTITY, allowed.value.entity.organizationId, kind, id, subject] as const
      return ok({ value: pageOf(slice, grants, list, grant => grant), because: [allowed.value.because] })
    },
  })
