import { describe, expect, it } from 'vitest'
import {
  defaultRoles,
  type OrganizationPermission,
  organizationPermissions,
  type RoleCatalogue,
  taskerRoles,
} from '../../../src/core/role/index.ts'

/** A table as one reads it: a header of roles, then a row for each permission, with `x` where it is given. */
const read = (table: string) => {
  const [header = [], ...rows] = table
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/))
  return new Map(
    header.map((role, column) => [
      role,
      rows.filter(row => row[column + 1] === 'x').map(([permission]) => permission as OrganizationPermission),
    ]),
  )
}

const DEFAULT = `
                     admin internal external workforce
  settings.read        x      .        .        .
  settings.write       x      .        .        .
  analytics.read       x      .        .        .
  audit.read           x      .        .        .
  mfa_policy.write     x      .        .        .
  domain_rules.write   x      .        .        .
  members.read         x      x        .        .
  members.write        x      .        .        .
  members.invite       x      .        .        .
  groups.create        x      .        .        .
  content.create       x      x        .        .
  content.read_all     x      .        .        .
`

const TASKER = `
                     admin workforce_manager member tasker
  settings.read        x          .            .      .
  settings.write       x          .            .      .
  analytics.read       x          .            .      .
  audit.read           x          .            .      .
  mfa_policy.write     x          .            .      .
  domain_rules.write   x          .            .      .
  members.read         x          x            x      .
  members.write        x          x            .      .
  members.invite       x          x            .      .
  groups.create        x          x            .      .
  content.create       x          x            x      .
  content.read_all     x          .            .      .
`

type Rest = { readonly type: string; readonly administers: boolean; readonly manages: 'all' | readonly string[] }

const cases: readonly (readonly [string, RoleCatalogue, string, Record<string, Rest>])[] = [
  [
    'the default catalogue',
    defaultRoles,
    DEFAULT,
    {
      admin: { type: 'internal', administers: true, manages: 'all' },
      internal: { type: 'internal', administers: false, manages: [] },
      external: { type: 'external', administers: false, manages: [] },
      workforce: { type: 'workforce', administers: false, manages: [] },
    },
  ],
  [
    'the newer catalogue',
    taskerRoles,
    TASKER,
    {
      admin: { type: 'internal', administers: true, manages: 'all' },
      workforce_manager: { type: 'internal', administers: false, manages: ['tasker'] },
      member: { type: 'internal', administers: false, manages: [] },
      tasker: { type: 'workforce', administers: false, manages: [] },
    },
  ],
]

describe.each(cases)('%s', (_, catalogue, table, rest) => {
  const given = read(table)

  it('gives each role exactly the permissions of the table (ROL-4)', () => {
    expect([...given.keys()]).toEqual(catalogue.strongestFirst)
    expect(Object.keys(catalogue.roles).sort()).toEqual([...given.keys()].sort())
    for (const [role, permissions] of given)
      expect([role, catalogue.roles[role]?.permissions]).toEqual([role, permissions])
    expect(table.match(/\w+\.\w+/g)).toEqual(organizationPermissions)
  })

  it('says of each role its type, whether it administers and whom it manages (ROL-1, ROL-2, ROL-3)', () => {
    for (const [role, { permissions: __, ...definition }] of Object.entries(catalogue.roles))
      expect([role, definition]).toEqual([role, rest[role]])
  })
})
