import { grantsHeld, mayOn, permits } from './can.ts'
import { sits, standing, termOf } from './groups.ts'
import { type Asked, type Verdict, whyNobody, whyNot } from './people.ts'
import { actingRole, comeIn, leaveIfOver } from './workforce.ts'
import {
  type Entity,
  type Grant,
  guarded,
  type Member,
  memberOf,
  organizationOf,
  stateOf,
  userOf,
  type World,
} from './world.ts'

export type Model = (world: World, asked: Asked, now: number) => Verdict
export type Kind = 'project' | 'dataset' | 'ontology' | 'workflow'

const CREATORS = ['admin', 'internal']
const ROLES: { readonly [kind: string]: readonly string[] } = {
  project: ['admin', 'team_manager', 'annotator_reviewer', 'reviewer', 'annotator'],
  dataset: ['admin', 'user'],
  ontology: ['admin', 'user'],
}
const STAGED = ['annotator_reviewer', 'reviewer', 'annotator']

export const idIn = (kind: string, asked: Asked): string =>
  String({ project: asked.projectId, dataset: asked.datasetId, ontology: asked.ontologyId }[kind] ?? asked.workflowId)

export const entityOf = (world: World, kind: string, id: string): Entity | undefined =>
  world.entities.find(each => each.kind === kind && each.id === id)

/** ROL-6, ROL-7, WRK-5: why somebody may not do this with it; `passes`: also with what is archived. */
export const whyNotOn = (
  world: World,
  { actor }: Pick<Asked, 'actor'>,
  entity: Entity | undefined,
  act: string,
  archived: 'refused' | 'passes' = 'refused',
): string | undefined => {
  const nobody = actor.kind === 'user' ? whyNobody(world, actor.userId) : undefined
  if (nobody) return nobody
  if (!entity) return 'entity_not_found'
  const member = actor.kind === 'user' ? memberOf(world, entity.organizationId, actor.userId) : undefined
  const role = actingRole(world, member)
  if (actor.kind === 'user' && role === undefined)
    return member && stateOf(world, member) === 'suspended' ? 'member_suspended' : 'entity_not_found'
  if (organizationOf(world, entity.organizationId)?.archived) return 'organization_archived'
  // What nobody is granted anything on is for whoever may create it.
  const isFree = entity.kind === 'workflow'
  if (isFree && actor.kind === 'user' && !CREATORS.includes(role ?? '')) return 'permission_missing'
  if (entity.archived && archived === 'refused') return 'entity_archived'
  if (isFree || actor.kind === 'operator') return undefined
  return mayOn(world, actor.userId, `${entity.kind}.${act}`, entity) ? undefined : 'entity_permission_missing'
}

/** MEM-3: whether somebody is in for as long as nobody does anything. */
export const isInForGood = (world: World, member: Member | undefined): boolean =>
  member?.status === 'active' &&
  userOf(world, member.userId)?.deactivated === false &&
  (member.byRule !== undefined || (member.assigned !== undefined && member.assigned.until === undefined))

/** ENT-7: the first admins; without them whoever makes it. */
export const firstAdmins = (world: World, { organizationId, admins, actor }: Asked): readonly string[] | string => {
  const named = admins ?? (actor.kind === 'user' ? [actor.userId] : [])
  if (named.length === 0) return 'entity_admins_missing'
  return named.every(userId => isInForGood(world, memberOf(world, organizationId, userId)))
    ? [...new Set(named)]
    : 'entity_admins_invalid'
}

export const addAdmins = (world: World, { id, organizationId }: Entity, admins: readonly string[]): void => {
  for (const subjectId of admins) {
    const term = memberOf(world, organizationId, subjectId)?.term
    world.grants.push({ entityId: id, subject: 'user', subjectId, role: 'admin', term })
  }
}

const create: Model = (world, asked) => {
  const why = whyNot(world, asked, CREATORS)
  if (why) return why
  const admins = firstAdmins(world, asked)
  if (typeof admins === 'string') return admins
  return value => {
    const { id, kind } = value as unknown as Entity
    const entity: Entity = { organizationId: asked.organizationId, kind, id, name: asked.name, archived: false }
    world.entities.push(entity)
    addAdmins(world, entity, admins)
  }
}

