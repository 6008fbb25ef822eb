import { describe, expect, it } from 'vitest'
import {
  type AccessFacts,
  type CompileEntity,
  type CompileInput,
  can,
  compileAccess,
  openAccess,
  type Permission,
} from '../../../src/access.ts'
import { permissionsByKind } from '../../../src/core/access/compiled-format.ts'
import { factsOf, grantOf, groupGrantOf, NOW, PROJECT } from '../../support/access.ts'

const inputOf = (entities: readonly CompileEntity[], changed: Partial<AccessFacts> = {}): CompileInput => {
  const { now, roles, actor, organization, membership } = factsOf(changed)
  return { now, roles, actor, organization, membership, entities }
}

const cats = { kind: 'project', id: 'cats' } as const
const acme = { kind: 'organization', id: 'acme' } as const
const admin = { membership: { status: 'active', assigned: { role: 'admin' } } } as const
const annotated: CompileEntity = { ...PROJECT, grants: [grantOf('annotator')] }

describe('compileAccess', () => {
  it('answers about what was compiled in, and nothing else', () => {
    const access = compileAccess(inputOf([annotated]))
    expect(access.can('project.annotate', cats, NOW)).toBe(true)
    expect(access.can('project.delete', cats, NOW)).toBe(false)
    expect(access.can('project.annotate', { kind: 'project', id: 'dogs' }, NOW)).toBe(false)
    expect(access.can('dataset.view', { kind: 'dataset', id: 'cats' }, NOW)).toBe(false)
    expect(access.can('dataset.view', cats, NOW)).toBe(false)
  })

  it('does not let whoever administers do what they like with an id that nobody said is theirs', () => {
    const access = compileAccess(inputOf([annotated], admin))
    expect(access.can('project.delete', cats, NOW)).toBe(true)
    expect(access.can('project.delete', { kind: 'project', id: 'elsewhere' }, NOW)).toBe(false)
    expect(access.can('settings.write', acme, NOW)).toBe(true)
    expect(access.can('settings.write', { kind: 'organization', id: 'elsewhere' }, NOW)).toBe(false)
    expect(access.toJSON().implicit).toBe(true)
  })

  it('is plain JSON, small, and permits the same when it is opened again', () => {
    const access = compileAccess({ ...inputOf([annotated]), versions: { 'entity/project/cats': '7' } })
    expect(JSON.parse(JSON.stringify(access))).toEqual({
      format: 1,
      userId: 'ada',
      organizationId: 'acme',
      madeAt: NOW,
      until: null,
      implicit: false,
      organization: 0,
      entities: { project: { cats: 0b0110_0000_0000 }, dataset: {}, ontology: {} },
      stages: {},
      madeFrom: { 'entity/project/cats': '7' },
    })
    const opened = openAccess(JSON.stringify(access))
    expect(opened.can('project.annotate', cats, NOW)).toBe(true)
    expect(opened.madeFrom).toEqual({ 'entity/project/cats': '7' })
    expect(openAccess(JSON.parse(JSON.stringify(access))).can('project.annotate', cats, NOW)).toBe(true)
  })

  it('keeps the bits of its format where they are', () => {
    expect(permissionsByKind).toEqual({
      organization: [
        ...['settings.read', 'settings.write', 'analytics.read', 'audit.read', 'mfa_policy.write'],
        ...['domain_rules.write', 'members.read', 'members.write', 'members.invite', 'groups.create'],
        ...['content.create', 'content.read_all'],
      ],
      project: [
        ...['project.attach_dataset', 'project.set_ontology', 'project.delete', 'project.manage_admins'],
        ...['project.export_labels', 'project.invite', 'project.manage_team', 'project.confirm_annotations'],
        ...['project.control_tasks', 'project.view', 'project.annotate', 'project.review'],
        'project.edit',
      ],
      dataset: ['dataset.view', 'dataset.edit', 'dataset.delete', 'dataset.manage_team'],
      ontology: ['ontology.view', 'ontology.edit', 'ontology.delete', 'ontology.manage_team'],
    })
  })

  it('permits the work of a stage in that stage alone (ROL-5)', () => {
    const access = openAccess(
      JSON.stringify(compileAccess(inputOf([{ ...PROJECT, grants: [grantOf('annotator', { stages: ['label'] })] }]))),
    )
    expect(access.can('project.annotate', cats, NOW, 'label')).toBe(true)
    expect(access.can('project.annotate', cats, NOW, 'check')).toBe(false)
    expect(access.can('project.annotate', cats, NOW)).toBe(false)
    expect(access.can('project.view', cats, NOW)).toBe(true)
  })
})

