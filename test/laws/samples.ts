import fc from 'fast-check'
import type { Charter } from '../../src/runtime/charter.ts'
import { commands, type Method, type Step, startUniverse, worlds } from '../../src/testing/worlds/index.ts'

/** Every method of the charter. */
export const methods: readonly Method[] = Object.entries(startUniverse().charter as Charter).flatMap(([group, verbs]) =>
  Object.keys(verbs).map(verb => `${group}.${verb}` as Method),
)

type Asking = Extract<Step, { method: Method }>

const OPERATOR = { kind: 'operator', name: 'support' }
const organizationId = { $organization: 0 }
const own = { actor: { kind: 'user', userId: { $user: 'ada@acme.com' } } }
const all = { actor: OPERATOR, organizationId }
const group = { ...all, groupId: { $group: 0 } }
const resource = { kind: 'organization', id: organizationId }
const dataset = { actor: OPERATOR, datasetId: { $dataset: 0 } }
const ontology = { actor: OPERATOR, ontologyId: { $ontology: 0 } }
const project = { actor: OPERATOR, projectId: { $project: 0 } }
const workflow = { actor: OPERATOR, workflowId: { $workflow: 0 } }
const between = { ...all, vendorId: { $organization: 2 } }
const labelSet = { actor: OPERATOR, kind: 'label_set', id: 'signs' }
const toAda = { kind: 'user', userId: { $user: 'ada@acme.com' } }
const session = { authenticated: [{ method: 'password', at: 1_767_225_600_000 }] }
const roles = {
  strongestFirst: ['admin'],
  roles: { admin: { type: 'internal', administers: true, permissions: ['audit.read'], manages: 'all' } },
} as const

