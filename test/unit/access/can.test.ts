import { describe, expect, it } from 'vitest'
import { type AccessFacts, can, type Permission, taskerRoles } from '../../../src/access.ts'
import { factsOf, grantOf, groupGrantOf, NOW, PROJECT } from '../../support/access.ts'

const codes = (permission: Permission, changed: Partial<AccessFacts> = {}) =>
  can(permission, factsOf(changed)).because.map(({ code }) => code)

const mayBe = (permission: Permission, changed: Partial<AccessFacts> = {}) => can(permission, factsOf(changed)).allowed

const admin = { membership: { status: 'active', assigned: { role: 'admin' } } } as const
const organization = { resource: { kind: 'organization', id: 'acme' } } as const
const annotator = { grants: [grantOf('annotator')] }

describe('can', () => {
  it('allows nothing that no rule allows (ACC-1)', () => {
    expect(codes('project.view')).toEqual(['no_grant_permits'])
    expect(mayBe('project.view')).toBe(false)
  })

  it('allows what a grant gives, and says that it rested on it (ROL-7)', () => {
    expect(can('project.annotate', factsOf(annotator))).toEqual({
      allowed: true,
      source: { kind: 'grant', role: 'annotator', through: { kind: 'user' } },
      because: [
        {
          code: 'grant_permits',
          rules: ['GRP-3'],
          facts: { role: 'annotator', permission: 'project.annotate' },
        },
      ],
    })
  })

  it.each([{ kind: 'Group', groupId: 'g', status: 'archived' }, { kind: 'toString' }, {}])(
    'allows nothing by a grant through %o (INV-28)',
    through => {
      const given = { grants: [{ role: 'annotator', through }] } as never
      expect(codes('project.annotate', given)).toEqual(['facts_invalid', 'no_grant_permits'])
      expect(mayBe('project.annotate', given)).toBe(false)
    },
  )

  it('allows whoever administers everything, and says that it is implicit (ROL-7)', () => {
    expect(can('project.delete', factsOf(admin))).toMatchObject({
      allowed: true,
      source: { kind: 'implicit', role: 'admin' },
      because: [{ code: 'implicit_access', rules: ['ROL-7'] }],
    })
  })

  it('allows what the role has the permission for, in the organization itself (ROL-4)', () => {
    expect(can('settings.write', factsOf({ ...admin, ...organization }))).toMatchObject({
      allowed: true,
      source: { kind: 'role', role: 'admin' },
    })
    expect(codes('settings.write', organization)).toEqual(['role_does_not_permit'])
  })

  it('goes by the derived role where none is assigned, or that one is over (MEM-1)', () => {
    const derived = { role: 'admin' }
    expect(mayBe('audit.read', { ...organization, membership: { status: 'active', derived } })).toBe(true)
    const assigned = { role: 'external', until: NOW + 1 }
    expect(mayBe('audit.read', { ...organization, membership: { status: 'active', derived, assigned } })).toBe(false)
    const over = { ...assigned, until: NOW }
    expect(mayBe('audit.read', { ...organization, membership: { status: 'active', derived, assigned: over } })).toBe(
      true,
    )
  })

  it('lets a role that reads everything view, and nothing more (ROL-4)', () => {
    const auditor = {
      type: 'internal',
      administers: false,
      permissions: ['content.read_all'],
      manages: [],
    } as const
    const roles = { strongestFirst: ['auditor'], roles: { auditor } }
    const membership = { status: 'active', assigned: { role: 'auditor' } } as const
    expect(can('project.view', factsOf({ roles, membership }))).toMatchObject({
      allowed: true,
      source: { kind: 'role', role: 'auditor' },
      because: [{ code: 'role_reads_all' }],
    })
    expect(mayBe('project.annotate', { roles, membership })).toBe(false)
  })

  it('works with another catalogue (ROL-1)', () => {
    const manager = { status: 'active', assigned: { role: 'workforce_manager' } } as const
    expect(mayBe('groups.create', { ...organization, roles: taskerRoles, membership: manager })).toBe(true)
    expect(mayBe('settings.read', { ...organization, roles: taskerRoles, membership: manager })).toBe(false)
  })
})

