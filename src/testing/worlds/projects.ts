import type fc from 'fast-check'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { expiries, type Parts } from './members.ts'
import type { Method, Step, Word } from './steps.ts'

const STAGES: readonly Word[] = [['label'], ['label', 'check']]
const RELATIONS = ['ontology', 'datasets', 'workflow'] as const

type Weighted = { readonly weight: number; readonly arbitrary: fc.Arbitrary<Step> }

/** What the steps about projects are made of. */
const fieldsOf = (fastCheck: FastCheckOfWorlds, parts: Parts) => {
  const { constant, constantFrom, oneof, record } = fastCheck
  const actor = oneof({ weight: 2, arbitrary: constant<Word>({ kind: 'operator', name: 'support' }) }, parts.actor)
  const index = constantFrom(0, 0, 1, 2)
  const the = (kind: string) => index.map((at): Word => ({ [`$${kind}`]: at }))
  const ask = (weight: number, method: Method, fields: { readonly [field: string]: fc.Arbitrary<Word> }): Weighted => ({
    weight,
    arbitrary: record(fields).map((command): Step => ({ method, command })),
  })
  return {
    actor,
    index,
    the,
    ask,
    name: constantFrom<Word[]>('Lanes', 'Signs'),
    stages: constantFrom<Word[]>(...STAGES),
    project: { actor, projectId: the('project') },
    organizationId: parts.organization,
  }
}
type Fields = ReturnType<typeof fieldsOf>

/** Who makes projects, and works in them. */
const teams = (fastCheck: FastCheckOfWorlds, { user }: Parts, fields: Fields): readonly Weighted[] => {
  const { constantFrom, oneof } = fastCheck
  const { actor, index, the, ask, name, stages, project, organizationId } = fields
  const role = constantFrom<Word[]>('annotator', 'reviewer', 'team_manager', 'admin', 'user')
  const subject = oneof(
    { weight: 3, arbitrary: user.map((userId): Word => ({ kind: 'user', userId })) },
    { weight: 1, arbitrary: index.map(($group): Word => ({ kind: 'group', groupId: { $group } })) },
  )
  const admins = user.map((each): Word => [each])
  const made = { actor, organizationId, name, ontologyId: the('ontology'), admins }
  return [
    ask(3, 'projects.create', made),
    ask(1, 'projects.create', { ...made, workflowId: the('workflow') }),
    ask(2, 'projects.grant', { ...project, subject, role }),
    ask(1, 'projects.grant', { ...project, subject, role, stages }),
    ask(1, 'projects.grant', { ...project, subject, role, until: constantFrom<Word[]>(...expiries) }),
    ask(2, 'projects.revoke', { ...project, subject }),
  ]
}

/** What projects have, and how they go on. */
const changes = (fastCheck: FastCheckOfWorlds, { the, ask, name, project }: Fields): readonly Weighted[] => {
  const { constant, constantFrom, oneof } = fastCheck
  const status = constantFrom<Word[]>('in_progress', 'paused', 'completed', 'not_started')
  const copied = constantFrom<Word[]>(['team'], ['team', 'datasets'], ['workflow'], [])
  const workflowId = oneof(the('workflow'), constant<Word>(null))
  return [
    ask(2, 'projects.setStatus', { ...project, status }),
    ask(2, 'projects.attachDataset', { ...project, datasetId: the('dataset') }),
    ask(1, 'projects.detachDataset', { ...project, datasetId: the('dataset') }),
    ask(1, 'projects.switchOntology', { ...project, ontologyId: the('ontology') }),
    ask(1, 'projects.setWorkflow', { ...project, workflowId }),
    ask(1, 'projects.copy', { ...project, name, with: copied }),
    ask(1, 'projects.update', { ...project, name }),
    ask(1, 'projects.archive', project),
    ask(2, 'projects.restore', project),
    ask(1, 'projects.get', project),
    ask(1, 'projects.team', { ...project, subject: constantFrom<Word[]>('user', 'group') }),
    ask(1, 'projects.parts', { ...project, relation: constantFrom(...RELATIONS) }),
  ]
}

const workflows = ({ constant }: FastCheckOfWorlds, fields: Fields): readonly Weighted[] => {
  const { actor, organizationId, the, ask, name, stages } = fields
  const workflow = { actor, workflowId: the('workflow') }
  return [
    ask(1, 'workflows.create', { actor, organizationId, name, stages }),
    ask(1, 'workflows.update', { ...workflow, stages }),
    ask(1, 'workflows.archive', { ...workflow, detach: constant<Word>(true) }),
    ask(1, 'workflows.archive', workflow),
    ask(2, 'workflows.restore', workflow),
    ask(1, 'workflows.get', workflow),
    ask(1, 'workflows.uses', workflow),
  ]
}

/** What a project has, by the name of the relation. */
const byRelation = ({ constantFrom, record }: FastCheckOfWorlds, { actor, the }: Fields): readonly Weighted[] =>
  (['entities.attach', 'entities.detach', 'entities.switch'] as const).map(method => ({
    weight: 1,
    arbitrary: constantFrom(...RELATIONS).chain(relation =>
      record({ actor, id: the('project'), to: the(relation === 'datasets' ? 'dataset' : relation) }).map(
        (command): Step => ({ method, command: { ...command, kind: 'project', relation } }),
      ),
    ),
  }))

/** Projects with an ontology, datasets and a workflow; who works in them, and what they have of one another. */
export const projectSteps = (fastCheck: FastCheckOfWorlds, parts: Parts): fc.Arbitrary<Step> => {
  const fields = fieldsOf(fastCheck, parts)
  return fastCheck.oneof(
    ...teams(fastCheck, parts, fields),
    ...changes(fastCheck, fields),
    ...workflows(fastCheck, fields),
    ...byRelation(fastCheck, fields),
    { weight: 1, arbitrary: onContent(fastCheck, fields.actor, fields.name) },
  )
}

/** What datasets and ontologies have since they are used. */
const onContent = (
  fastCheck: FastCheckOfWorlds,
  actor: fc.Arbitrary<Word>,
  name: fc.Arbitrary<Word>,
): fc.Arbitrary<Step> => {
  const { constantFrom, oneof, record } = fastCheck
  const at = constantFrom(0, 0, 1, 2)
  const dataset = { actor, datasetId: at.map(($dataset): Word => ({ $dataset })) }
  const ontology = { actor, ontologyId: at.map(($ontology): Word => ({ $ontology })) }
  const ask = (method: Method, fields: { readonly [field: string]: fc.Arbitrary<Word> }) =>
    record(fields).map((command): Step => ({ method, command }))
  const subject = constantFrom<Word[]>('user', 'group')
  return oneof(
    ask('datasets.update', { ...dataset, name }),
    ask('datasets.uses', dataset),
    ask('datasets.get', dataset),
    ask('datasets.team', { ...dataset, subject }),
    ask('datasets.archive', { ...dataset, detach: fastCheck.constant<Word>(true) }),
    ask('ontologies.update', { ...ontology, name }),
    ask('ontologies.uses', ontology),
    ask('ontologies.get', ontology),
    ask('ontologies.team', { ...ontology, subject }),
  )
}
