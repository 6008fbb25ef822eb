import type { Added, Change, Created, Expected } from '../change.ts'
import type { Table } from '../tables.ts'

/** What one step of the statement does: to one row, or to many of one table. */
export type Step =
  | { readonly kind: 'hold' | 'update' | 'delete'; readonly table: Table; readonly row: Expected }
  | { readonly kind: 'create'; readonly table: Table; readonly row: Created }
  | { readonly kind: 'add'; readonly table: Table; readonly row: Added }
  | {
      readonly kind: 'many'
      readonly table: Table
      readonly expected: readonly Expected[]
      readonly created: readonly Created[]
    }
  | { readonly kind: 'add_many'; readonly table: Table; readonly added: readonly Added[] }

/** So many rows of one table are a step each: that is planned in less time than a set. */
const FEW = 4

export const kindOf = ({ becomes }: Expected): 'hold' | 'update' | 'delete' =>
  becomes === 'hold' ? 'hold' : becomes === 'remove' ? 'delete' : 'update'

/** Adds with the same bounds are one set, since the bounds stand in the statement beside it. */
const sets = (added: readonly Added[]): readonly (readonly Added[])[] => {
  const groups = new Map<string, Added[]>()
  for (const one of added) {
    const bounds = `${one.min}/${one.max}`
    groups.set(bounds, [...(groups.get(bounds) ?? []), one])
  }
  return [...groups.values()]
}

/** The steps in the order of the change, in which everyone locks. */
export const stepsOf = ({ records, counters }: Change): readonly Step[] => [
  ...records.flatMap(({ table, expected, created }): readonly Step[] =>
    expected.length + created.length > FEW
      ? [{ kind: 'many', table, expected, created }]
      : [
          ...expected.map(row => ({ kind: kindOf(row), table, row })),
          ...created.map(row => ({ kind: 'create' as const, table, row })),
        ],
  ),
  ...counters.flatMap(({ table, added }): readonly Step[] =>
    added.length > FEW
      ? sets(added).map(some => ({ kind: 'add_many', table, added: some }))
      : added.map(row => ({ kind: 'add', table, row })),
  ),
]
