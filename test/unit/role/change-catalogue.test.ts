import { describe, expect, it } from 'vitest'
import {
  type ChangeCatalogueRefusal,
  defaultRoles,
  defineRoles,
  extendRoles,
  planCatalogueChange,
  type RoleCatalogue,
  type RoleDefinition,
  taskerRoles,
} from '../../../src/core/role/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'

const owner = defaultRoles.roles.admin
const guest: RoleDefinition = { type: 'external', administers: false, permissions: [], manages: [] }
const small = (roles: Record<string, RoleDefinition>): RoleCatalogue =>
  defineRoles({ strongestFirst: Object.keys(roles), roles })

const plan = (from: unknown, to: unknown, targets: unknown) =>
  planCatalogueChange(from as never, to as never, targets as never)
const codeOf = (from: unknown, to: unknown, targets: unknown) => {
  const change = plan(from, to, targets)
  return change.ok ? 'ok' : change.refusal.code
}

describe('planCatalogueChange', () => {
  it('tells for each role what its members are called, gain and lose (ROL-1)', () => {
    const change = planCatalogueChange(defaultRoles, taskerRoles, {
      internal: 'workforce_manager',
      external: 'tasker',
      workforce: 'tasker',
    })
    expect(unwrap(change)).toEqual({
      renames: [
        { from: 'internal', to: 'workforce_manager' },
        { from: 'external', to: 'tasker' },
        { from: 'workforce', to: 'tasker' },
      ],
      permissions: [
        // Whoever managed all manages the new roles too, and those that went are not there to be given.
        { role: 'admin', to: 'admin', gains: [], loses: [], gives: ['member'], givesNoMore: [] },
        {
          role: 'internal',
          to: 'workforce_manager',
          gains: ['members.write', 'members.invite', 'groups.create'],
          loses: [],
          gives: ['tasker'],
          givesNoMore: [],
        },
        { role: 'external', to: 'tasker', gains: [], loses: [], gives: [], givesNoMore: [] },
        { role: 'workforce', to: 'tasker', gains: [], loses: [], gives: [], givesNoMore: [] },
      ],
    })
  })

  it('tells what a role that stays gains and loses, and whom it manages no longer (ROL-3)', () => {
    const lead = (permissions: RoleDefinition['permissions'], manages: string[]) =>
      small({ owner, lead: { ...guest, permissions, manages }, guest, other: guest })
    const change = plan(
      lead(['members.read', 'members.write'], ['guest']),
      lead(['members.write', 'audit.read'], ['other']),
      {},
    )
    expect(unwrap(change)).toEqual({
      renames: [],
      permissions: [
        {
          role: 'lead',
          to: 'lead',
          gains: ['audit.read'],
          loses: ['members.read'],
          gives: ['other'],
          givesNoMore: ['guest'],
        },
      ],
    })
  })

  it('tells nothing where nothing changes, or roles only come', () => {
    expect(unwrap(planCatalogueChange(taskerRoles, taskerRoles, {}))).toEqual({ renames: [], permissions: [] })
    const more = extendRoles<string, string>(defaultRoles, {
      strongestFirst: ['admin', 'internal', 'external', 'workforce', 'auditor'],
      roles: { auditor: { ...guest, permissions: ['audit.read'] } },
    })
    const { renames, permissions } = unwrap(planCatalogueChange(defaultRoles, more, {}))
    expect([renames, permissions]).toEqual([
      [],
      [{ role: 'admin', to: 'admin', gains: [], loses: [], gives: ['auditor'], givesNoMore: [] }],
    ])
  })

  const from = small({ owner, guest, other: guest })
  const cases: { readonly [C in ChangeCatalogueRefusal['code']]: readonly [unknown, unknown, unknown, object] } = {
    catalogue_invalid: [from, { strongestFirst: [], roles: {} }, {}, { problem: 'no role administers' }],
    role_target_missing: [from, small({ owner, guest }), {}, { role: 'other' }],
    role_target_needless: [from, small({ owner, guest }), { other: 'guest', guest: 'owner' }, { role: 'guest' }],
    role_unknown: [from, small({ owner, guest }), { other: 'nobody' }, { role: 'nobody', known: ['owner', 'guest'] }],
    role_target_administers: [from, small({ owner, guest }), { other: 'owner' }, { role: 'other', target: 'owner' }],
    role_nature_changed: [
      from,
      small({ owner, guest: { ...guest, type: 'internal' }, other: guest }),
      {},
      { role: 'guest', type: 'external', administers: false },
    ],
  }
  it.each(Object.entries(cases))('refuses with %s', (code, [before, after, targets, facts]) => {
    const change = plan(before, after, targets)
    expect(change).toMatchObject({ ok: false, refusal: { code, facts } })
  })

  it('refuses an administering role for whoever does not administer, of whatever type (ROL-2)', () => {
    for (const type of ['internal', 'external', 'workforce'] as const)
      expect(codeOf(small({ owner, old: { ...guest, type } }), small({ owner }), { old: 'owner' })).toBe(
        'role_target_administers',
      )
    expect(codeOf(small({ owner, boss: owner }), small({ owner }), { boss: 'owner' })).toBe('ok')
    expect(codeOf(small({ owner, boss: owner }), small({ owner, guest }), { boss: 'guest' })).toBe('ok')
  })

  it('refuses that a role which stays begins or ceases to administer', () => {
    const [plain, boss] = [
      small({ owner, a: { ...owner, administers: false, manages: [] } }),
      small({ owner, a: owner }),
    ]
    expect(codeOf(plain, boss, {})).toBe('role_nature_changed')
    expect(codeOf(boss, plain, {})).toBe('role_nature_changed')
  })

  it('refuses a target for a role that there was not, also one of every object', () => {
    for (const role of ['nobody', 'constructor', 'toString'])
      expect(plan(from, from, { [role]: 'guest' })).toMatchObject({
        refusal: { code: 'role_unknown', facts: { role } },
      })
    expect(codeOf(from, small({ owner, guest }), { other: 'constructor' })).toBe('role_unknown')
    const inherits = small({ owner, constructor: guest } as Record<string, RoleDefinition>)
    expect(codeOf(inherits, small({ owner }), {})).toBe('role_target_missing')
  })

  it('judges the catalogues before the targets, and each of the two', () => {
    expect(codeOf({ strongestFirst: [], roles: {} }, from, { nobody: 'x' })).toBe('catalogue_invalid')
    expect(codeOf(from, { strongestFirst: ['owner'], roles: {} }, { nobody: 'x' })).toBe('catalogue_invalid')
  })

  const throwing = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no')
      },
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  it.each([undefined, null, 7, 'x', [], throwing, { strongestFirst: throwing, roles: throwing }, Symbol('x')])(
    'refuses %#, which is no catalogue, and never throws (INV-26)',
    nothing => {
      expect(codeOf(nothing, from, {})).toBe('catalogue_invalid')
      expect(codeOf(from, nothing, {})).toBe('catalogue_invalid')
      expect(codeOf(from, from, nothing)).toMatch(/^(ok|catalogue_invalid|role_unknown)$/)
    },
  )

  it('judges a huge catalogue at once (INV-26)', () => {
    const names = Array.from({ length: 200_000 }, (_, index) => `r${index}`)
    const huge = { strongestFirst: names, roles: Object.fromEntries(names.map(name => [name, guest])) }
    const before = performance.now()
    expect(codeOf(from, huge, {})).toBe('catalogue_invalid')
    expect(performance.now() - before).toBeLessThan(1_000)
  })

  it('changes nothing of what it was given', () => {
    const given = structuredClone([defaultRoles, taskerRoles, { internal: 'member' }])
    plan(...(given as [unknown, unknown, unknown]))
    expect(given).toEqual([defaultRoles, taskerRoles, { internal: 'member' }])
  })
})
