import {
  type AccessFacts,
  type AccessGrant,
  defaultRoles,
  type EntityResource,
  type ProjectRole,
} from '../../src/access.ts'

export const NOW = 1_000_000

export const PROJECT: EntityResource = {
  kind: 'project',
  id: 'cats',
  organizationId: 'acme',
  status: 'active',
  progress: 'in_progress',
}

/** Somebody in an organization, as a decision sees them: an external member without any grant on a project. */
export const factsOf = (changed: Partial<AccessFacts> = {}): AccessFacts => ({
  now: NOW,
  roles: defaultRoles,
  actor: { kind: 'user', userId: 'ada', status: 'active' },
  organization: { id: 'acme', status: 'active' },
  membership: { status: 'active', assigned: { role: 'external' } },
  resource: PROJECT,
  grants: [],
  ...changed,
})

export const grantOf = (role: AccessGrant['role'], rest: Partial<AccessGrant> = {}): AccessGrant => ({
  role,
  through: { kind: 'user' },
  ...rest,
})

export const groupGrantOf = (role: ProjectRole, groupId: string, rest: Partial<AccessGrant> = {}): AccessGrant =>
  grantOf(role, { through: { kind: 'group', groupId, status: 'active' }, ...rest })
