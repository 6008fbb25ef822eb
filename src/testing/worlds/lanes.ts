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

/** A project with all that it can have, which changes, is copied, goes and is back. */
export const lanes = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { constantFrom, tuple } = fastCheck
  const parts = [constantFrom(0, 0, 1, 2), constantFrom<Word[]>(['team', 'datasets'], ['workflow'], [])] as const
  const what = constantFrom('detach', 'switch', 'staged', 'copy', 'archive')
  return tuple(...parts, what).map(([$organization, named, end]): readonly Step[] => {
    const organizationId = { $organization }
    const made = { actor: OPERATOR, organizationId, name: 'Steps' }
    const project = { actor: OPERATOR, projectId: { $project: [$organization, -1] } }
    const workflowId = { $workflow: [$organization, -1] }
    const datasetId = { $dataset: [$organization, -1] }
    const subject = { kind: 'user', userId: { $user: FOUNDERS[$organization] ?? '' } }
    const ends: { readonly [what: string]: readonly Step[] } = {
      detach: [
        { method: 'datasets.archive', command: { actor: OPERATOR, datasetId } },
        { method: 'datasets.archive', command: { actor: OPERATOR, datasetId, detach: true } },
        { method: 'datasets.restore', command: { actor: OPERATOR, datasetId } },
        { method: 'projects.attachDataset', command: { ...project, datasetId } },
        { method: 'projects.detachDataset', command: { ...project, datasetId } },
      ],
      switch: [
        { method: 'ontologies.create', command: { ...made, admins: [{ $user: FOUNDERS[$organization] ?? '' }] } },
        { method: 'projects.switchOntology', command: { ...project, ontologyId: { $ontology: [$organization, -1] } } },
        {
          method: 'ontologies.archive',
          command: { actor: OPERATOR, ontologyId: { $ontology: [$organization, -1] } },
        },
      ],
      staged: [
        { method: 'projects.grant', command: { ...project, subject, role: 'admin' } },
        { method: 'workflows.update', command: { actor: OPERATOR, workflowId, stages: ['check'] } },
        { method: 'projects.setStatus', command: { ...project, status: 'paused' } },
      ],
      copy: [{ method: 'projects.copy', command: { ...project, name: 'Again', with: named } }],
      archive: [
        { method: 'projects.archive', command: project },
        { method: 'workflows.archive', command: { actor: OPERATOR, workflowId, detach: true } },
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
