import type fc from 'fast-check'
import { FOUNDERS } from './commands.ts'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { OPERATOR } from './parts.ts'
import type { Step, Word } from './steps.ts'

/** What an organization makes: an ontology, a dataset and a project with them. */
export const laneThings = ($organization: number): readonly Step[] => {
  const made = { actor: OPERATOR, organizationId: { $organization }, name: 'Lanes' }
  const admins: Word = [{ $user: FOUNDERS[$organization] ?? '' }]
  const ontologyId: Word = { $ontology: [$organization, -1] }
  const datasetIds: Word = [{ $dataset: [$organization, -1] }]
  return [
    { method: 'ontologies.create', command: { ...made, admins } },
    { method: 'datasets.create', command: { ...made, admins } },
    { method: 'projects.create', command: { ...made, admins, ontologyId, datasetIds } },
  ]
}

/** What there is is looked at, and has another name. */
const lookedAt = ($organization: number): readonly Step[] => {
  const actor = OPERATOR
  const last: Word = [$organization, -1]
  const [projectId, workflowId, datasetId, ontologyId]: readonly Word[] = [
    { $project: last },
    { $workflow: last },
    { $dataset: last },
    { $ontology: last },
  ]
  const project = { actor, projectId: projectId ?? null }
  const workflow = { actor, workflowId: workflowId ?? null }
  const dataset = { actor, datasetId: datasetId ?? null }
  const ontology = { actor, ontologyId: ontologyId ?? null }
  return [
    { method: 'projects.get', command: project },
    { method: 'projects.team', command: { ...project, subject: 'user' } },
    { method: 'projects.parts', command: { ...project, relation: 'datasets' } },
    { method: 'projects.update', command: { ...project, name: 'Roads' } },
    { method: 'workflows.get', command: workflow },
    { method: 'workflows.uses', command: workflow },
    { method: 'datasets.get', command: dataset },
    { method: 'datasets.team', command: { ...dataset, subject: 'group' } },
    { method: 'datasets.update', command: { ...dataset, name: 'Roads' } },
    { method: 'datasets.uses', command: dataset },
    { method: 'ontologies.get', command: ontology },
    { method: 'ontologies.team', command: { ...ontology, subject: 'user' } },
    { method: 'ontologies.update', command: { ...ontology, name: 'Roads' } },
    { method: 'ontologies.uses', command: ontology },
  ]
}

/** A project that an organization has made, with what can be put to it. */
const laneOf = ($organization: number) => {
  const last: Word = [$organization, -1]
  const projectId: Word = { $project: last }
  return {
    made: { actor: OPERATOR, organizationId: { $organization }, name: 'Steps' },
    project: { actor: OPERATOR, projectId },
    related: { actor: OPERATOR, kind: 'project', id: projectId },
    workflow: { actor: OPERATOR, workflowId: { $workflow: last } },
    dataset: { actor: OPERATOR, datasetId: { $dataset: last } },
    ontology: { actor: OPERATOR, ontologyId: { $ontology: last } },
    founder: { $user: FOUNDERS[$organization] ?? '' },
  }
}
type Lane = ReturnType<typeof laneOf>

const detached = ({ project, dataset }: Lane): readonly Step[] => [
  { method: 'datasets.archive', command: dataset },
  { method: 'datasets.archive', command: { ...dataset, detach: true } },
  { method: 'datasets.restore', command: dataset },
  { method: 'projects.attachDataset', command: { ...project, ...dataset } },
  { method: 'projects.detachDataset', command: { ...project, ...dataset } },
]

const switched = ({ made, project, ontology, founder }: Lane): readonly Step[] => [
  { method: 'ontologies.create', command: { ...made, admins: [founder] } },
  { method: 'projects.switchOntology', command: { ...project, ...ontology } },
  { method: 'ontologies.archive', command: ontology },
]

const staged = ({ project, workflow, founder }: Lane): readonly Step[] => {
  const bob: Word = { kind: 'user', userId: { $user: 'bob@acme.com' } }
  const subject: Word = { kind: 'user', userId: founder }
  return [
    { method: 'projects.grant', command: { ...project, subject, role: 'admin' } },
    { method: 'projects.grant', command: { ...project, subject: bob, role: 'annotator', stages: ['label'] } },
    { method: 'workflows.update', command: { ...workflow, stages: ['check'] } },
    { method: 'projects.setStatus', command: { ...project, status: 'paused' } },
  ]
}

const relatedTo = ({ made, related, dataset, ontology, founder }: Lane): readonly Step[] => {
  const datasets = { ...related, relation: 'datasets', to: dataset.datasetId }
  return [
    { method: 'datasets.create', command: { ...made, admins: [founder] } },
    { method: 'entities.attach', command: datasets },
    { method: 'entities.detach', command: datasets },
    { method: 'ontologies.create', command: { ...made, admins: [founder] } },
    { method: 'entities.switch', command: { ...related, relation: 'ontology', to: ontology.ontologyId } },
  ]
}

const archived = ({ project, workflow }: Lane): readonly Step[] => [
  { method: 'projects.archive', command: project },
  { method: 'workflows.archive', command: { ...workflow, detach: true } },
  { method: 'workflows.restore', command: workflow },
  { method: 'projects.restore', command: project },
]

/** A project with all that it can have, which changes, is copied, goes and is back. */
export const lanes = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { constantFrom, tuple } = fastCheck
  const parts = [constantFrom(0, 0, 1, 2), constantFrom<Word[]>(['team', 'datasets'], ['workflow'], [])] as const
  const what = constantFrom('detach', 'switch', 'staged', 'copy', 'archive', 'related', 'looked at')
  return tuple(...parts, what).map(([$organization, named, end]): readonly Step[] => {
    const lane = laneOf($organization)
    const { made, project, workflow } = lane
    const ends: { readonly [what: string]: readonly Step[] } = {
      detach: detached(lane),
      switch: switched(lane),
      staged: staged(lane),
      related: relatedTo(lane),
      'looked at': lookedAt($organization),
      copy: [{ method: 'projects.copy', command: { ...project, name: 'Again', with: named } }],
      archive: archived(lane),
    }
    return [
      ...laneThings($organization),
      { method: 'workflows.create', command: { ...made, stages: ['label', 'check'] } },
      { method: 'projects.setWorkflow', command: { ...project, ...workflow } },
      ...(ends[end] ?? []),
    ]
  })
}