describe('compileAccess: how fresh it is', () => {
  const untilOf = (entities: readonly CompileEntity[], changed: Partial<AccessFacts> = {}) =>
    compileAccess(inputOf(entities, changed)).until

  it('ends with the first thing that it rests on, and then permits nothing (INV-25)', () => {
    const dogs: CompileEntity = { ...PROJECT, id: 'dogs', grants: [grantOf('admin', { until: NOW + 2 })] }
    const access = compileAccess(inputOf([annotated, dogs]))
    expect(access.until).toBe(NOW + 2)
    expect([access.isFresh(NOW + 1), access.can('project.annotate', cats, NOW + 1)]).toEqual([true, true])
    expect([access.isFresh(NOW + 2), access.can('project.annotate', cats, NOW + 2)]).toEqual([false, false])
    expect(openAccess(JSON.stringify(access)).can('project.annotate', cats, NOW + 2)).toBe(false)
  })

  it('ends with the role', () => {
    const assigned = { role: 'external', until: NOW + 3 }
    expect(untilOf([annotated], { membership: { status: 'active', assigned } })).toBe(NOW + 3)
  })

  it('does not end with a grant that adds nothing, or is over', () => {
    const same = [grantOf('annotator'), groupGrantOf('annotator', 'g', { until: NOW + 2 })]
    expect(untilOf([{ ...PROJECT, grants: same }])).toBe(null)
    expect(untilOf([{ ...PROJECT, grants: [grantOf('admin', { until: NOW })] }])).toBe(null)
    expect(untilOf([{ ...PROJECT, grants: [grantOf('admin', { until: NOW + 2 })] }], admin)).toBe(null)
    const more = [grantOf('annotator'), groupGrantOf('admin', 'g', { until: NOW + 2 })]
    expect(untilOf([{ ...PROJECT, grants: more }])).toBe(NOW + 2)
    const stages = [grantOf('annotator', { stages: ['label'], until: NOW + 2 }), groupGrantOf('reviewer', 'g')]
    expect(untilOf([{ ...PROJECT, grants: stages }])).toBe(NOW + 2)
  })

  it('ends with the last of several that give the same, and the first of several that do not (INV-23)', () => {
    const until = (by: number) => ({ until: NOW + by })
    const one = [
      grantOf('annotator', until(2)),
      groupGrantOf('annotator', 'g', until(9)),
      groupGrantOf('reviewer', 'h', until(5)),
    ]
    expect(untilOf([{ ...PROJECT, grants: one }])).toBe(NOW + 5)
    const staged = [
      grantOf('annotator', { stages: ['label'], ...until(2) }),
      groupGrantOf('annotator', 'g', { stages: ['label', 'check'], ...until(7) }),
      groupGrantOf('reviewer', 'h'),
    ]
    expect(untilOf([{ ...PROJECT, grants: staged }])).toBe(NOW + 7)
    const inAll = [grantOf('annotator', { stages: ['label'], ...until(2) }), groupGrantOf('annotator', 'g')]
    expect(untilOf([{ ...PROJECT, grants: inAll }])).toBe(null)
  })

  it('looks at each grant once, be there many that differ in their ends or stages (INV-26)', () => {
    const looks = { count: 0 }
    const counted = (grant: object) =>
      Object.defineProperty(grant, 'role', {
        get: () => {
          looks.count++
          return 'annotator'
        },
        enumerable: true,
      })
    const looksFor = (count: number) => {
      looks.count = 0
      const grants = Array.from({ length: count }, (_, each) =>
        counted({ through: { kind: 'user' }, until: NOW + 1 + each, stages: [`s${each}`] }),
      )
      const access = compileAccess(inputOf([{ ...PROJECT, grants: grants as never }]))
      expect(access.until).toBe(NOW + 1)
      return looks.count
    }
    expect(looksFor(200)).toBeLessThanOrEqual(10 * looksFor(20))
  })

  it('ends when its maker says, but no later than it must', () => {
    const dogs: CompileEntity = { ...PROJECT, grants: [grantOf('admin', { until: NOW + 20 })] }
    expect(compileAccess({ ...inputOf([annotated]), validFor: 10 }).until).toBe(NOW + 10)
    expect(compileAccess({ ...inputOf([dogs]), validFor: 10 }).until).toBe(NOW + 10)
    expect(compileAccess({ ...inputOf([dogs]), validFor: 30 }).until).toBe(NOW + 20)
    expect(compileAccess({ ...inputOf([annotated]), validFor: 0 }).can('project.view', cats, NOW)).toBe(false)
    expect(compileAccess({ ...inputOf([annotated]), validFor: Number.NaN }).can('project.view', cats, NOW)).toBe(false)
    expect(compileAccess({ ...inputOf([dogs]), validFor: Number.NaN }).can('project.view', dogs, NOW)).toBe(false)
  })

  it('permits nothing at a time that is none', () => {
    const access = compileAccess({ ...inputOf([annotated]), validFor: 10 })
    for (const now of [Number.NaN, undefined, 'now', {}] as unknown as number[])
      expect([access.can('project.view', cats, now), access.isFresh(now)]).toEqual([false, false])
    const lasting = compileAccess(inputOf([annotated]))
    for (const now of [Number.NaN, undefined, 'now', {}] as unknown as number[])
      expect(lasting.can('project.view', cats, now)).toBe(false)
  })
})

