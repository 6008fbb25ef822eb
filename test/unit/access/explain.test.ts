import { describe, expect, it } from 'vitest'
import { type AccessFacts, can, explain, type Permission, taskerRoles } from '../../../src/access.ts'
import { factsAfter } from '../../../src/core/access/change.ts'
import { factsOf, grantOf, groupGrantOf, NOW, PROJECT } from '../../support/access.ts'

const waysTo = (permission: Permission, changed: Partial<AccessFacts> = {}) => {
  const facts = factsOf(changed)
  const { decision, ways } = explain(permission, facts)
  expect(decision.allowed).toBe(false)
  for (const way of ways) expect(can(permission, way.reduce(factsAfter, facts)).allowed).toBe(true)
  return ways
}

const give = (role: string) => ({ kind: 'give_grant', role })
const add = (role: string) => ({ kind: 'add_member', role })
const assign = (role: string) => ({ kind: 'assign_role', role })
const internal = { membership: { status: 'active', assigned: { role: 'internal' } } } as const
const organization = { resource: { kind: 'organization', id: 'acme' } } as const

describe('explain', () => {
  it('shows every rule that was looked at, in order, and the one that decided (ACC-4)', () => {
    const { decision, trace } = explain('project.annotate', factsOf({ grants: [grantOf('reviewer')] }))
    expect(trace.map(({ code, outcome }) => [code, outcome])).toEqual([
      ['permission_on_its_kind', 'continues'],
      ['organization_active', 'continues'],
      ['user_active', 'continues'],
      ['member_active', 'continues'],
      ['entity_active', 'continues'],
      ['engagement_covers', 'continues'],
      ['no_implicit_access', 'continues'],
      ['read_all_only_views', 'continues'],
      ['grant_does_not_permit', 'gives_nothing'],
      ['no_grant_permits', 'denies'],
    ])
    expect(trace.findIndex(({ decides }) => decides)).toBe(trace.length - 1)
    expect(decision.because.map(({ code }) => code)).toEqual(['grant_does_not_permit', 'no_grant_permits'])
  })

  it('looks no further than where it is decided', () => {
    const { trace } = explain('project.annotate', factsOf({ membership: undefined }))
    expect(trace.map(({ code }) => code)).toEqual([
      'permission_on_its_kind',
      'organization_active',
      'user_active',
      'not_a_member',
    ])
  })

  it('needs no ways where it is allowed', () => {
    expect(explain('project.annotate', factsOf({ grants: [grantOf('annotator')] })).ways).toEqual([])
  })

  it('shares nothing that could be changed between two answers', () => {
    const one = explain('project.view', factsOf())
    for (const step of one.trace) Object.assign(step.facts, { kind: 'changed' })
    expect(explain('project.view', factsOf()).trace.some(({ facts }) => facts['kind'] === 'changed')).toBe(false)
  })
})