describe('can: what stands against it', () => {
  const all = { ...admin, grants: [grantOf('admin')] }
  const assigned = { role: 'admin' }
  it.each<[code: string, changed: Partial<AccessFacts>]>([
    ['organization_archived', { organization: { id: 'acme', status: 'archived' } }],
    ['user_deactivated', { actor: { kind: 'user', userId: 'ada', status: 'deactivated' } }],
    ['not_a_member', { membership: undefined }],
    ['member_suspended', { membership: { status: 'suspended', assigned } }],
    ['membership_ended', { membership: { status: 'ended', assigned } }],
    ['membership_expired', { membership: { status: 'active', assigned: { ...assigned, until: NOW } } }],
    ['membership_expired', { membership: { status: 'active' } }],
    ['role_not_in_catalogue', { membership: { status: 'active', assigned: { role: 'toString' } } }],
    ['entity_archived', { resource: { ...PROJECT, status: 'archived' } }],
    ['permission_of_another_kind', { resource: { ...PROJECT, kind: 'dataset' } }],
    ['permission_of_another_kind', { resource: { kind: 'organization', id: 'acme' } }],
    ['resource_of_another_organization', { resource: { ...PROJECT, organizationId: 'other' } }],
  ])('%s, whatever the role and the grants give (ACC-2)', (code, changed) => {
    expect(mayBe('project.delete', all)).toBe(true)
    expect(codes('project.delete', { ...all, ...changed })).toEqual([code])
    expect(mayBe('project.delete', { ...all, ...changed })).toBe(false)
  })

  it('a permission that there is not, even for whoever administers', () => {
    expect(codes('project.fly' as Permission, all)).toEqual(['permission_unknown'])
    expect(codes('fly' as Permission, { ...all, ...organization })).toEqual(['permission_unknown'])
    expect(codes('toString' as Permission, { ...all, ...organization })).toEqual(['permission_unknown'])
  })

  it('an organization permission asked on a project, or on another organization', () => {
    expect(codes('settings.read', admin)).toEqual(['permission_of_another_kind'])
    const other = { resource: { kind: 'organization', id: 'other' } } as const
    expect(codes('settings.read', { ...admin, ...other })).toEqual(['resource_of_another_organization'])
  })

  it('but what is archived can still be viewed (ENT-4)', () => {
    const resource = { ...PROJECT, status: 'archived' } as const
    expect(mayBe('project.view', { ...all, resource })).toBe(true)
    expect(mayBe('project.view', { ...annotator, resource })).toBe(true)
    expect(mayBe('project.view', { resource })).toBe(false)
  })
})

