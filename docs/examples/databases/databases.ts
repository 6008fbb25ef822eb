/** `npx tsx docs/examples/databases/databases.ts`: the same organization in two databases that need no server. */
import { PGlite } from '@electric-sql/pglite'
import { CompiledQuery, type Kysely } from 'kysely'
import { createCharter, unwrap, verifiedEmail } from 'orgcharter'
import { createKyselyStore, createSchema } from 'orgcharter/kysely'
import { openBetterSqlite3 } from './better-sqlite3.ts'
import { openPglite } from './pglite.ts'

const found = async (name: string, db: Kysely<unknown>): Promise<void> => {
  await createSchema(db)
  const charter = createCharter({ store: createKyselyStore(db) })
  const founders = [{ email: unwrap(verifiedEmail('ada@acme.com', { by: 'oidc:google' })), name: 'Ada' }]
  const actor = { kind: 'operator', name: 'support' } as const
  unwrap(await charter.organizations.create({ actor, name: 'Acme', kind: 'standard', founders }))
  const { rows } = await db.executeQuery(
    CompiledQuery.raw(
      'select o.name as organization, u.name as member, m.assigned_role as role from orgcharter_membership m join orgcharter_organization o on o.id = m.organization_id join orgcharter_user u on u.id = m.user_id',
    ),
  )
  console.log(name, rows) // [{ organization: 'Acme', member: 'Ada', role: 'admin' }]
  await db.destroy()
}

await found('SQLite', openBetterSqlite3(':memory:'))
await found('PGlite', openPglite(new PGlite()))