describe('explain: ways (ACC-4)', () => {
  it('are a grant of the weakest role that permits, and for the organization’s own a role', () => {
    expect(waysTo('project.annotate', internal)).toEqual([[give('annotator')], [assign('admin')]])
    expect(waysTo('project.export_labels', internal)).toEqual([[give('admin')], [assign('admin')]])
    expect(waysTo('dataset.view', { ...internal, resource: { ...PROJECT, kind: 'dataset' } })[0]).toEqual([
      give('user'),
    ])
    expect(waysTo('content.create', organization)).toEqual([[assign('internal')]])
    expect(waysTo('settings.read', { ...internal, ...organization })).toEqual([[assign('admin')]])
  })

  it('lead nobody from outside to a role that administers in one step (ROL-2)', () => {
    expect(waysTo('project.annotate')).toEqual([[give('annotator')]])
    expect(waysTo('settings.read', organization)).toEqual([])
  })

  it.each<[who: string, role: string, membership: AccessFacts['membership']]>([
    ['was never in', 'workforce', undefined],
    ['rests', 'workforce', { status: 'active', gap: 'vendor_archived' }],
    ['is out', 'workforce', { status: 'ended' }],
    ['was external', 'external', { status: 'ended', assigned: { role: 'external' } }],
  ])('make no admin of whoever %s (ROL-2)', (_, role, membership) => {
    const ways = waysTo('project.annotate', { membership })
    expect(ways[0]).toEqual([add(role), give('annotator')])
    expect(ways.flat()).not.toContainEqual(add('admin'))
    expect(waysTo('settings.write', { membership, ...organization })).toEqual([])
  })

  it('lead out of the scope of an engagement by a role of their own (WRK-9)', () => {
    const scope = { projects: ['other'], datasets: [] }
    const membership = { status: 'active', derived: { role: 'workforce', scope } } as const
    const given = { membership, grants: [grantOf('annotator')] }
    expect(waysTo('project.annotate', given)).toEqual([[assign('workforce')]])
    expect(waysTo('project.annotate', { membership })).toEqual([[assign('workforce'), give('annotator')]])
  })

  it('take nothing away: a new grant or role has what the old one had', () => {
    expect(waysTo('project.annotate', { grants: [grantOf('reviewer')] })).toEqual([[give('annotator_reviewer')]])
    const manager = { status: 'active', assigned: { role: 'workforce_manager' } } as const
    const asked = { ...organization, roles: taskerRoles, membership: manager }
    expect(waysTo('audit.read', asked)).toEqual([[assign('admin')]])
  })

  it('renew a grant that ran out, and give it to nobody twice', () => {
    expect(waysTo('project.annotate', { grants: [grantOf('annotator', { until: NOW })] })).toEqual([
      [{ kind: 'renew_grant', role: 'annotator' }],
    ])
    expect(waysTo('project.annotate', { grants: [groupGrantOf('annotator', 'g', { until: NOW })] })).toEqual([
      [give('annotator')],
      [{ kind: 'renew_grant', role: 'annotator', groupId: 'g' }],
    ])
  })

  it('do not bring an archived group back, which no command does', () => {
    const through = { kind: 'group', groupId: 'g', status: 'archived' } as const
    for (const until of [undefined, NOW])
      expect(waysTo('project.annotate', { grants: [grantOf('annotator', { through, until })] })).toEqual([
        [give('annotator')],
      ])
  })

  it('add the stage, or lift the limit where none was asked about (ROL-5)', () => {
    const grants = [grantOf('annotator', { stages: ['label'] })]
    expect(waysTo('project.annotate', { grants, stage: 'check' })[0]).toEqual([
      { kind: 'add_stage', role: 'annotator', stage: 'check' },
    ])
    expect(waysTo('project.annotate', { grants })[0]).toEqual([{ kind: 'lift_stages', role: 'annotator' }])
    const groups = [groupGrantOf('annotator', 'g', { stages: ['label'] })]
    expect(waysTo('project.annotate', { grants: groups, stage: 'check' })[1]).toEqual([
      { kind: 'add_stage', role: 'annotator', groupId: 'g', stage: 'check' },
    ])
  })

  it('set a project going, or go past that by a role that it does not keep out (ENT-6)', () => {
    const resource = { ...PROJECT, progress: 'paused' } as const
    expect(waysTo('project.annotate', { resource, grants: [grantOf('annotator')] })).toEqual([
      [give('team_manager')],
      [{ kind: 'set_progress', progress: 'in_progress' }],
    ])
  })

  it('put right what stands against everything, and nothing else where that is enough', () => {
    const grants = [grantOf('annotator')]
    const ada = { kind: 'user', userId: 'ada' } as const
    expect(waysTo('project.annotate', { grants, organization: { id: 'acme', status: 'archived' } })).toEqual([
      [{ kind: 'restore_organization' }],
    ])
    expect(waysTo('project.annotate', { grants, actor: { ...ada, status: 'deactivated' } })).toEqual([
      [{ kind: 'reactivate_user' }],
    ])
    expect(waysTo('project.annotate', { grants, resource: { ...PROJECT, status: 'archived' } })).toEqual([
      [{ kind: 'restore_entity' }],
    ])
    const membership = { status: 'suspended', assigned: { role: 'external' } } as const
    expect(waysTo('project.annotate', { grants, membership })).toEqual([[{ kind: 'reactivate_member' }]])
  })

  it('are two changes where two things stand against it', () => {
    const membership = { status: 'suspended', assigned: { role: 'external' } } as const
    expect(waysTo('project.annotate', { membership })).toEqual([[{ kind: 'reactivate_member' }, give('annotator')]])
  })

  it('are as many as it takes', () => {
    const ways = waysTo('project.annotate', {
      organization: { id: 'acme', status: 'archived' },
      actor: { kind: 'user', userId: 'ada', status: 'deactivated' },
      membership: { status: 'suspended', assigned: { role: 'external' } },
      resource: { ...PROJECT, status: 'archived', progress: 'paused' },
      grants: [grantOf('annotator', { until: NOW })],
    })
    expect(ways[0]).toEqual([
      { kind: 'restore_organization' },
      { kind: 'reactivate_user' },
      { kind: 'restore_entity' },
      { kind: 'reactivate_member' },
      give('team_manager'),
    ])
  })

  it.each([
    ['was never in', undefined],
    ['is out', { status: 'ended', assigned: { role: 'external' } } as const],
    ['had a role for a time', { status: 'active', assigned: { role: 'external', until: NOW } } as const],
  ])('let whoever %s in anew, without what they once had (INV-25)', (_, membership) => {
    const role = membership ? 'external' : 'workforce'
    const ways = waysTo('project.annotate', { membership, grants: [grantOf('annotator')] })
    expect(ways).toContainEqual([{ kind: 'add_member', role }, give('annotator')])
    expect(ways.some(way => way.length === 1)).toBe(false)
  })

  it('give somebody whose role is gone from the catalogue another one (ROL-1)', () => {
    const membership = { status: 'active', assigned: { role: 'gone' } } as const
    expect(waysTo('project.annotate', { membership, grants: [grantOf('annotator')] })).toEqual([[assign('workforce')]])
  })

  it('lead to no question that makes no sense', () => {
    expect(waysTo('settings.read')).toEqual([])
    expect(waysTo('project.fly' as Permission)).toEqual([])
    expect(waysTo('project.view', { resource: { ...PROJECT, organizationId: 'other' } })).toEqual([])
    expect(waysTo('project.view', { now: Number.NaN })).toEqual([])
  })

  it('are at most five, those that give least first', () => {
    const grants = Array.from({ length: 200 }, (_, index) => groupGrantOf('annotator', `g${index}`, { until: NOW }))
    const ways = waysTo('project.annotate', { ...internal, grants })
    expect(ways).toHaveLength(5)
    expect(ways[0]).toEqual([give('annotator')])
    expect(ways[1]).toEqual([{ kind: 'renew_grant', role: 'annotator', groupId: 'g0' }])
  })
})
