/** Drizzle for your own tables, Kysely for those of orgcharter, and one pool for both. */
import { and, eq } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { pgTable, text } from 'drizzle-orm/pg-core'
import { Kysely, PostgresDialect } from 'kysely'
import { type Charter, unwrap, verifiedEmail } from 'orgcharter'
import pg from 'pg'

export const openBoth = (connectionString: string) => {
  const pool = new pg.Pool({ connectionString, max: 10, connectionTimeoutMillis: 5_000 })
  pool.on('error', error => console.warn(error.message))
  pool.on('connect', client => client.on('error', error => console.warn(error.message)))
  return { own: drizzle(pool), db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }) }
}

/** Yours: `key` is random, and there before the organization is. */
export const workspace = pgTable('workspace', {
  key: text('key').primaryKey(),
  name: text('name').notNull(),
  founder: text('founder').notNull(),
  organizationId: text('organization_id'),
})

/** Of ours what you read: only the charter writes it. */
const membership = pgTable('orgcharter_membership', {
  organizationId: text('organization_id').notNull(),
  userId: text('user_id').notNull(),
  status: text('status').notNull(),
})

/** One query over both: the names of the workspaces that somebody is a member of. */
export const workspacesOf = (own: NodePgDatabase, userId: string) =>
  own
    .select({ name: workspace.name, organizationId: membership.organizationId })
    .from(membership)
    .innerJoin(workspace, eq(workspace.organizationId, membership.organizationId))
    .where(and(eq(membership.userId, userId), eq(membership.status, 'active')))

/** Your row and our command are two commits. With the row's key the command can be sent again, after a crash as well. */
export const openWorkspace = async (own: NodePgDatabase, charter: Charter, key: string) => {
  const [row] = await own.select().from(workspace).where(eq(workspace.key, key))
  if (!row) throw new Error(`no workspace has the key ${key}`)
  const created = await charter.organizations.create({
    actor: { kind: 'operator', name: 'workspaces' },
    name: row.name,
    kind: 'standard',
    founders: [{ email: unwrap(verifiedEmail(row.founder, { by: 'mail-link' })) }],
    idempotencyKey: key,
  })
  const { organization } = unwrap(created)
  await own.update(workspace).set({ organizationId: organization.id }).where(eq(workspace.key, key))
  return organization.id
}
