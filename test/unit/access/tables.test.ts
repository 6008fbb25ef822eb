import { describe, expect, it } from 'vitest'
import {
  can,
  defaultRoles,
  type EntityRole,
  type Permission,
  type RoleCatalogue,
  taskerRoles,
} from '../../../src/access.ts'
import { entityTables, organizationTable, type Table, taskerTable } from '../../model/access-tables.ts'
import { factsOf, grantOf, PROJECT } from '../../support/access.ts'

const cellsOf = (table: Table) =>
  Object.entries(table).flatMap(([role, row]) =>
    Object.entries(row).map(([permission, allowed]) => ({ role, permission: permission as Permission, allowed })),
  )

describe('what each role may', () => {
  it.each([
    ['the default catalogue', defaultRoles as RoleCatalogue, organizationTable],
    ['the newer one', taskerRoles as RoleCatalogue, taskerTable],
  ])('of %s is what the table says (ROL-4)', (_, roles, table) => {
    expect(Object.keys(table).sort()).toEqual([...roles.strongestFirst].sort())
    const resource = { kind: 'organization', id: 'acme' } as const
    const wrong = cellsOf(table).filter(({ role, permission, allowed }) => {
      const membership = { status: 'active', assigned: { role } } as const
      return can(permission, factsOf({ roles, membership, resource })).allowed !== allowed
    })
    expect(wrong).toEqual([])
    expect(cellsOf(table)).toHaveLength(4 * 12)
  })

  it.each(['project', 'dataset', 'ontology'] as const)(
    'by a grant on a %s is what the table says (ROL-5, ROL-6)',
    kind => {
      const cells = cellsOf(entityTables[kind] ?? {})
      const resource = { ...PROJECT, kind }
      const wrong = cells.filter(({ role, permission, allowed }) => {
        const grants = [grantOf(role as EntityRole)]
        return can(permission, factsOf({ resource, grants })).allowed !== allowed
      })
      expect(wrong).toEqual([])
      expect(cells).toHaveLength(kind === 'project' ? 5 * 13 : 2 * 4)
    },
  )

  it.each(['project', 'dataset', 'ontology'] as const)(
    'by a role that administers is everything on a %s (ROL-7)',
    kind => {
      const membership = { status: 'active', assigned: { role: 'admin' } } as const
      const permissions = Object.keys(entityTables[kind]?.['admin'] ?? {}) as Permission[]
      for (const permission of permissions)
        expect(can(permission, factsOf({ membership, resource: { ...PROJECT, kind } })).allowed).toBe(true)
    },
  )
})