describe('openAccess', () => {
  const good = compileAccess(inputOf([annotated])).toJSON()

  it.each<[what: string, json: unknown]>([
    ['no JSON', '{'],
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['another format', { ...good, format: 2 }],
    ['a mask that is no number', { ...good, entities: { ...good.entities, project: { cats: '1' } } }],
    ['a mask with bits that mean nothing', { ...good, entities: { ...good.entities, project: { cats: 8_192 } } }],
    ['a negative mask', { ...good, entities: { ...good.entities, project: { cats: -1 } } }],
    ['half a bit', { ...good, organization: 0.5 }],
    ['no time', { ...good, madeAt: null }],
    ['an end that is none', { ...good, until: 'never' }],
    ['no end', { ...good, until: undefined }],
    ['a kind missing', { ...good, entities: { project: good.entities.project, dataset: {} } }],
    ['entities in a list', { ...good, entities: { ...good.entities, dataset: [] } }],
    ['stages that are none', { ...good, stages: { cats: 1 } }],
    ['nobody', { ...good, userId: undefined }],
    ['no organization', { ...good, organizationId: 7 }],
    ['no word of implicit access', { ...good, implicit: undefined }],
    ['no word of what it was made from', { ...good, madeFrom: undefined }],
    [
      'something that throws',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no')
          },
        },
      ),
    ],
  ])('permits nothing of %s', (_, json) => {
    expect(openAccess(good).can('project.view', cats, NOW)).toBe(true)
    const access = openAccess(json)
    expect(access.can('project.view', cats, NOW)).toBe(false)
    expect(access.can('project.view', cats, 0)).toBe(false)
    expect(access.isFresh(0)).toBe(false)
    expect(access.until).toBe(0)
  })

  it('permits nothing where it is asked nonsense', () => {
    const access = openAccess(good)
    const ask = access.can as (...args: unknown[]) => boolean
    for (const resource of [undefined, null, 7, {}, { kind: '__proto__', id: 'cats' }])
      expect(ask('project.view', resource, NOW)).toBe(false)
    for (const permission of [undefined, null, 'toString', '__proto__', 'project', Symbol('s')])
      expect(ask(permission, cats, NOW)).toBe(false)
    for (const id of ['toString', '__proto__', 'constructor', undefined])
      expect(ask('project.view', { kind: 'project', id }, NOW)).toBe(false)
  })

  it('keeps ids and stages of any name apart (INV-26)', () => {
    const grants = [grantOf('annotator', { stages: ['__proto__'] })]
    const access = openAccess(JSON.stringify(compileAccess(inputOf([{ ...PROJECT, id: '__proto__', grants }]))))
    const odd = { kind: 'project', id: '__proto__' } as const
    expect(access.can('project.view', odd, NOW)).toBe(true)
    expect(access.can('project.annotate', odd, NOW, '__proto__')).toBe(true)
    expect(access.can('project.annotate', odd, NOW, 'toString')).toBe(false)
    expect(access.can('project.view', { kind: 'project', id: 'toString' }, NOW)).toBe(false)
  })

  it('permits what can permits for every permission (INV-23)', () => {
    const entities = [annotated, { ...PROJECT, kind: 'dataset' as const, grants: [grantOf('user')] }]
    const access = openAccess(JSON.stringify(compileAccess(inputOf(entities))))
    for (const [kind, list] of Object.entries(permissionsByKind))
      for (const permission of list as readonly Permission[]) {
        const entity = entities.find(each => each.kind === kind)
        const resource = entity ?? acme
        const facts = factsOf({ resource, grants: entity?.grants ?? [] })
        expect(access.can(permission, resource, NOW)).toBe(kind !== 'ontology' && can(permission, facts).allowed)
      }
  })
})
