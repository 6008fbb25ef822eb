import type { RelationTable } from '../../entity/index.ts'
import type { Facts } from '../../kernel/index.ts'
import type { RoleCatalogue } from '../../role/index.ts'

/** One place where a world is not what the model says: the invariant, the ids of what is involved, and the facts. @since 0.1.0 */
export type Breach = { readonly invariant: string; readonly ids: readonly string[]; readonly facts: Facts }

/** What a check is told beside the records. */
export type Given = {
  readonly roles: RoleCatalogue
  readonly relations: RelationTable
  readonly now: number
  readonly isPublic: ((domain: string) => boolean) | undefined
}

export const breach = (invariant: string, ids: readonly string[], facts: Facts): Breach => ({ invariant, ids, facts })
