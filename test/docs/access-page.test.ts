import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  datasetTable,
  ontologyTable,
  organizationTable,
  projectTable,
  type Table,
  taskerTable,
} from '../model/access-tables.ts'
import { root } from '../setup/entry-points.ts'

const page = readFileSync(join(root, 'docs/access.md'), 'utf8')

/** The table as the page has it. */
const markdownOf = (table: Table): string => {
  const roles = Object.keys(table)
  const permissions = Object.keys(table[roles[0] ?? ''] ?? {})
  const rows = permissions.map(permission => [
    `\`${permission}\``,
    ...roles.map(role => (table[role]?.[permission] ? 'yes' : '')),
  ])
  return [['', ...roles.map(role => `\`${role}\``)], ['', ...roles].map(() => '---'), ...rows]
    .map(cells => `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |'))
    .join('\n')
}

describe('docs/access.md', () => {
  it.each([
    ['the default catalogue', organizationTable],
    ['the newer one', taskerTable],
    ['projects', projectTable],
    ['datasets', datasetTable],
    ['ontologies', ontologyTable],
  ])('has the table of %s as the model prints it (ROL-4 to ROL-6)', (_, table) => {
    expect(page).toContain(markdownOf(table))
  })
})