const toGive = (kind: string, role: string): string =>
  kind === 'project' && role === 'admin' ? 'manage_admins' : 'manage_team'

/** INV-14, WRK-1, WRK-4: whoever is granted something is in, or comes in by it; a group is one of the organization's. */
const able = (world: World, { subject }: Asked, { organizationId, kind, id }: Entity) => {
  if (subject.kind === 'group')
    return (
      standing(world.groups.find(each => each.organizationId === organizationId && each.id === subject.groupId)) ??
      (() => {})
    )
  const userId = subject.userId ?? ''
  const makes = kind !== 'ontology'
  return whyNobody(world, userId) ?? comeIn(world, { host: organizationId, userId, on: { kind, id }, makes })
}

/** ROL-5: only in stages that the project's workflow has. */
const whyNotStages = (world: World, { stages, role = '' }: Asked, entity: Entity): string | undefined => {
  if (stages === undefined) return undefined
  if (!STAGED.includes(role)) return 'grant_stages_not_for_role'
  const link = world.links.find(({ from, relation }) => from === entity.id && relation === 'workflow')
  const known = world.entities.find(({ id }) => id === link?.to)?.stages ?? []
  return stages.every(stage => known.includes(stage)) ? undefined : 'grant_stages_unknown'
}

type Given = Pick<Grant, 'role' | 'until' | 'stages'>

/** ROL-3: nobody gives themselves, or a group of theirs, more than they have. */
const isUpward = (world: World, { actor, subject }: Asked, entity: Entity, given: Given): boolean => {
  if (actor.kind !== 'user') return false
  if (actingRole(world, memberOf(world, entity.organizationId, actor.userId)) === 'admin') return false
  const group = world.groups.find(({ id }) => id === subject.groupId)
  const isOwn =
    subject.kind === 'user' ? subject.userId === actor.userId : group && sits(world, group, actor.userId, 'member')
  if (!isOwn) return false
  const all = ['view', 'manage_team', 'manage_admins', 'annotate', 'review', 'edit'].map(act => `${entity.kind}.${act}`)
  return !grantsHeld(world, entity, actor.userId).some(
    held =>
      (held.until === undefined || (given.until !== undefined && given.until <= held.until)) &&
      (held.stages === undefined || (given.stages?.every(stage => held.stages?.includes(stage)) ?? false)) &&
      all.every(each => !permits(entity.kind, given.role, each) || permits(entity.kind, held.role, each)),
  )
}

type Whose = Pick<Grant, 'entityId' | 'subject' | 'subjectId'>

const isSameGrant = (a: Whose, b: Whose): boolean =>
  a.entityId === b.entityId && a.subject === b.subject && a.subjectId === b.subjectId

const whose = ({ subject }: Asked, { id: entityId }: Entity): Whose => ({
  entityId,
  subject: subject.kind,
  subjectId: String(subject.kind === 'user' ? subject.userId : subject.groupId),
})

export const giveGrant = (world: World, grant: Grant): void => {
  world.grants = world.grants.filter(each => !isSameGrant(each, grant))
  world.grants.push(grant)
}

const grantIn =
  (kind: Kind): Model =>
  (world, asked, now) => {
    const {
      role = '',
      until = undefined,
      stages,
    } = asked as {
      role?: string
      until?: number
      stages?: readonly string[]
    }
    if (!ROLES[kind]?.includes(role)) return 'entity_role_unknown'
    const entity = entityOf(world, kind, idIn(kind, asked))
    const why = whyNotOn(world, asked, entity, toGive(kind, role)) ?? (entity && whyNotStages(world, asked, entity))
    if (why || !entity) return why ?? 'entity_not_found'
    const come = able(world, asked, entity)
    if (typeof come === 'string') return come
    const it = whose(asked, entity)
    const before = world.grants.find(each => isSameGrant(each, it))
    const after = structuredClone(world)
    come(after)
    const term = it.subject === 'user' ? termOf(after, entity.organizationId, it.subjectId) : undefined
    const taken = before && whyNotOn(world, asked, entity, toGive(kind, before.role))
    if (taken) return taken
    const given: Grant = { ...it, role, until, term, stages: stages && [...stages].sort() }
    if (isUpward(world, asked, entity, given)) return 'own_grant_upward'
    if (until !== undefined && now >= until) return 'grant_expiry_past'
    const isSame =
      before?.role === role &&
      before.until === until &&
      before.term === term &&
      JSON.stringify(before.stages) === JSON.stringify(given.stages)
    if (isSame) return 'grant_unchanged'
    return guarded(world, each => {
      come(each)
      giveGrant(each, given)
    })
  }

