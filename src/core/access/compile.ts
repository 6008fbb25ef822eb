import type { EntityKind } from '../entity/index.ts'
import type { Duration, Instant, Json } from '../kernel/index.ts'
import { can } from './can.ts'
import { type CommonFacts, type CompiledEntity, type CompileEntity, compileEntity } from './compile-entity.ts'
import { CLOSED, validData } from './compiled-data.ts'
import { type CompiledAccessData, maskOf } from './compiled-format.ts'
import type { AccessFacts } from './model.ts'
import { type CompiledAccess, opened } from './open.ts'
import { heldRole } from './standing-rules.ts'

/** What `compileAccess` takes: the facts of `can` once, with all that is to be answered about. @since 0.2.0 */
export type CompileInput = Omit<AccessFacts, 'resource' | 'grants' | 'stage'> & {
  /** Each once. What is not among them is not permitted, whoever asks. */
  readonly entities: readonly CompileEntity[]
  /** Given back as `madeFrom`: say which versions of which records it was. */
  readonly versions?: Json | undefined
  /** For how long it permits anything, in ms; without it for as long as nothing that it rests on ends. */
  readonly validFor?: Duration | undefined
}

/**
 * ACC-5. All that one user may do in one organization, as a value of its own: it answers offline, at once and without
 * reasons, and `JSON.stringify` makes plain JSON of it, which `openAccess` takes.
 *
 * @invariant INV-23: until something that it rests on ends, it permits what `can` permits; after that, nothing.
 *   INV-26: it never throws, and what comes of an input that makes no sense permits nothing.
 * @param input The facts, with all entities that are to be answered about.
 * @returns What answers, and until when.
 * @example
 * import { compileAccess, defaultRoles } from 'orgcharter/access'
 * const cats = { kind: 'project', id: 'cats', organizationId: 'acme', status: 'active' } as const
 * const access = compileAccess({
 *   now: 1_767_225_600_000,
 *   roles: defaultRoles,
 *   actor: { kind: 'user', userId: 'ada', status: 'active' },
 *   organization: { id: 'acme', status: 'active' },
 *   membership: { status: 'active', assigned: { role: 'external' } },
 *   entities: [{ ...cats, grants: [{ role: 'annotator', through: { kind: 'user' } }] }],
 * })
 * access.can('project.annotate', cats, 1_767_225_600_000) // true
 * @since 0.2.0
 */
export const compileAccess = (input: CompileInput): CompiledAccess => {
  try {
    return opened(validData(dataOf(input)))
  } catch {
    return opened(CLOSED) // INV-26: null, a proxy or a getter that throws
  }
}

type Row = { readonly entity: CompileEntity; readonly compiled: CompiledEntity }

const dataOf = (input: CompileInput): CompiledAccessData => {
  const { now, roles, actor, organization, membership, versions = null } = input
  const common: CommonFacts = { now, roles, actor, organization, membership }
  const facts: AccessFacts = { ...common, resource: { kind: 'organization', id: organization.id }, grants: [] }
  const rows = input.entities.map(entity => ({ entity, compiled: compileEntity(common, entity) }))
  return {
    format: 1,
    userId: actor.userId,
    organizationId: organization.id,
    madeAt: now,
    until: untilOf(input, rows),
    implicit: heldRole(facts)?.definition.administers ?? false,
    organization: maskOf('organization', permission => can(permission, facts).allowed),
    entities: {
      project: masksOf(rows, 'project'),
      dataset: masksOf(rows, 'dataset'),
      ontology: masksOf(rows, 'ontology'),
    },
    stages: Object.fromEntries(
      rows
        .filter(({ compiled: { stages } }) => Object.keys(stages).length > 0)
        .map(({ entity, compiled }) => [entity.id, compiled.stages]),
    ),
    madeFrom: versions,
  }
}

const masksOf = (rows: readonly Row[], kind: EntityKind): { readonly [id: string]: number } =>
  Object.fromEntries(
    rows
      .filter(({ entity, compiled: { mask } }) => entity.kind === kind && mask !== 0)
      .map(({ entity, compiled: { mask } }) => [entity.id, mask]),
  )

const untilOf = (input: CompileInput, rows: readonly Row[]): Instant | null => {
  const { now, membership, validFor } = input
  const roleEnds = [membership?.assigned?.until, membership?.derived?.until]
  const ends = [
    validFor === undefined ? undefined : now + validFor,
    ...roleEnds.filter(end => end !== undefined && end > now),
    ...rows.map(({ compiled }) => compiled.until),
  ]
  // What is no number stays none, and permits nothing.
  return ends.reduce<Instant | null>((first, end) => (end === undefined ? first : Math.min(first ?? end, end)), null)
}
