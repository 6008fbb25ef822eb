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
  type CopyGrantsRefusal,
  copiedGrants,
  copyGrantNeeds,
  isTooManyGrants,
  MOST_COPIED,
} from '../../grant/index.ts'
import {
  type Actor as Acting,
  Actor,
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
  type UseCase,
  type Write,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { DisplayName } from '../../organization/index.ts'
import { type Link, links, partsList, RelationName } from '../link.ts'
import { type Entity, EntityId, type EntityOf, entities } from '../model.ts'
import { Fields, type FieldsRefusal, hasFields, judgeFields } from '../own-fields.ts'
import {
  type Attaching,
  attached,
  firstParts,
  judgeSole,
  knownRelation,
  type Parts,
  type PartsRefusal,
  soleNeeds,
} from '../parts.ts'
import { entityRefusals } from '../refusals.ts'
import { relationsFrom, TEAM } from '../relations.ts'
import { MAX_PARTS } from '../why-no-relations.ts'

const kind = 'project'

const Copy = z.strictObject({
  actor: Actor,
  projectId: EntityId,
  name: DisplayName,
  /** ENT-5: `team`, and the names of relations; its ontology and its admins are copied always. */
  with: z.array(RelationName).max(100).readonly().optional(),
  /** What the copy has by these relations instead. */
  parts: z.record(RelationName, z.array(EntityId).max(MAX_PARTS).readonly()).readonly().optional(),
  /** ENT-8: those of the copy; without them those of the project. */
  fields: Fields.optional(),
  ...commandFields,
})
type Copy = z.output<typeof Copy>

/** @since 0.3.0 */
export type CopyProjectRefusal =
  | AuthorizeOnRefusal
  | AuthorizeRefusal
  | PartRefusal
  | PartsRefusal
  | FieldsRefusal
  | Made<typeof entityRefusals.project_too_large | typeof entityRefusals.entity_admins_missing>
  | CopyGrantsRefusal

/** By which relations the copy has what the project has: those that must be, and those that are named. */
const copiedRelations = ({ with: named = [], parts = {} }: Copy, { relations }: Env) =>
  relationsFrom(relations, kind).filter(
    ({ name, min }) => (min > 0 || named.includes(name)) && !Object.hasOwn(parts, name),
  )

const linksOf = (projectId: string, relation: string, slice: Slice) =>
  slice.list<Link>(links, ...partsList(kind, projectId, relation))

const given = ({ parts = {} }: Copy, { relations }: Env): readonly Attaching[] =>
  relationsFrom(relations, kind).flatMap(relation =>
    Object.hasOwn(parts, relation.name) ? (parts[relation.name] ?? []).map(toId => ({ relation, toId })) : [],
  )

const partsNeeds = (command: Copy, found: Slice, env: Env): readonly Need[] => [
  ...copiedRelations(command, env).flatMap(relation => [
    { list: listKey(...partsList(kind, command.projectId, relation.name)), limit: MOST_COPIED + 1 },
    ...linksOf(command.projectId, relation.name, found).flatMap(({ toKind, toId }) => [
      refOf(entities, toKind, toId),
      ...soleNeeds({ relation, toId }),
    ]),
  ]),
  ...given(command, env).flatMap(each => partNeeds(command.actor, each, found)),
]

/**
 * ENT-5: a project like another: its ontology and whatever else it must have, its admins, and what is named. It begins
 * anew (ENT-6), and whoever copies it is an admin too, if they are in for good.
 */
export const copyProject: UseCase<typeof Copy, EntityOf<'project'>, CopyProjectRefusal, Env> = {
  name: 'projects.copy',
  command: Copy,
  reads: (command, found, env) => {
    const { actor, projectId: id } = command
    const organizationId = found.get(entities, kind, id)?.organizationId
    return [
      ...authorizeOnNeeds({ actor, kind, id }, found),
      ...(organizationId === undefined ? [] : authorizeNeeds(actor, organizationId, found)),
      ...(organizationId === undefined ? [] : copyGrantNeeds({ organizationId, id, actor }, found)),
      ...partsNeeds(command, found, env),
    ]
  },
  plan: (command, slice, env) => {
    const { actor, projectId: id } = command
    const allowed = authorizeOn(slice, { actor, kind, id, permission: 'project.manage_admins' }, env)
    if (!allowed.ok) return allowed
    const { entity: source, because } = allowed.value
    const { organizationId } = source
    const creates = authorize(slice, { actor, organizationId, permission: 'content.create', operator: 'may' }, env)
    if (!creates.ok) return creates
    const copy = copyOf(command, source, env)
    if (!copy.ok) return copy
    const parts = copiedParts(command, copy.value, slice, env)
    if (!parts.ok) return parts
    const team = copiedTeam(command, copy.value, slice, env)
    if (!team.ok) return team
    return ok({
      value: copy.value,
      because: [because, creates.value, reason('project_copied', ['ENT-5', 'ENT-2', 'INV-08'], { from: id })],
      writes: [put(entities, copy.value), ...parts.value, ...team.value],
      effects: [],
      organizationId,
    })
  },
}

const copyOf = (command: Copy, source: Entity, env: Env): Result<EntityOf<'project'>, FieldsRefusal> => {
  const kept = hasFields(env.fields, kind) ? source.fields : undefined
  const fields = judgeFields(env.fields, kind, command.fields ?? kept)
  if (!fields.ok) return fields
  const { organizationId } = source
  const id = EntityId.parse(env.newId())
  const made = { createdBy: command.actor, createdAt: env.now, status: 'active', progress: 'not_started' } as const
  return ok({ organizationId, kind, id, name: command.name, ...made, ...fields.value })
}

/** What stands in the project is its admin's to copy; what is named anew is attached like anything else. */
const copiedParts = (
  command: Copy,
  copy: Entity,
  slice: Slice,
  env: Env,
): Result<readonly Write[], CopyProjectRefusal> => {
  for (const name of command.with ?? []) {
    const known = name === TEAM ? ok(null) : knownRelation(env.relations, kind, name)
    if (!known.ok) return known
  }
  const copied = copiedRelations(command, env).map(
    ({ name }) => [name, linksOf(command.projectId, name, slice).map(({ toId }) => toId)] as const,
  )
  const parts: Parts = { ...command.parts, ...Object.fromEntries(copied) }
  if (Object.values(parts).reduce((sum, ids) => sum + ids.length, 0) > MOST_COPIED)
    return refused(entityRefusals.project_too_large({ id: command.projectId, of: 'links', most: MOST_COPIED }))
  const first = firstParts(env.relations, kind, parts)
  if (!first.ok) return first
  const by: { readonly actor: Acting; readonly organizationId: string } = { ...copy, actor: command.actor }
  for (const each of first.value) {
    const isNamed = Object.hasOwn(command.parts ?? {}, each.relation.name)
    const judged = isNamed ? judgePart(slice, by, each, env) : judgeSole(each, slice)
    if (!judged.ok) return judged
  }
  return ok(attached(copy, first.value, { by: command.actor, at: env.now }))
}

const copiedTeam = (
  { projectId: id, actor, with: named }: Copy,
  copy: Entity,
  slice: Slice,
  env: Env,
): Result<readonly Write[], CopyProjectRefusal> => {
  const from = { organizationId: copy.organizationId, id }
  if (isTooManyGrants(from, slice))
    return refused(entityRefusals.project_too_large({ id, of: 'grants', most: MOST_COPIED }))
  const grants = copiedGrants(from, { to: copy.id, actor, team: named?.includes(TEAM) ?? false }, slice, env)
  if (!grants.ok) return grants
  return grants.value.length > 0 ? grants : refused(entityRefusals.entity_admins_missing({ kind }))
}
