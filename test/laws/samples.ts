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
  { method: 'access.compile', command: { ...own, organizationId } },
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
