import { describe, expect, it } from 'vitest'
import {
  administeringRole,
  defaultRoles,
  defineRoles,
  extendRoles,
  managesRole,
  organizationPermissions,
  type RoleDefinition,
  rankOf,
  roleOf,
  taskerRoles,
  whyNoCatalogue,
} from '../../../src/core/role/index.ts'

const owner = defaultRoles.roles.admin
const guest: RoleDefinition = { type: 'external', administers: false, permissions: [], manages: [] }
const lead: RoleDefinition = { ...guest, type: 'internal', permissions: ['members.write'], manages: ['guest'] }

type Shape = { readonly strongestFirst?: unknown; readonly roles?: unknown }
const define = (shape: unknown) => defineRoles(shape as never)
const shapeOf = (roles: Record<string, unknown>): Shape => ({ strongestFirst: Object.keys(roles), roles })

describe('defineRoles', () => {
  it('gives back a copy of the catalogue that nobody can change (ROL-1)', () => {
    const given = {
      strongestFirst: ['owner', 'lead', 'guest'],
      roles: { owner, lead: structuredClone(lead), guest },
    } as const
    const roles = defineRoles<string>(given)
    expect(roles).toEqual(given)
    const parts = [roles, roles.strongestFirst, roles.roles, ...Object.values(roles.roles)]
    for (const { permissions, manages } of Object.values<RoleDefinition>(roles.roles))
      parts.push(permissions as never, manages as never)
    expect(parts.every(part => typeof part === 'string' || Object.isFrozen(part))).toBe(true)
    ;(given.roles.lead.manages as string[]).push('owner')
    expect(roles.roles['lead']?.manages).toEqual(['guest'])
  })

  it('leaves out what no role has', () => {
    const roles = define(shapeOf({ owner: { ...owner, secret: 1 } }))
    expect(roles.roles['owner' as never]).toEqual(owner)
  })

  const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`r${n}`, owner]))
  const wrong: readonly (readonly [message: string, shape: unknown])[] = [
    ['a catalogue is { strongestFirst, roles }', undefined],
    ['a catalogue is { strongestFirst, roles }', null],
    ['a catalogue is { strongestFirst, roles }', 7],
    ['a catalogue is { strongestFirst, roles }', { strongestFirst: 'owner', roles: { owner } }],
    ['a catalogue is { strongestFirst, roles }', { strongestFirst: ['owner'] }],
    ['a catalogue is { strongestFirst, roles }', { strongestFirst: ['owner'], roles: null }],
    ['there are more than 100 roles', shapeOf(many)],
    ['there are more than 100 roles', { strongestFirst: [], roles: many }],
    ['guest has no place in strongestFirst', { strongestFirst: ['owner'], roles: { owner, guest } }],
    ['Owner is no name of a role', shapeOf({ Owner: owner })],
    [' is no name of a role', shapeOf({ '': owner })],
    ['1st is no name of a role', { strongestFirst: ['1st'], roles: { '1st': owner } }],
    ['__proto__ is no name of a role', { strongestFirst: ['__proto__'], roles: {} }],
    ['7 is no name of a role', { strongestFirst: [7], roles: {} }],
    [`${'a'.repeat(41)} is no name of a role`, shapeOf({ ['a'.repeat(41)]: owner })],
    ['owner is named twice', { strongestFirst: ['owner', 'owner'], roles: { owner } }],
    ['guest is not defined', { strongestFirst: ['owner', 'guest'], roles: { owner } }],
    ['guest is not defined', { strongestFirst: ['owner', 'guest'], roles: { owner, guest: undefined } }],
    ['constructor is not defined', { strongestFirst: ['constructor', 'owner'], roles: { owner } }],
    ['guest has no type', shapeOf({ owner, guest: { ...guest, type: 'partner' } })],
    ['guest has no type', shapeOf({ owner, guest: 7 })],
    ['guest does not say whether it administers', shapeOf({ owner, guest: { ...guest, administers: 0 } })],
    ['guest has a permission that there is not', shapeOf({ owner, guest: { ...guest, permissions: ['fly'] } })],
    ['guest has a permission that there is not', shapeOf({ owner, guest: { ...guest, permissions: 'all' } })],
    [
      'guest has a permission twice',
      shapeOf({ owner, guest: { ...guest, permissions: ['audit.read', 'audit.read'] } }),
    ],
    [
      'guest administers, which only the internal type may (ROL-2)',
      shapeOf({ owner, guest: { ...guest, administers: true } }),
    ],
    [
      'vendor administers, which only the internal type may (ROL-2)',
      shapeOf({ owner, vendor: { ...owner, type: 'workforce' } }),
    ],
    ['guest does not say whom it manages', shapeOf({ owner, guest: { ...guest, manages: undefined } })],
    ['guest does not say whom it manages', shapeOf({ owner, guest: { ...guest, manages: 'guest' } })],
    ['guest manages a role twice', shapeOf({ owner, guest: { ...guest, manages: ['guest', 'guest'] } })],
    ['guest manages all and does not administer', shapeOf({ owner, guest: { ...guest, manages: 'all' } })],
    ['guest manages nobody, which is not defined', shapeOf({ owner, guest: { ...guest, manages: ['nobody'] } })],
    ['guest manages toString, which is not defined', shapeOf({ owner, guest: { ...guest, manages: ['toString'] } })],
    [
      'lead manages owner, which administers',
      shapeOf({ owner, lead: { ...owner, administers: false, manages: ['owner'] } }),
    ],
    [
      'lead manages auditor, which may audit.read, and may not itself (ROL-3)',
      shapeOf({ owner, lead: { ...lead, manages: ['auditor'] }, auditor: { ...guest, permissions: ['audit.read'] } }),
    ],
    [
      'owner manages auditor, which may audit.read, and may not itself (ROL-3)',
      shapeOf({ owner: { ...owner, permissions: [] }, auditor: { ...guest, permissions: ['audit.read'] } }),
    ],
    ['no role administers', shapeOf({ guest })],
    ['no role administers', { strongestFirst: [], roles: {} }],
  ]
  it.each(wrong)('refuses a catalogue where %s', (message, shape) => {
    expect(whyNoCatalogue(shape)).toBe(message)
    expect(() => define(shape)).toThrow(new TypeError(`defineRoles: ${message}`))
  })

  it('takes the catalogues that are there, and one of a hundred roles', () => {
    expect([defaultRoles, taskerRoles].map(whyNoCatalogue)).toEqual([undefined, undefined])
    const { r100: _, ...hundred } = many
    expect(whyNoCatalogue(shapeOf(hundred))).toBeUndefined()
  })
})

