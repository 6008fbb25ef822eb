import {
  addAdmins,
  entityOf,
  firstAdmins,
  giveGrant,
  isInForGood,
  type Model,
  onGranted,
  onThings,
  usesIn,
  whyNotOn,
} from './content.ts'
import { type Asked, whyNot } from './people.ts'
import { actingRole } from './workforce.ts'
import { type Entity, type Grant, isLive, memberOf, userOf, type World } from './world.ts'

/** ENT-1, as the specification has it: how many of each a project has at least and at most, and what it takes to change. */
const RELATIONS = [
  { name: 'ontology', to: 'ontology', min: 1, max: 1, act: 'set_ontology' },
  { name: 'datasets', to: 'dataset', min: 0, max: Number.POSITIVE_INFINITY, act: 'attach_dataset' },
  { name: 'workflow', to: 'workflow', min: 0, max: 1, act: 'edit' },
] as const
type Relation = (typeof RELATIONS)[number]

const CREATORS = ['admin', 'internal']

const relationOf = (name: string): Relation | undefined => RELATIONS.find(each => each.name === name)

const linksOf = (world: World, projectId: string, { name }: Relation): string[] =>
  world.links.filter(({ from, relation }) => from === projectId && relation === name).map(({ to }) => to)

/** ROL-6, ENT-3, ENT-4: why this cannot be attached in an organization. */
const whyNotPart = (world: World, asked: Asked, organizationId: string, { to: kind }: Relation, id: string) => {
  const part = entityOf(world, kind, id)
  const why = whyNotOn(world, asked, part, 'view')
  return why ?? (part?.organizationId === organizationId ? undefined : 'part_of_another_organization')
}

const attach = (world: World, from: string, { name: relation }: Relation, to: string): void =>
  void world.links.push({ from, relation, to })

const detach = (world: World, from: string, { name }: Relation, to: string): void => {
  world.links = world.links.filter(each => each.from !== from || each.relation !== name || each.to !== to)
}

const partsOf = ({ ontologyId, datasetIds = [], workflowId }: Asked): readonly (readonly [Relation, string])[] =>
  RELATIONS.flatMap(relation => {
    const ids = { ontology: [ontologyId], datasets: datasetIds, workflow: [workflowId] }[relation.name]
    return ids.flatMap(id => (typeof id === 'string' ? [[relation, id] as const] : []))
  })

const create: Model = (world, asked) => {
  const { organizationId, name } = asked
  const parts = partsOf(asked)
  const why =
    whyNot(world, asked, CREATORS) ??
    parts.map(([relation, id]) => whyNotPart(world, asked, organizationId, relation, id)).find(each => each)
  if (why) return why
  const admins = firstAdmins(world, asked)
  if (typeof admins === 'string') return admins
  return ({ id }) => {
    const project: Entity = { organizationId, kind: 'project', id, name, archived: false, progress: 'not_started' }
    world.entities.push(project)
    for (const [relation, to] of parts) attach(world, id, relation, to)
    addAdmins(world, project, admins)
  }
}

/** The thing and the relation of a command, or why it is none of the actor's. */
const changing = (world: World, asked: Asked, relation: Relation, projectId: string): Entity | string => {
  const project = entityOf(world, 'project', projectId)
  return whyNotOn(world, asked, project, relation.act) ?? project ?? 'entity_not_found'
}

type OnPart = (world: World, asked: Asked, relation: Relation, projectId: string, part: string) => ReturnType<Model>

const attachPart: OnPart = (world, asked, relation, projectId, part) => {
  const project = changing(world, asked, relation, projectId)
  if (typeof project === 'string') return project
  const has = linksOf(world, project.id, relation)
  if (has.includes(part)) return 'part_attached_already'
  if (has.length + 1 > relation.max) return 'relation_too_many'
  return (
    whyNotPart(world, asked, project.organizationId, relation, part) ??
    (() => attach(world, project.id, relation, part))
  )
}

const detachPart: OnPart = (world, asked, relation, projectId, part) => {
  const project = changing(world, asked, relation, projectId)
  if (typeof project === 'string') return project
  const has = linksOf(world, project.id, relation)
  if (!has.includes(part)) return 'part_not_attached'
  return has.length - 1 < relation.min ? 'relation_too_few' : () => detach(world, project.id, relation, part)
}

/** ENT-2: never none, never two. */
const switchPart: OnPart = (world, asked, relation, projectId, part) => {
  const project = changing(world, asked, relation, projectId)
  if (typeof project === 'string') return project
  if (relation.max !== 1) return 'relation_not_single'
  const [had] = linksOf(world, project.id, relation)
  if (had === part) return 'part_attached_already'
  const why = whyNotPart(world, asked, project.organizationId, relation, part)
  if (why) return why
  return () => {
    if (had !== undefined) detach(world, project.id, relation, had)
    attach(world, project.id, relation, part)
  }
}

