import { z } from 'zod'
import { type AuthorizeIn, authorizeThing, authorizeThingNeeds } from '../../access/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  add,
  commandFields,
  listKey,
  type Made,
  type Need,
  ok,
  put,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
  summed,
  type Write,
} from '../../kernel/index.ts'
import { type Link, linkCounts, links, useCounts, usesList } from '../link.ts'
import { type Entity, type EntityOf, entities } from '../model.ts'
import { type CountRefusal, detached, judgeCount } from '../parts.ts'
import { entityRefusals } from '../refusals.ts'
import { actToAttach, relationOf } from '../relations.ts'
import { inRoom, type KindIn, type Right, type Room, type Seen } from '../room.ts'

type Shape = z.core.$ZodLooseShape
type Archiving<R extends Right, F extends Shape, A extends Shape> = Pick<
  Room<R, F, Shape, Shape, Shape, A>,
  'name' | 'right' | 'of' | 'which' | 'archives'
>
const commandOf = <F extends Shape, A extends Shape>({ which, archives }: Archiving<Right, F, A>) =>
  z.strictObject({ actor: Actor, ...which, ...archives, ...commandFields })

type Asked = { readonly actor: Actor; readonly detach?: true | undefined }

/** From so many at most it is detached in the same commit; of more the facts name the first. */
const MOST_USES = 100

type Detaching = AuthorizeIn<'any'> | Extract<CountRefusal, { code: 'relation_too_few' }>
type InUse = Made<typeof entityRefusals.entity_in_use>

/** @since 0.2.0 */
export type ArchiveEntityRefusal<R extends Right, A extends Shape> =
  | AuthorizeIn<R>
  | InUse
  | (A extends { readonly detach: unknown } ? Detaching : never)

/**
 * ENT-4: what is archived keeps its grants and its parts, and allows nothing but looking at it. What is in use stays,
 * unless it is taken away from all that use it in the same commit.
 */
export const archiveEntity = <R extends Right, F extends Shape, A extends Shape>(room: Archiving<R, F, A>) =>
  inRoom<ReturnType<typeof commandOf<F, A>>, Asked, EntityOf<KindIn<R>>, ArchiveEntityRefusal<R, A>, R>(
    room,
    'archive',
    commandOf(room),
    {
      reads: (asked, found) => [...authorizeThingNeeds(asked, found), ...useNeeds(asked, found)],
      plan: (asked, slice, env) => {
        const { actor, kind, id } = asked
        const allowed = authorizeThing<R>(slice, { actor, kind, id, act: 'delete' }, env)
        if (!allowed.ok) return allowed
        const { entity, because } = allowed.value
        const free = asked.detach ? detachAll(asked, slice, env) : whyInUse(asked, slice)
        if (!free.ok) return refused(free.refusal as never)
        const archived: Entity = { ...entity, status: 'archived', archivedAt: env.now }
        return ok({
          value: archived as EntityOf<KindIn<R>>,
          because: [
            because,
            ...(asked.detach ? [reason('detached_everywhere', ['ENT-4'], { kind, id })] : []),
            reason('entity_archived_now', ['ENT-4'], { kind, id }),
          ],
          writes: [put(entities, archived), ...free.value],
          effects: [],
          organizationId: entity.organizationId,
        })
      },
    },
  )

type Archived = Seen<Asked, string>

const usesOf = ({ kind, id }: Archived, slice: Slice): readonly Link[] => slice.list(links, ...usesList(kind, id))

/** Of whom it is taken away is asked as if each were changed by itself. */
const useNeeds = (asked: Archived, found: Slice): readonly Need[] => {
  const { actor, kind, id, detach } = asked
  return [
    { list: listKey(...usesList(kind, id)), limit: MOST_USES },
    refOf(useCounts, kind, id),
    ...(detach ? usesOf(asked, found) : []).flatMap(({ fromKind, fromId, relation }) => [
      ...authorizeThingNeeds({ actor, kind: fromKind, id: fromId }, found),
      refOf(linkCounts, fromKind, fromId, relation),
    ]),
  ]
}

/** Whoever attaches it at this very moment meets the count. */
const unused = ({ kind, id }: Archived): Write => add(useCounts, [kind, id], 0, { min: 0, max: 0 })

/** The list and the count may have been read at different moments: where the list is whole, it says how many. */
const isCutOff = ({ kind, id }: Archived, slice: Slice): boolean => slice.next(...usesList(kind, id)) !== undefined

const whyInUse = (asked: Archived, slice: Slice): Result<readonly Write[], InUse> => {
  const { kind, id } = asked
  const links = usesOf(asked, slice)
  if (links.length === 0) return ok([unused(asked)])
  const count = isCutOff(asked, slice) ? Math.max(slice.count(useCounts, kind, id), links.length) : links.length
  const uses = links.map(({ fromKind, fromId, relation }) => ({ kind: fromKind, id: fromId, relation }))
  return refused(entityRefusals.entity_in_use({ kind, id, uses, count }))
}

const detachAll = (asked: Archived, slice: Slice, env: Env): Result<readonly Write[], InUse | Detaching> => {
  const { actor } = asked
  if (isCutOff(asked, slice)) return whyInUse(asked, slice)
  const writes: Write[] = []
  for (const link of usesOf(asked, slice)) {
    const { fromKind, fromId, relation } = link
    const act = actToAttach({ from: fromKind, name: relation })
    const may = authorizeThing<'any'>(slice, { actor, kind: fromKind, id: fromId, act, archived: 'passes' }, env)
    if (!may.ok) return may
    const row = relationOf(env.relations, fromKind, relation)
    const count = slice.count(linkCounts, fromKind, fromId, relation)
    const enough = row ? judgeCount(row, count, count - 1, fromId) : ok(null)
    if (!enough.ok) return refused(enough.refusal as Detaching)
    writes.push(...detached(link, row))
  }
  return ok(summed([unused(asked), ...writes]))
}
