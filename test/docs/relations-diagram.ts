import type { Relation, RelationTable } from '../../src/core/entity/index.ts'

const BEGIN = '<!-- Made by `npm run docs` from `defaultRelations`. -->'
const END = '<!-- Up to here. -->'

/** How many a thing has, as Mermaid draws it. */
const hasOf = ({ min, max }: Relation): string => `${min > 0 ? '|' : 'o'}${max === 1 ? '|' : '{'}`

/** By how many one of these is had. */
const usedOf = ({ shareable }: Relation): string => (shareable ? '}o' : '|o')

/** The entity diagram of a table of relations. */
export const relationsDiagram = (table: RelationTable): string =>
  [
    '```mermaid',
    'erDiagram',
    ...table.map(row => `  ${row.from} ${usedOf(row)}--${hasOf(row)} ${row.to} : ${row.name}`),
    '```',
  ].join('\n')

/** A page with its diagram as the table says. */
export const withDiagram = (page: string, table: RelationTable): string => {
  const [before, rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new TypeError('the page has no place for the diagram')
  return `${before}${BEGIN}\n\n${relationsDiagram(table)}\n\n${END}${after}`
}