const revokeIn =
  (kind: Kind): Model =>
  (world, asked) => {
    const entity = entityOf(world, kind, idIn(kind, asked))
    const why = whyNotOn(world, asked, entity, 'view')
    if (why || !entity) return why ?? 'entity_not_found'
    const it = whose(asked, entity)
    const before = world.grants.find(each => isSameGrant(each, it))
    if (!before) return 'grant_not_found'
    const isOwn = asked.actor.kind === 'user' && it.subject === 'user' && asked.actor.userId === it.subjectId
    const may = isOwn ? undefined : whyNotOn(world, asked, entity, toGive(kind, before.role))
    if (may) return may
    return guarded(world, each => {
      each.grants = each.grants.filter(one => !isSameGrant(one, it))
      if (it.subject === 'user') leaveIfOver(each, memberOf(each, entity.organizationId, it.subjectId))
    })
  }

/** ENT-4: what is in use stays, or is taken away from all that use it. */
const archiveIn =
  (kind: Kind): Model =>
  (world, asked) => {
    const entity = entityOf(world, kind, idIn(kind, asked))
    const why = whyNotOn(world, asked, entity, 'delete')
    if (why || !entity) return why ?? 'entity_not_found'
    const uses = world.links.filter(({ to }) => to === entity.id)
    if (uses.length > 0 && !asked.detach) return 'entity_in_use'
    const act = kind === 'dataset' ? 'attach_dataset' : 'edit'
    for (const { from } of uses) {
      const may = whyNotOn(world, asked, entityOf(world, 'project', from), act, 'passes')
      if (may) return may
    }
    return () => {
      world.links = world.links.filter(({ to }) => to !== entity.id)
      entity.archived = true
    }
  }

const restoreIn =
  (kind: Kind): Model =>
  (world, asked) => {
    const entity = entityOf(world, kind, idIn(kind, asked))
    const why = whyNotOn(world, asked, entity, 'delete', 'passes')
    if (why || !entity) return why ?? 'entity_not_found'
    if (!entity.archived) return 'entity_not_archived'
    return () => {
      entity.archived = false
    }
  }

const updateIn =
  (kind: Kind): Model =>
  (world, asked) => {
    const entity = entityOf(world, kind, idIn(kind, asked))
    const why = whyNotOn(world, asked, entity, 'edit')
    if (why || !entity) return why ?? 'entity_not_found'
    const { name = entity.name, stages = entity.stages } = asked
    if (name === entity.name && JSON.stringify(stages) === JSON.stringify(entity.stages)) return 'entity_unchanged'
    return () => void Object.assign(entity, { name, ...(stages && { stages }) })
  }

const seeIn =
  (kind: Kind): Model =>
  (world, asked) =>
    whyNotOn(world, asked, entityOf(world, kind, idIn(kind, asked)), 'view', 'passes') ?? (() => {})

/** What every kind of thing can; what is for people by grants as well. */
export const onThings = (room: string, kind: Kind): { readonly [method: string]: Model } => ({
  [`${room}.archive`]: archiveIn(kind),
  [`${room}.restore`]: restoreIn(kind),
  [`${room}.update`]: updateIn(kind),
  [`${room}.get`]: seeIn(kind),
})

export const onGranted = (room: string, kind: Kind): { readonly [method: string]: Model } => ({
  ...onThings(room, kind),
  [`${room}.grant`]: grantIn(kind),
  [`${room}.revoke`]: revokeIn(kind),
  [`${room}.team`]: seeIn(kind),
})

export const usesIn = seeIn

export const contentModel: { readonly [method: string]: Model } = {
  'datasets.create': create,
  'ontologies.create': create,
  ...onGranted('datasets', 'dataset'),
  ...onGranted('ontologies', 'ontology'),
  'datasets.uses': seeIn('dataset'),
  'ontologies.uses': seeIn('ontology'),
}
