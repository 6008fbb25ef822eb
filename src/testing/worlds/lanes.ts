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

/** A project with all that it can have, which changes, is copied, goes and is back. */
export const lanes = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { constantFrom, tuple } = fastCheck
  const parts = [constantFrom(0, 0, 1, 2), constantFrom<Word[]>(['team', 'datasets'], ['workflow'], [])] as const
  const what = constantFrom('detach', 'switch', 'staged', 'copy', 'archive', 'related', 'looked at')
  return tuple(...parts, what).map(([$organization, named, end]): readonly Step[] => {
    const organizationId = { $organization }
    const made = { actor: OPERATOR, organizationId, name: 'Steps' }
    const project = { actor: OPERATOR, projectId: { $project: [$organization, -1] } }
    const workflowId = { $workflow: [$organization, -1] }
    const datasetId = { $dataset: [$organization, -1] }
    const ontologyId = { $ontology: [$organization, -1] }
    const founder: Word = { $user: FOUNDERS[$organization] ?? '' }
    const related = { actor: OPERATOR, kind: 'project', id: project.projectId }
    const subject = { kind: 'user', userId: founder }
    const ends: { readonly [what: string]: readonly Step[] } = {
      detach: [
        { method: 'datasets.archive', command: { actor: OPERATOR, datasetId } },
        { method: 'datasets.archive', command: { actor: OPERATOR, datasetId, detach: true } },
        { method: 'datasets.restore', command: { actor: OPERATOR, datasetId } },
        { method: 'projects.attachDataset', command: { ...project, datasetId } },
        { method: 'projects.detachDataset', command: { ...project, datasetId } },
      ],
      switch: [
        { method: 'ontologies.create', command: { ...made, admins: [founder] } },
        { method: 'projects.switchOntology', command: { ...project, ontologyId } },
        {
          method: 'ontologies.archive',
          command: { actor: OPERATOR, ontologyId },
        },
      ],
      staged: [
        { method: 'projects.grant', command: { ...project, subject, role: 'admin' } },
        {
          method: 'projects.grant',
          command: {
            ...project,
            subject: { kind: 'user', userId: { $user: 'bob@acme.com' } },
            role: 'annotator',
            stages: ['label'],
          },
        },
        { method: 'workflows.update', command: { actor: OPERATOR, workflowId, stages: ['check'] } },
        { method: 'projects.setStatus', command: { ...project, status: 'paused' } },
      ],
      related: [
        { method: 'datasets.create', command: { ...made, admins: [founder] } },
        { method: 'entities.attach', command: { ...related, relation: 'datasets', to: datasetId } },
        { method: 'entities.detach', command: { ...related, relation: 'datasets', to: datasetId } },
        { method: 'ontologies.create', command: { ...made, admins: [founder] } },
        { method: 'entities.switch', command: { ...related, relation: 'ontology', to: ontologyId } },
      ],
      'looked at': lookedAt($organization),
      copy: [{ method: 'projects.copy', command: { ...project, name: 'Again', with: named } }],
      archive: [
        { method: 'projects.archive', command: project },
        { method: 'workflows.archive', command: { actor: OPERATOR, workflowId, detach: true } },
        { method: 'workflows.restore', command: { actor: OPERATOR, workflowId } },
        { method: 'projects.restore', command: project },
      ],
    }
    return [
      ...laneThings($organization),
      { method: 'workflows.create', command: { ...made, stages: ['label', 'check'] } },
      { method: 'projects.setWorkflow', command: { ...project, workflowId } },
      ...(ends[end] ?? []),
    ]
  })
}
