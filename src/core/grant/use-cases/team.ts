import { z } from 'zod'
import { type AuthorizeOnRefusal, authorizeOn, authorizeOnNeeds } from '../../access/index.ts'
import { entities, type entityRefusals, type Room, viewInRoom, viewOn } from '../../entity/index.ts'
import { Actor, type ListOf, type Made, ok, pageFields, pageNeed, pageOf, refused } from '../../kernel/index.ts'
import { GROUPS_PER_ENTITY, type Grant, grants } from '../model.ts'

const fields = { actor: Actor, subject: z.enum(['user', 'group']), ...pageFields }
type Shape = z.core.$ZodLooseShape
type Naming<F extends Shape> = Pick<Room<'granted', F>, 'name' | 'right' | 'of' | 'which'>
const commandOf = <F extends Shape>({ which }: Naming<F>) => z.strictObject({ ...which, ...fields })
type Asked = z.output<z.ZodObject<typeof fields, z.core.$strict>>

/** @since 0.2.0 */
export type TeamRefusal = Exclude<AuthorizeOnRefusal, Made<typeof entityRefusals.entity_archived>>

const BY_ENTITY = 'grant_by_entity'

/** A thing has so few groups that they come on one page: the one that a decision about it looks at. */
const paged = (asked: Asked) => (asked.subject === 'group' ? { limit: GROUPS_PER_ENTITY } : asked)

/** ROL-7: what users, or groups, were granted on one thing; whoever has implicit access alone is not among them. */
export const teamOf = <F extends Shape>(room: Naming<F>) =>
  viewInRoom<ReturnType<typeof commandOf<F>>, Asked, ListOf<Grant>, TeamRefusal, 'granted'>(
    room,
    'team',
    commandOf(room),
    {
      reads: (asked, found) => {
        const { kind, id, subject } = asked
        const organizationId = found.get(entities, kind, id)?.organizationId
        return [
          ...authorizeOnNeeds(asked, found),
          ...(organizationId === undefined
            ? []
            : [pageNeed(paged(asked), BY_ENTITY, organizationId, kind, id, subject)]),
        ]
      },
      answer: ({ actor, kind, id, subject }, slice, env) => {
        const allowed = authorizeOn(slice, { actor, kind, id, permission: viewOn(kind), archived: 'passes' }, env)
        if (!allowed.ok) return refused(allowed.refusal as TeamRefusal)
        const list = [BY_ENTITY, allowed.value.entity.organizationId, kind, id, subject] as const
        return ok({ value: pageOf(slice, grants, list, grant => grant), because: [allowed.value.because] })
      },
    },
  )