/** What no history of a world has, because it changes nothing there, or is only looked at. */
const OTHERS: readonly Asking[] = [
  { method: 'members.previewCatalogue', command: { ...all, to: roles, targets: { internal: 'admin' } } },
  { method: 'members.migrateRoles', command: { ...all, targets: { internal: 'external' } } },
  { method: 'groups.list', command: all },
  { method: 'groups.get', command: group },
  { method: 'groups.members', command: group },
  { method: 'projects.create', command: { ...all, name: 'Lanes', ontologyId: ontology.ontologyId } },
  { method: 'projects.get', command: project },
  { method: 'projects.update', command: { ...project, name: 'Other' } },
  { method: 'projects.setStatus', command: { ...project, status: 'paused' } },
  { method: 'projects.attachDataset', command: { ...project, datasetId: dataset.datasetId } },
  { method: 'projects.detachDataset', command: { ...project, datasetId: dataset.datasetId } },
  { method: 'projects.switchOntology', command: { ...project, ontologyId: ontology.ontologyId } },
  { method: 'projects.setWorkflow', command: { ...project, workflowId: null } },
  { method: 'projects.parts', command: { ...project, relation: 'ontology' } },
  { method: 'projects.copy', command: { ...project, name: 'Again', with: ['team'] } },
  { method: 'projects.archive', command: project },
  { method: 'projects.restore', command: project },
  { method: 'projects.grant', command: { ...project, subject: toAda, role: 'annotator', stages: ['label'] } },
  { method: 'projects.revoke', command: { ...project, subject: toAda } },
  { method: 'projects.team', command: { ...project, subject: 'user' } },
  { method: 'projects.list', command: all },
  { method: 'workflows.create', command: { ...all, name: 'Steps', stages: ['label'] } },
  { method: 'workflows.list', command: all },
  { method: 'workflows.get', command: workflow },
  { method: 'workflows.update', command: { ...workflow, stages: ['check'] } },
  { method: 'workflows.uses', command: workflow },
  { method: 'workflows.archive', command: { ...workflow, detach: true } },
  { method: 'workflows.restore', command: workflow },
  { method: 'entities.create', command: { ...all, kind: 'label_set', name: 'Signs', fields: { a: [1] } } },
  { method: 'entities.list', command: { ...all, kind: 'label_set' } },
  { method: 'entities.get', command: labelSet },
  { method: 'entities.update', command: { ...labelSet, name: 'Other' } },
  { method: 'entities.uses', command: labelSet },
  { method: 'entities.archive', command: { ...labelSet, detach: true } },
  { method: 'entities.restore', command: labelSet },
  { method: 'entities.attach', command: { ...labelSet, relation: 'ontology', to: ontology.ontologyId } },
  { method: 'entities.detach', command: { ...labelSet, relation: 'ontology', to: ontology.ontologyId } },
  { method: 'entities.switch', command: { ...labelSet, relation: 'ontology', to: ontology.ontologyId } },
  { method: 'entities.parts', command: { ...labelSet, relation: 'ontology' } },
  { method: 'datasets.update', command: { ...dataset, name: 'Other' } },
  { method: 'datasets.uses', command: dataset },
  { method: 'ontologies.update', command: { ...ontology, name: 'Other' } },
  { method: 'ontologies.uses', command: ontology },
  { method: 'engagements.open', command: { ...between, seats: 2, scope: { projects: [], datasets: [] } } },
  { method: 'engagements.update', command: { ...between, until: 1_800_000_000_000 } },
  { method: 'engagements.end', command: between },
  { method: 'engagements.sweep', command: between },
  { method: 'engagements.list', command: { ...all, side: 'host' } },
  { method: 'datasets.get', command: dataset },
  { method: 'datasets.list', command: all },
  { method: 'datasets.team', command: { ...dataset, subject: 'user' } },
  { method: 'ontologies.get', command: ontology },
  { method: 'ontologies.list', command: all },
  { method: 'ontologies.team', command: { ...ontology, subject: 'group' } },
  { method: 'access.can', command: { ...own, permission: 'settings.read', resource } },
  { method: 'access.explain', command: { ...own, userId: own.actor.userId, permission: 'settings.read', resource } },
  { method: 'access.whoCan', command: { actor: OPERATOR, permission: 'members.read', resource } },
  { method: 'access.whatCan', command: { ...own, organizationId, permission: 'dataset.view' } },
  {
    method: 'mfa.evaluateSignIn',
    command: {
      userId: { $user: 'ada@acme.com' },
      organizationId,
      session: { authenticated: [{ method: 'password', at: 1 }] },
    },
  },
  { method: 'mfa.setPolicy', command: { ...all, policy: { mode: 'required', factors: ['totp'], grace: 1 } } },
  { method: 'mfa.previewPolicy', command: { ...all, policy: { mode: 'optional' } } },
  { method: 'mfa.sweepOverdue', command: all },
  { method: 'mfa.factors', command: own },
  { method: 'mfa.removeFactor', command: { ...own, factorId: 'phone', session: { authenticated: [] } } },
  { method: 'mfa.reset', command: { actor: OPERATOR, userId: own.actor.userId, reason: 'lost' } },
  { method: 'mfa.unlock', command: { actor: OPERATOR, userId: own.actor.userId } },
  { method: 'mfa.reseal', command: { actor: OPERATOR, limit: 10 } },
  { method: 'access.compile', command: { ...own, organizationId } },
  { method: 'mfa.enroll', command: { ...own, kind: 'sms', phoneNumber: '+4930123456', label: 'phone', session } },
  { method: 'mfa.confirm', command: { ...own, factorId: 'none', code: '000000' } },
  { method: 'mfa.challenge', command: { ...own, factorId: 'none', session } },
  { method: 'mfa.answer', command: { ...own, session, answer: { kind: 'code', factorId: 'none', code: '000000' } } },
  { method: 'mfa.recoveryCodes', command: { ...own, session } },
  { method: 'mfa.trustDevice', command: { ...own, organizationId, label: 'laptop', session } },
]

/** A well-formed command for each method. */
export const samples: ReadonlyMap<Method, Asking> = new Map(
  [
    ...OTHERS,
    ...fc
      .sample(commands(fc), { seed: 1, numRuns: 3_000 })
      .filter((step): step is Asking => 'method' in step)
      .reverse(),
  ].map(step => [step.method, step]),
)

/** A universe in which much has happened, and for whose host something is left to do. */
export const eventfulUniverse = async () => {
  for (const world of fc.sample(worlds(fc, 60), { seed: 7, numRuns: 100 }).reverse()) {
    const universe = await world.open()
    if ([...universe.store.records()].some(({ ref }) => ref.startsWith('effect/'))) return universe
  }
  throw new Error('nothing is ever left to do')
}
