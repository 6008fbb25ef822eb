/**
 * What it costs to ask whether somebody may do something on a project: of a compiled access, of `can` with its reasons,
 * beside two libraries for permissions and beside what could hardly be faster, in one process and on the same questions.
 */
import { AbilityBuilder, createMongoAbility, type MongoAbility, subject } from '@casl/ability'
import { AccessControl } from 'accesscontrol'
import {
  type AccessFacts,
  type AccessGrant,
  can,
  compileAccess,
  defaultRoles,
  type EntityResource,
  openAccess,
  type Permission,
  type ProjectRole,
} from '../../src/access.ts'
import { projectTable, type Table } from '../model/access-tables.ts'

/** Medians in nanoseconds for one question, and how many times as long as ours that is. */
export type AccessRow = { readonly asked: string; readonly ns: number; readonly ratio: number }

const NOW = 1_800_000_000_000
const ROUNDS = 25

type Question = { readonly role: ProjectRole; readonly permission: Permission; readonly project: EntityResource }
type Candidate = { readonly asked: string; readonly answer: (question: Question) => boolean }

const permitted = Object.entries<Table[string]>(projectTable).map(([role, row]) => ({
  role: role as ProjectRole,
  permissions: Object.keys(row).filter(permission => row[permission]),
}))

const projectOf = (role: string): EntityResource => ({
  kind: 'project',
  id: `project-of-the-${role}`,
  organizationId: 'acme',
  status: 'active',
  progress: 'in_progress',
})

const grantOf = (role: ProjectRole): AccessGrant => ({ role, through: { kind: 'user' } })

/** One user who has each of the five roles on a project of its own, asked for each of the twelve permissions. */
const questions: readonly Question[] = permitted.flatMap(({ role }) =>
  Object.keys(projectTable[role] ?? {}).map(permission => ({
    role,
    permission: permission as Permission,
    project: projectOf(role),
  })),
)

const common = {
  now: NOW,
  roles: defaultRoles,
  actor: { kind: 'user', userId: 'ada', status: 'active' },
  organization: { id: 'acme', status: 'active' },
  membership: { status: 'active', assigned: { role: 'external' } },
} as const

const compiled = (): Candidate => {
  const entities = permitted.map(({ role }) => ({ ...projectOf(role), grants: [grantOf(role)] }))
  const access = openAccess(JSON.stringify(compileAccess({ ...common, entities })))
  return {
    asked: 'compiled access',
    answer: ({ permission, project }) => access.can(permission, project, NOW),
  }
}

/** A mask for each project and a bit for each permission, both found by their names. */
const bitTable = (): Candidate => {
  const bits = new Map(Object.keys(projectTable['admin'] ?? {}).map((permission, place) => [permission, 1 << place]))
  const masks = new Map(
    permitted.map(({ role, permissions }) => [
      projectOf(role).id,
      permissions.reduce((mask, permission) => mask | (bits.get(permission) ?? 0), 0),
    ]),
  )
  return {
    asked: 'bare table of bits',
    answer: ({ permission, project }) => ((masks.get(project.id) ?? 0) & (bits.get(permission) ?? 0)) !== 0,
  }
}

const abilityOf = (permissions: readonly string[]): MongoAbility => {
  const builder = new AbilityBuilder<MongoAbility>(createMongoAbility)
  for (const permission of permissions) builder.can(permission, 'project')
  return builder.build()
}

/** As fast as it gets there: an ability for each role, made beforehand, without conditions. */
const caslByRole = (): Candidate => {
  const abilities = new Map(permitted.map(({ role, permissions }) => [role, abilityOf(permissions)]))
  return {
    asked: 'CASL, one ability for each role',
    answer: ({ role, permission }) => abilities.get(role)?.can(permission, 'project') ?? false,
  }
}

/** One ability of the user, whose rules say on which project: roles that differ from project to project need that. */
const caslByProject = (): Candidate => {
  const builder = new AbilityBuilder<MongoAbility>(createMongoAbility)
  for (const { role, permissions } of permitted)
    for (const permission of permissions) builder.can(permission, 'project', { id: projectOf(role).id })
  const ability = builder.build()
  return {
    asked: 'CASL, one ability with conditions',
    answer: ({ permission, project }) => ability.can(permission, subject('project', { id: project.id })),
  }
}

const accessControl = (): Candidate => {
  const control = new AccessControl()
  for (const { role, permissions } of permitted)
    for (const permission of permissions) control.grant(role).action(permission.replace('.', '_'), 'project', ['*'])
  const actions = new Map(questions.map(({ permission }) => [permission, permission.replace('.', '_')]))
  return {
    asked: 'accesscontrol',
    answer: ({ role, permission }) => control.can(role).action(actions.get(permission) ?? '', 'project').granted,
  }
}

/** `can` on facts that are loaded: with its source and its reasons. */
const decided = (): Candidate => {
  const factsOf = new Map<ProjectRole, AccessFacts>(
    permitted.map(({ role }) => [role, { ...common, resource: projectOf(role), grants: [grantOf(role)] }]),
  )
  const none = factsOf.get('admin')
  return {
    asked: 'can, with its reasons',
    answer: ({ role, permission }) => {
      const facts = factsOf.get(role) ?? none
      return facts !== undefined && can(permission, facts).allowed
    },
  }
}

/** What a request does that has just loaded somebody's role. */
const caslPerRequest = (): Candidate => {
  const permissionsOf = new Map(permitted.map(({ role, permissions }) => [role, permissions]))
  return {
    asked: 'CASL, built for the request',
    answer: ({ role, permission }) => abilityOf(permissionsOf.get(role) ?? []).can(permission, 'project'),
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

// What is counted is printed, so that no call can be optimized away.
export const allowed = { count: 0 }

const nanoseconds = ({ answer }: Candidate, repeats: number): number => {
  let count = 0
  const start = process.hrtime.bigint()
  for (let repeat = 0; repeat < repeats; repeat++) for (const question of questions) if (answer(question)) count++
  const took = Number(process.hrtime.bigint() - start) / (repeats * questions.length)
  allowed.count += count
  return took
}

/** Who differs from the table that was written by hand is not compared. */
const assertSame = ({ asked, answer }: Candidate): void => {
  for (const question of questions)
    if (answer(question) !== projectTable[question.role]?.[question.permission])
      throw new Error(`${asked} answers otherwise: ${question.role} ${question.permission}`)
}

const sideBySide = (candidates: readonly Candidate[], repeats: number): readonly AccessRow[] => {
  for (const candidate of candidates) assertSame(candidate)
  const times = candidates.map(() => [] as number[])
  for (const candidate of candidates) nanoseconds(candidate, repeats)
  for (let round = 0; round < ROUNDS; round++) {
    const turns = candidates.map((candidate, index) => ({ candidate, index }))
    for (const { candidate, index } of round % 2 ? turns : turns.reverse())
      times[index]?.push(nanoseconds(candidate, repeats))
  }
  const medians = times.map(median)
  return candidates.map(({ asked }, index) => ({
    asked,
    ns: medians[index] ?? Number.NaN,
    ratio: (medians[index] ?? Number.NaN) / (medians[0] ?? Number.NaN),
  }))
}

/** Ratios are to the first of each: what is prepared beforehand, and what a request does that has loaded its facts. */
export const bench = async (repeats = 2_000): Promise<readonly AccessRow[]> => [
  ...sideBySide([compiled(), bitTable(), caslByRole(), caslByProject(), accessControl()], repeats),
  ...sideBySide([decided(), caslPerRequest()], Math.ceil(repeats / 10)),
]