describe('extendRoles', () => {
  const auditor: RoleDefinition<never> = {
    type: 'internal',
    administers: false,
    permissions: ['audit.read'],
    manages: [],
  }

  it('keeps all roles that there are, as they are (ROL-1)', () => {
    const roles = extendRoles(defaultRoles, {
      strongestFirst: ['admin', 'auditor', 'internal', 'external', 'workforce'],
      roles: { auditor },
    })
    expect(roles.roles).toEqual({ ...defaultRoles.roles, auditor })
    expect(roles.strongestFirst).toEqual(['admin', 'auditor', 'internal', 'external', 'workforce'])
    expect(Object.isFrozen(roles.roles.auditor)).toBe(true)
    expect(Object.keys(defaultRoles.roles)).toHaveLength(4)
  })

  it('can be extended again', () => {
    const one = extendRoles(taskerRoles, {
      strongestFirst: [...taskerRoles.strongestFirst, 'auditor'],
      roles: { auditor },
    })
    const two = extendRoles(one, { strongestFirst: [...one.strongestFirst, 'clerk'], roles: { clerk: auditor } })
    expect(two.strongestFirst).toEqual([...taskerRoles.strongestFirst, 'auditor', 'clerk'])
  })

  const extend = (more: unknown) => extendRoles(defaultRoles, more as never)
  it.each<[string, unknown]>([
    [
      'extendRoles: internal is defined already',
      { strongestFirst: defaultRoles.strongestFirst, roles: { internal: auditor } },
    ],
    ['defineRoles: admin has no place in strongestFirst', { strongestFirst: ['auditor'], roles: { auditor } }],
    [
      'defineRoles: workforce has no place in strongestFirst',
      { strongestFirst: ['admin', 'internal', 'external'], roles: {} },
    ],
    ['defineRoles: a catalogue is { strongestFirst, roles }', { roles: { auditor } }],
    [
      'defineRoles: auditor administers, which only the internal type may (ROL-2)',
      {
        strongestFirst: [...defaultRoles.strongestFirst, 'auditor'],
        roles: { auditor: { ...owner, type: 'external' } },
      },
    ],
  ])('refuses with %s', (message, more) => {
    expect(() => extend(more)).toThrow(new TypeError(message))
  })

  it.each([undefined, null, 7, 'x'])('refuses %s with a TypeError', more => {
    expect(() => extend(more)).toThrow(TypeError)
  })

  it('takes a name of every object for a new one', () => {
    const roles = extendRoles<string, string>(defaultRoles, {
      strongestFirst: [...defaultRoles.strongestFirst, 'constructor'],
      roles: { constructor: guest } as never,
    })
    expect(roleOf(roles, 'constructor')).toEqual(guest)
  })
})

describe('a catalogue', () => {
  it('knows only its own roles', () => {
    expect(roleOf(defaultRoles, 'admin')).toBe(owner)
    for (const name of ['owner', 'constructor', 'toString', '__proto__', ''])
      expect(roleOf(defaultRoles, name)).toBeUndefined()
  })

  it('orders its roles, with the unknown below all of them (MEM-1)', () => {
    expect(['admin', 'internal', 'external', 'workforce', 'nobody'].map(name => rankOf(defaultRoles, name))).toEqual([
      0, 1, 2, 3, 4,
    ])
  })

  it('names the strongest role that administers, which need not be the strongest of all', () => {
    expect(administeringRole(defaultRoles)).toBe('admin')
    const roles = defineRoles<string>({
      strongestFirst: ['guest', 'second', 'owner'],
      roles: { guest, second: owner, owner },
    })
    expect(administeringRole(roles)).toBe('second')
    expect(() => administeringRole({ strongestFirst: ['guest'], roles: { guest } })).toThrow(
      'without a role that administers',
    )
  })

  it('says of a role whom it manages (ROL-3)', () => {
    expect([managesRole(owner, 'anything'), managesRole(lead, 'guest'), managesRole(lead, 'lead')]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('has twelve permissions, each once', () => {
    expect(new Set(organizationPermissions).size).toBe(12)
    expect(organizationPermissions).toHaveLength(12)
  })
})