describe('can: grants', () => {
  it('end at their expiry, to the millisecond (INV-25)', () => {
    expect(mayBe('project.view', { grants: [grantOf('annotator', { until: NOW + 1 })] })).toBe(true)
    expect(codes('project.view', { grants: [grantOf('annotator', { until: NOW })] })).toEqual([
      'grant_expired',
      'no_grant_permits',
    ])
  })

  it('of an archived group give nothing (GRP-2)', () => {
    const through = { kind: 'group', groupId: 'cats', status: 'archived' } as const
    expect(codes('project.view', { grants: [grantOf('annotator', { through })] })).toEqual([
      'group_archived',
      'no_grant_permits',
    ])
  })

  it('of a role that the kind does not have give nothing (ROL-5, ROL-6)', () => {
    expect(codes('project.view', { grants: [grantOf('user')] })).toEqual(['grant_does_not_permit', 'no_grant_permits'])
  })

  it('are named by the strongest that permits, one’s own before a group’s (GRP-3)', () => {
    const grants = [groupGrantOf('annotator', 'b'), groupGrantOf('annotator', 'a'), grantOf('annotator')]
    const source = (list: readonly (typeof grants)[number][]) => {
      const answer = can('project.annotate', factsOf({ grants: list }))
      return answer.allowed ? answer.source : undefined
    }
    expect(source(grants)).toMatchObject({ through: { kind: 'user' } })
    expect(source(grants.slice(0, 2))).toMatchObject({ through: { groupId: 'a' } })
    expect(source([...grants, groupGrantOf('team_manager', 'z')])).toMatchObject({ role: 'team_manager' })
  })

  it('add up permission by permission: a stronger one that does not permit hides no weaker one (GRP-3)', () => {
    const grants = [grantOf('reviewer'), groupGrantOf('annotator', 'a')]
    expect(mayBe('project.annotate', { grants })).toBe(true)
    expect(mayBe('project.review', { grants })).toBe(true)
    expect(mayBe('project.invite', { grants })).toBe(false)
    const over = [grantOf('admin', { until: NOW }), groupGrantOf('annotator', 'a')]
    expect(codes('project.annotate', { grants: over })).toEqual(['grant_expired', 'grant_permits'])
  })

  it('limited to stages permit the work in those, and what is not of a stage everywhere (ROL-5)', () => {
    const grants = [grantOf('annotator_reviewer', { stages: ['label', 'check'] })]
    expect(mayBe('project.annotate', { grants, stage: 'label' })).toBe(true)
    expect(mayBe('project.review', { grants, stage: 'check' })).toBe(true)
    expect(mayBe('project.annotate', { grants, stage: 'ship' })).toBe(false)
    expect(codes('project.annotate', { grants })).toEqual(['grant_for_other_stages', 'no_grant_permits'])
    expect(mayBe('project.view', { grants })).toBe(true)
    expect(mayBe('project.annotate', { grants: [grantOf('annotator', { stages: [] })], stage: 'label' })).toBe(false)
  })

  it.each(['paused', 'completed', 'cancelled'] as const)(
    'of those who work give only a view while it is %s (ENT-6)',
    progress => {
      const resource = { ...PROJECT, progress }
      for (const role of ['annotator', 'reviewer', 'annotator_reviewer'] as const) {
        const work = role === 'reviewer' ? 'project.review' : 'project.annotate'
        expect(codes(work, { resource, grants: [grantOf(role)] })).toEqual(['project_keeps_out', 'no_grant_permits'])
        expect(mayBe('project.view', { resource, grants: [grantOf(role)] })).toBe(true)
      }
      for (const role of ['admin', 'team_manager'] as const)
        expect(mayBe('project.annotate', { resource, grants: [grantOf(role)] })).toBe(true)
      expect(mayBe('project.annotate', { resource, ...admin })).toBe(true)
    },
  )

  it.each(['not_started', 'in_progress', undefined] as const)(
    'of those who work are whole while it is %s (ENT-6)',
    progress => {
      expect(mayBe('project.annotate', { ...annotator, resource: { ...PROJECT, progress } })).toBe(true)
    },
  )
})

describe('can: facts that make no sense', () => {
  const throwing = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no')
      },
    },
  ) as AccessFacts
  it.each([undefined, null, 7, 'facts', {}, [], throwing, { ...factsOf(admin), resource: null }])(
    'allow nothing, and do not throw (INV-26): %#',
    facts => {
      expect(can('project.view', facts as AccessFacts)).toMatchObject({
        allowed: false,
        because: [{ code: 'facts_invalid' }],
      })
    },
  )

  it('make no expiry outlive itself (INV-25)', () => {
    for (const until of [Number.NaN, null, 'never', {}] as unknown as number[])
      expect(mayBe('project.view', { grants: [grantOf('admin', { until })] })).toBe(false)
    for (const now of [Number.NaN, Number.NEGATIVE_INFINITY, null, undefined, ''] as unknown as number[])
      expect(mayBe('project.view', { now, grants: [grantOf('admin', { until: NOW })] })).toBe(false)
  })

  it('are read fail-closed: an unknown status or progress gives nothing', () => {
    const odd = 'odd' as 'active'
    expect(mayBe('project.view', { ...admin, organization: { id: 'acme', status: odd } })).toBe(false)
    expect(mayBe('project.view', { ...admin, actor: { kind: 'user', userId: 'ada', status: odd } })).toBe(false)
    expect(mayBe('project.delete', { ...admin, resource: { ...PROJECT, status: odd } })).toBe(false)
    expect(mayBe('project.view', { membership: { status: odd, assigned: { role: 'admin' } } })).toBe(false)
    const progress = odd as 'paused'
    expect(mayBe('project.annotate', { ...annotator, resource: { ...PROJECT, progress } })).toBe(false)
    const stages = 'label' as unknown as string[]
    expect(mayBe('project.annotate', { grants: [grantOf('annotator', { stages })], stage: 'label' })).toBe(false)
  })
})
