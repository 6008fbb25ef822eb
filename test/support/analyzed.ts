import { CompiledQuery } from 'kysely'
import { dialectOf } from '../../src/adapters/kysely/dialects/of.ts'
import type { Store } from '../../src/ports/store.ts'
import type { AnyKysely } from './servers.ts'

/** Statistics as every server makes them by itself, but a minute later: with each so many writes. */
export const analyzed = (store: Store, db: AnyKysely, each: number): Store => {
  let written = 0
  return {
    ...store,
    commit: async changes => {
      const before = written
      written += changes.writes.length
      const after = written
      const committed = await store.commit(changes)
      if (Math.floor(before / each) < Math.floor(after / each))
        await db.executeQuery(
          CompiledQuery.raw(dialectOf(db).name === 'mysql' ? 'analyze table orgcharter_membership' : 'analyze'),
        )
      return committed
    },
  }
}
