import type fc from 'fast-check'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { expiries, type Parts } from './members.ts'
import type { Method, Step, Word } from './steps.ts'

const STAGES: readonly Word[] = [['label'], ['label', 'check']]

/** Projects with an ontology, datasets and a workflow; who works in them, and what they have of one another. */
export const projectSteps = (fastCheck: FastCheckOfWorlds, parts: Parts): fc.Arbitrary<Step> => {
  const { constantFrom, oneof, record } = fastCheck
  const { organization: organizationId, user } = parts
  const actor = oneof(
    { weight: 2, arbitrary: fastCheck.constant<Word>({ kind: 'operator', name: 'support' }) },
    parts.actor,
  )
  const index = constantFrom(0, 0, 1, 2)
  const the = (kind: string) => index.map((at): Word => ({ [`$${kind}`]: at }))
  const project = { actor, projectId: the('project') }
  const workflow = { actor, workflowId: the('workflow') }
  const name = constantFrom<Word[]>('Lanes', 'Signs')
  const ask = (method: Method, fields: { readonly [field: string]: fc.Arbitrary<Word> }) =>
    record(fields).map((command): Step => ({ method, command }))
  const stages = constantFrom<Word[]>(...STAGES)
  const role = constantFrom<Word[]>('annotator', 'reviewer', 'team_manager', 'admin', 'user')
  const subject = oneof(
    { weight: 3, arbitrary: user.map((userId): Word => ({ kind: 'user', userId })) },
    { weight: 1, arbitrary: index.map(($group): Word => ({ kind: 'group', groupId: { $group } })) },
  )
  const status = constantFrom<Word[]>('in_progress', 'paused', 'completed', 'not_started')
  const made = { actor, organizationId, name, ontologyId: the('ontology') }
  const copied = constantFrom<Word[]>(['team'], ['team', 'datasets'], ['workflow'], [])
  const relation = constantFrom('ontology', 'datasets', 'workflow')
  const byRelation = (method: Method) =>
    relation.chain(each =>
      record({ actor, id: the('project'), to: the(each === 'datasets' ? 'dataset' : each) }).map(
        (command): Step => ({ method, command: { ...command, kind: 'project', relation: each } }),
      ),
    )
  const admins = user.map((each): Word => [each])
  return oneof(
    { weight: 3, arbitrary: ask('projects.create', { ...made, admins }) },
    { weight: 1, arbitrary: ask('projects.create', { ...made, admins, workflowId: the('workflow') }) },
    { weight: 2, arbitrary: ask('projects.grant', { ...project, subject, role }) },
    { weight: 1, arbitrary: ask('projects.grant', { ...project, subject, role, stages }) },
    {
      weight: 1,
      arbitrary: ask('projects.grant', { ...project, subject, role, until: constantFrom<Word[]>(...expiries) }),
    },
    { weight: 2, arbitrary: ask('projects.revoke', { ...project, subject }) },
    { weight: 2, arbitrary: ask('projects.setStatus', { ...project, status }) },
    { weight: 2, arbitrary: ask('projects.attachDataset', { ...project, datasetId: the('dataset') }) },
    { weight: 1, arbitrary: ask('projects.detachDataset', { ...project, datasetId: the('dataset') }) },
    { weight: 1, arbitrary: ask('projects.switchOntology', { ...project, ontologyId: the('ontology') }) },
    {
      weight: 1,
      arbitrary: ask('projects.setWorkflow', {
        ...project,
        workflowId: oneof(the('workflow'), fastCheck.constant<Word>(null)),
      }),
    },
    { weight: 1, arbitrary: ask('projects.copy', { ...project, name, with: copied }) },
    { weight: 1, arbitrary: ask('projects.update', { ...project, name }) },
    { weight: 1, arbitrary: ask('projects.archive', project) },
    { weight: 2, arbitrary: ask('projects.restore', project) },
    { weight: 1, arbitrary: ask('projects.get', project) },
    { weight: 1, arbitrary: ask('projects.team', { ...project, subject: constantFrom<Word[]>('user', 'group') }) },
    { weight: 1, arbitrary: ask('projects.parts', { ...project, relation }) },
    { weight: 1, arbitrary: ask('workflows.create', { actor, organizationId, name, stages }) },
    { weight: 1, arbitrary: ask('workflows.update', { ...workflow, stages }) },
    { weight: 1, arbitrary: ask('workflows.archive', { ...workflow, detach: fastCheck.constant<Word>(true) }) },
    { weight: 1, arbitrary: ask('workflows.archive', workflow) },
    { weight: 2, arbitrary: ask('workflows.restore', workflow) },
    { weight: 1, arbitrary: ask('workflows.get', workflow) },
    { weight: 1, arbitrary: ask('workflows.uses', workflow) },
    { weight: 1, arbitrary: byRelation('entities.attach') },
    { weight: 1, arbitrary: byRelation('entities.detach') },
    { weight: 1, arbitrary: byRelation('entities.switch') },
    { weight: 1, arbitrary: onContent(fastCheck, actor, name) },
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