const setWorkflow: Model = (world, asked) => {
  const relation = RELATIONS[2]
  const project = changing(world, asked, relation, asked.projectId ?? '')
  if (typeof project === 'string') return project
  const [had] = linksOf(world, project.id, relation)
  const { workflowId } = asked
  if ((had ?? null) === workflowId) return 'entity_unchanged'
  const why = workflowId ? whyNotPart(world, asked, project.organizationId, relation, workflowId) : undefined
  if (why) return why
  return () => {
    if (had !== undefined) detach(world, project.id, relation, had)
    if (workflowId) attach(world, project.id, relation, workflowId)
  }
}

/** By `entities`, of whatever kind; in this table only projects have anything. */
const byRelation =
  (change: OnPart): Model =>
  (world, asked) => {
    if (!['project', 'dataset', 'ontology', 'workflow'].includes(asked.kind)) return 'entity_kind_unknown'
    const relation = asked.kind === 'project' ? relationOf(asked.relation) : undefined
    return relation ? change(world, asked, relation, asked.id, asked.to) : 'relation_unknown'
  }

const parts = (world: World, asked: Asked, kind: string, id: string): ReturnType<Model> => {
  const why = whyNotOn(world, asked, entityOf(world, kind, id), 'view', 'passes')
  return why ?? (kind === 'project' && relationOf(asked.relation) ? () => {} : 'relation_unknown')
}

const setStatus: Model = (world, asked) => {
  const project = entityOf(world, 'project', asked.projectId ?? '')
  const why = whyNotOn(world, asked, project, 'control_tasks')
  if (why || !project) return why ?? 'entity_not_found'
  if (project.progress === asked.status) return 'entity_unchanged'
  return () => {
    project.progress = asked.status
  }
}

/** ENT-5: the admins that count, of the team what gives something now, and whoever copies. */
const teamOf = (world: World, asked: Asked, { id, organizationId }: Entity): Grant[] => {
  const withTeam = asked.with?.includes('team') ?? false
  const copied = world.grants.filter(grant => {
    const { entityId, subject, subjectId, role, until, term } = grant
    if (entityId !== id) return false
    if (subject === 'group')
      return withTeam && isLive(world, until) && world.groups.some(each => each.id === subjectId && !each.archived)
    const member = memberOf(world, organizationId, subjectId)
    const isOfNow = member?.term === term && member?.status !== 'ended'
    if (!member || !isOfNow) return false
    if (role === 'admin' && until === undefined && isInForGood(world, member)) return true
    const isActive = userOf(world, subjectId)?.deactivated === false && actingRole(world, member) !== undefined
    return withTeam && isActive && isLive(world, until)
  })
  const copier = asked.actor.kind === 'user' ? memberOf(world, organizationId, asked.actor.userId) : undefined
  if (!copier || !isInForGood(world, copier)) return copied
  const own = { subject: 'user', subjectId: copier.userId }
  return [
    ...copied.filter(({ subject, subjectId }) => subject !== 'user' || subjectId !== own.subjectId),
    { ...own, entityId: id, role: 'admin', term: copier.term },
  ]
}

const copy: Model = (world, asked) => {
  const project = entityOf(world, 'project', asked.projectId ?? '')
  const why =
    whyNotOn(world, asked, project, 'manage_admins') ??
    (project && whyNot(world, { ...asked, organizationId: project.organizationId }, CREATORS))
  if (why || !project) return why ?? 'entity_not_found'
  const named = asked.with ?? []
  if (named.some(name => name !== 'team' && !relationOf(name))) return 'relation_unknown'
  const team = teamOf(world, asked, project)
  if (team.length === 0) return 'entity_admins_missing'
  return ({ id }) => {
    world.entities.push({ ...project, id, name: asked.name, progress: 'not_started' })
    for (const relation of RELATIONS)
      if (relation.min > 0 || named.includes(relation.name))
        for (const to of linksOf(world, project.id, relation)) attach(world, id, relation, to)
    for (const grant of team) giveGrant(world, { ...grant, entityId: id })
  }
}

const createWorkflow: Model = (world, asked) => {
  const { organizationId, name, stages } = asked
  const made = { organizationId, kind: 'workflow', name, stages, archived: false }
  return whyNot(world, asked, CREATORS) ?? (({ id }) => void world.entities.push({ ...made, id }))
}

const [ontology, datasets] = RELATIONS

export const projectModel: { readonly [method: string]: Model } = {
  ...onGranted('projects', 'project'),
  'projects.create': create,
  'projects.copy': copy,
  'projects.setStatus': setStatus,
  'projects.setWorkflow': setWorkflow,
  'projects.attachDataset': (world, asked) =>
    attachPart(world, asked, datasets, asked.projectId ?? '', asked.datasetId ?? ''),
  'projects.detachDataset': (world, asked) =>
    detachPart(world, asked, datasets, asked.projectId ?? '', asked.datasetId ?? ''),
  'projects.switchOntology': (world, asked) =>
    switchPart(world, asked, ontology, asked.projectId ?? '', asked.ontologyId ?? ''),
  'projects.parts': (world, asked) => parts(world, asked, 'project', asked.projectId ?? ''),
  ...onThings('workflows', 'workflow'),
  'workflows.create': createWorkflow,
  'workflows.uses': usesIn('workflow'),
  'entities.attach': byRelation(attachPart),
  'entities.detach': byRelation(detachPart),
  'entities.switch': byRelation(switchPart),
}
