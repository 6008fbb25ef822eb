import { z } from 'zod'
import { type AuthorizeOnRefusal, authorizeOn, authorizeOnNeeds } from '../../access/index.ts'
import { entities, type entityRefusals, type Room, viewInRoom, viewOn } from '../../entity/index.ts'
import {
  Actor,
  type ListOf,
  type Made,
  type Need,
  ok,
  pageFields,
  pageNeed,
  pageOf,
  refOf,
  refused,
  type Slice,
} from '../../kernel/index.ts'
import {
  type At,
  isOfAnotherVendor,
  isUntold,
  type Membership,
  memberNeeds,
  memberships,
} from '../../membership/index.ts'
import { users } from '../../user/index.ts'
import { GROUPS_PER_ENTITY, type Grant, grants, type TeamGrant } from '../model.ts'
import { isInUse } from '../rules.ts'

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

/** Whom each grant of the page is to: their membership says whether it is one. */
const holderNeeds = (page: readonly Grant[], found: Slice): readonly Need[] =>
  page
    .filter(({ subject }) => subject === 'user')
    .flatMap(({ organizationId, subjectId }) => [
      ...memberNeeds(organizationId, subjectId, found),
      refOf(users, subjectId),
    ])

/** Who looks, where they came with a vendor: to them alone it matters who gave something. */
const guestIn = ({ actor }: Pick<Asked, 'actor'>, organizationId: string, records: Slice): Membership | undefined => {
  const viewer = actor.kind === 'user' ? records.get(memberships, organizationId, actor.userId) : undefined
  return viewer?.byWorkforce && viewer
}

const giverNeeds = (asked: Asked, page: readonly Grant[], found: Slice): readonly Need[] =>
  page.flatMap(({ organizationId, by }) =>
    by.kind === 'user' && guestIn(asked, organizationId, found) ? [refOf(memberships, organizationId, by.userId)] : [],
  )

/** WRK-6: what a vendor's person sees of a grant, and everybody else of each. */
const shownTo = (guest: Membership | undefined, grant: Grant, slice: Slice, at: At): readonly TeamGrant[] => {
  if (!guest) return [grant]
  const member = (userId: string) => slice.get(memberships, grant.organizationId, userId)
  if (grant.subject === 'user' && isOfAnotherVendor(guest, member(grant.subjectId), slice, at)) return []
  const { by, ...rest } = grant
  return [by.kind === 'user' && isUntold(guest, member(by.userId), slice, at) ? rest : grant]
}

/**
 * ROL-7: what users, or groups, were granted on one thing; whoever has implicit access alone is not among them. Nor is
 * what gives nothing now (INV-14, INV-25, MEM-2, MEM-7), nor are to a vendor's people those of other vendors (WRK-6), so
 * that a page can be shorter than its limit; nor are they told that one of these gave it.
 */
export const teamOf = <F extends Shape>(room: Naming<F>) =>
  viewInRoom<ReturnType<typeof commandOf<F>>, Asked, ListOf<TeamGrant>, TeamRefusal, 'granted'>(
    room,
    'team',
    commandOf(room),
    {
      reads: (asked, found) => {
        const { kind, id, subject } = asked
        const organizationId = found.get(entities, kind, id)?.organizationId
        const page =
          organizationId === undefined ? [] : found.list(grants, BY_ENTITY, organizationId, kind, id, subject)
        return [
          ...authorizeOnNeeds(asked, found),
          ...(organizationId === undefined
            ? []
            : [pageNeed(paged(asked), BY_ENTITY, organizationId, kind, id, subject)]),
          ...holderNeeds(page, found),
          ...giverNeeds(asked, page, found),
        ]
      },
      answer: ({ actor, kind, id, subject }, slice, env) => {
        const allowed = authorizeOn(slice, { actor, kind, id, permission: viewOn(kind), archived: 'passes' }, env)
        if (!allowed.ok) return refused(allowed.refusal as TeamRefusal)
        const list = [BY_ENTITY, allowed.value.entity.organizationId, kind, id, subject] as const
        const { items, ...rest } = pageOf(slice, grants, list, grant => grant)
        const { organizationId } = allowed.value.entity
        const guest = guestIn({ actor }, organizationId, slice)
        const team = items
          .filter(grant => isInUse(grant, slice, env))
          .flatMap(grant => shownTo(guest, grant, slice, env))
        return ok({ value: { items: team, ...rest }, because: [allowed.value.because] })
      },
    },
  )
