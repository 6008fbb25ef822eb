import fc from 'fast-check'
import {
  type AccessFacts,
  type AccessGrant,
  type AccessMembership,
  type AccessResource,
  type CompileEntity,
  defaultRoles,
  defineRoles,
  type EntityResource,
  type Permission,
  taskerRoles,
} from '../../src/access.ts'
import { permissionsByKind } from '../../src/core/access/compiled-format.ts'

/** A few moments around each other, so that expiries meet. */
export const moments = fc.integer({ min: 0, max: 6 })
export const stages = fc.constantFrom('label', 'check', '__proto__')
const GROUPS = ['g1', 'g2', '__proto__']

export const permissions: fc.Arbitrary<Permission> = fc.constantFrom(...Object.values(permissionsByKind).flat())

const auditors = defineRoles({
  strongestFirst: ['admin', 'auditor', 'internal'],
  roles: {
    admin: { ...defaultRoles.roles.admin, manages: 'all' },
    auditor: {
      type: 'internal',
      administers: false,
      permissions: ['content.read_all', 'audit.read'],
      manages: [],
    },
    internal: { ...defaultRoles.roles.internal, manages: [] },
  },
})
const catalogues = fc.constantFrom<AccessFacts['roles']>(defaultRoles, taskerRoles, auditors)

const roleNames = fc.constantFrom(
  ...['admin', 'internal', 'external', 'workforce', 'workforce_manager', 'member', 'tasker', 'auditor', 'toString'],
)

const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

export const memberships: fc.Arbitrary<AccessMembership | undefined> = fc.option(
  fc.record(
    {
      status: often<AccessMembership['status']>('active', 'suspended', 'ended'),
      assigned: fc.record({ role: roleNames, until: moments }, { requiredKeys: ['role'] }),
      derived: fc.record({ role: roleNames }),
    },
    { requiredKeys: ['status'] },
  ),
  { nil: undefined, freq: 8 },
)

const grantRoles = fc.constantFrom<AccessGrant['role'][]>(
  ...['admin' as const, 'team_manager' as const, 'annotator_reviewer' as const],
  ...['reviewer' as const, 'annotator' as const, 'user' as const],
)

export const grants: fc.Arbitrary<AccessGrant> = fc.record(
  {
    role: grantRoles,
    through: fc.oneof(
      fc.constant({ kind: 'user' as const }),
      fc.record({
        kind: fc.constant('group' as const),
        groupId: fc.constantFrom(...GROUPS),
        status: often<'active' | 'archived'>('active', 'archived'),
      }),
    ),
    until: moments,
    stages: fc.array(stages, { maxLength: 2 }),
  },
  { requiredKeys: ['role', 'through'] },
)

/** One grant for a subject, as a store keeps them; of a group all say the same status. */
export const grantLists: fc.Arbitrary<readonly AccessGrant[]> = fc.uniqueArray(grants, {
  maxLength: 4,
  selector: ({ through }) => (through.kind === 'group' ? through.groupId : 'user'),
})

export const entities: fc.Arbitrary<EntityResource> = fc.record(
  {
    kind: fc.constantFrom<EntityResource['kind'][]>('project', 'project', 'dataset', 'ontology'),
    id: fc.constantFrom('cats', 'dogs', '__proto__'),
    organizationId: often('acme', 'other'),
    status: often<'active' | 'archived'>('active', 'archived'),
    progress: fc.constantFrom<NonNullable<EntityResource['progress']>[]>(
      ...(['in_progress', 'not_started', 'paused', 'completed', 'cancelled'] as const),
    ),
  },
  { requiredKeys: ['kind', 'id', 'organizationId', 'status'] },
)

const resources: fc.Arbitrary<AccessResource> = fc.oneof(
  { weight: 5, arbitrary: entities },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('organization' as const), id: often('acme', 'other') }) },
)

export const commonFacts = fc.record({
  now: moments,
  roles: catalogues,
  actor: fc.record({
    kind: fc.constant('user' as const),
    userId: fc.constant('ada'),
    status: often<'active' | 'deactivated'>('active', 'deactivated'),
  }),
  organization: fc.record({ id: fc.constant('acme'), status: often<'active' | 'archived'>('active', 'archived') }),
  membership: memberships,
})

export const facts: fc.Arbitrary<AccessFacts> = fc
  .tuple(
    commonFacts,
    fc.record({ resource: resources, grants: grantLists, stage: stages }, { requiredKeys: ['resource', 'grants'] }),
  )
  .map(([common, rest]) => ({ ...common, ...rest }))

export const compileEntities: fc.Arbitrary<readonly CompileEntity[]> = fc.uniqueArray(
  fc.tuple(entities, grantLists).map(([entity, list]) => ({ ...entity, grants: list })),
  { maxLength: 4, selector: ({ kind, id }) => `${kind}/${id}` },
)
