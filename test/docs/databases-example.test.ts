import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { CompiledQuery, type Kysely } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openBetterSqlite3 } from '../../docs/examples/databases/better-sqlite3.ts'
import { openBoth, openWorkspace, workspace, workspacesOf } from '../../docs/examples/databases/drizzle.ts'
import { openMysql2 } from '../../docs/examples/databases/mysql2.ts'
import { openPg } from '../../docs/examples/databases/pg.ts'
import { openPrepared } from '../../docs/examples/databases/pg-prepared.ts'
import { openPglite } from '../../docs/examples/databases/pglite.ts'
import { openPostgresJs } from '../../docs/examples/databases/postgres-js.ts'
import { dialectOf } from '../../src/adapters/kysely/dialects/of.ts'
import { createKyselyStore, createSchema } from '../../src/adapters/kysely/index.ts'
import { createCharter, unwrap, verifiedEmail } from '../../src/index.ts'
import { root } from '../setup/entry-points.ts'
import { type Database, hasServer, openMariadb, openMysql, openPostgresql, openSqlite } from '../support/servers.ts'

const proven = (address: string) => unwrap(verifiedEmail(address, { by: 'mail-link' }))
const operator = { kind: 'operator', name: 'support' } as const

/** How long somebody waits for an answer, in ms, before the command is sent again. */
const PATIENCE = 3_000
const run = async (db: Kysely<unknown>, sql: string) =>
  (await db.executeQuery<Readonly<Record<string, unknown>>>(CompiledQuery.raw(sql))).rows

const founded = async (db: Kysely<unknown>) => {
  await createSchema(db)
  const charter = createCharter({ store: createKyselyStore(db) })
  const created = await charter.organizations.create({
    actor: operator,
    name: 'Acme',
    kind: 'standard',
    founders: [{ email: proven('ada@acme.com'), name: 'Ada' }],
  })
  const { organization, members } = unwrap(created)
  const here = { actor: operator, organizationId: organization.id, domain: 'acme.com' }
  unwrap(await charter.domainRules.add({ ...here, match: 'exact', role: 'internal', joining: 'automatic' }))
  unwrap(await charter.domainRules.prove({ ...here, proof: { kind: 'operator', reason: 'contract 4711' } }))
  return { charter, organization, adminId: members[0]?.userId ?? '' }
}

const signUp = async (charter: Awaited<ReturnType<typeof founded>>['charter'], address: string) =>
  charter.users.signUp({ email: proven(address) })

const page = readFileSync(join(root, 'docs/databases.md'), 'utf8')

/** The statement of the page; MariaDB has no arrow into JSON. */
const handwritten = (db: Kysely<unknown>): string => {
  const [, sql = ''] = /```sql\n(.*?);?\n```/s.exec(page) ?? []
  return dialectOf(db).name === 'mysql' ? sql.replace("u.email ->> 'domain'", "json_value(u.email, '$.domain')") : sql
}

type Recipe = {
  readonly name: string
  readonly database: () => Promise<Pick<Database, 'url' | 'close'>>
  readonly open: (url: string) => Kysely<unknown>
  /** What ends the connections of everyone else. */
  readonly cutOff?: (db: Kysely<unknown>) => Promise<unknown>
}

const endBackends = (db: Kysely<unknown>) =>
  run(
    db,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )

const killThreads = async (db: Kysely<unknown>) => {
  const others = await run(
    db,
    'select id from information_schema.processlist where db = database() and id <> connection_id()',
  )
  for (const { id } of others) await run(db, `kill ${id}`)
}

const recipes: readonly Recipe[] = [
  { name: 'better-sqlite3', database: openSqlite, open: openBetterSqlite3 },
  {
    name: 'pglite',
    database: async () => ({ url: '', close: async () => {} }),
    open: () => openPglite(new PGlite()),
  },
  ...((await hasServer('postgresql'))
    ? [
        { name: 'pg', database: openPostgresql, open: openPg, cutOff: endBackends },
        {
          name: 'pg-prepared',
          database: openPostgresql,
          open: (url: string) => openPrepared(url),
          cutOff: endBackends,
        },
        {
          name: 'postgres-js',
          database: openPostgresql,
          open: (url: string) => openPostgresJs(url),
          cutOff: endBackends,
        },
      ]
    : []),
  ...((await hasServer('mariadb'))
    ? [{ name: 'mysql2', database: openMariadb, open: openMysql2, cutOff: killThreads }]
    : []),
  ...((await hasServer('mysql'))
    ? [{ name: 'mysql2 on MySQL', database: openMysql, open: openMysql2, cutOff: killThreads }]
    : []),
]

describe.each(recipes)('the recipe for $name', ({ database, open, cutOff }) => {
  let there: Pick<Database, 'url' | 'close'>
  let db: Kysely<unknown>
  let acme: Awaited<ReturnType<typeof founded>>
  const users = async () => Number((await run(db, 'select count(*) as n from orgcharter_user'))[0]?.['n'])

  beforeAll(async () => {
    there = await database()
    db = open(there.url)
    acme = await founded(db)
  }, 120_000)
  afterAll(async () => {
    await db?.destroy()
    await there?.close()
  }, 60_000)

  it('keeps an organization and whoever signs up, for another charter to read', async () => {
    const { charter, organization, adminId } = acme
    const { user, joined } = unwrap(await signUp(charter, 'grace@acme.com'))
    expect(joined).toMatchObject([{ organizationId: organization.id, role: 'internal' }])
    const another = createCharter({ store: createKyselyStore(db) })
    const here = { actor: { kind: 'user', userId: adminId } as const, organizationId: organization.id }
    const members = unwrap(await another.members.list({ ...here, limit: 10 }))
    expect(members.items.map(({ userId }) => userId).sort()).toEqual([adminId, user.id].sort())
    expect(await run(db, 'select name from orgcharter_organization')).toEqual([{ name: 'Acme' }])
  })

  it('makes one user of one address that signs up twenty times at once', async () => {
    const before = await users()
    const answers = await Promise.all(Array.from({ length: 20 }, () => signUp(acme.charter, 'bob@acme.com')))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.flatMap(answer => (answer.ok ? [] : [answer.refusal.code]))).toEqual(
      Array.from({ length: 19 }, () => 'email_taken'),
    )
    expect(await users()).toBe(before + 1)
  })

  it("keeps a host's transaction to itself until it ends, and takes back one that fails", async () => {
    await run(db, 'create table note (id integer primary key)')
    const write = (id: number, end: () => void) =>
      db.transaction().execute(async transaction => {
        await transaction.executeQuery(CompiledQuery.raw(`insert into note values (${id})`))
        end()
      })
    const failing = () => {
      throw new Error('taken back')
    }
    const others = Array.from({ length: 5 }, (_, at) => signUp(acme.charter, `c${at}@acme.com`))
    const ends = await Promise.allSettled([write(1, () => {}), write(2, failing), write(3, () => {})])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await run(db, 'select id from note order by id')).map(({ id }) => Number(id))).toEqual([1, 3])
    expect((await Promise.all(others)).every(({ ok }) => ok)).toBe(true)
  })

  it('answers what the page asks by hand', async () => {
    const rows = await run(db, handwritten(db))
    expect(rows).toContainEqual(expect.objectContaining({ name: 'Ada', domain: 'acme.com', assigned_role: 'admin' }))
  })

  it.runIf(cutOff)('goes on after the server has ended its connections, and does nothing twice', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const before = await users()
    const { charter } = acme
    const killer = open(there.url)
    await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        if (at === 10) await cutOff?.(killer)
        const command = { email: proven(`a${at}@acme.com`), idempotencyKey: `a${at}` }
        await vi.waitUntil(
          () =>
            Promise.race([
              // postgres.js may leave a statement waiting forever: as the page says, nobody waits that long.
              sleep(PATIENCE).then(() => false),
              charter.users.signUp(command).then(
                ({ ok }) => ok,
                () => false,
              ),
            ]),
          { timeout: 30_000 },
        )
      }),
    )
    expect(await users()).toBe(before + 20)
    await killer.destroy()
    warn.mockRestore()
  })
})

describe.runIf(await hasServer('postgresql'))('on PostgreSQL', () => {
  let there: Database
  beforeEach(async () => {
    there = await openPostgresql(1)
  })
  afterEach(() => there.close())

  it('parses each statement once for a connection, and anew after an error', async () => {
    const db = openPrepared(there.url, 1)
    const named = () =>
      run(db, "select name, statement from pg_prepared_statements where statement like '%orgcharter_user%'")
    const { charter } = await founded(db)
    unwrap(await signUp(charter, 'grace@acme.com'))
    expect(await signUp(charter, 'grace@acme.com')).toMatchObject({ ok: false, refusal: { code: 'email_taken' } })
    const before = await named()
    expect(before.length).toBeGreaterThan(0)
    for (let at = 0; at < 8; at++) unwrap(await signUp(charter, `a${at}@acme.com`))
    expect((await named()).length).toBe(before.length)
    const later = CompiledQuery.raw('select a from later where a = $1', ['a'])
    await expect(db.executeQuery(later)).rejects.toMatchObject({ code: '42P01' })
    await run(db, "create table later as select 'a'::text as a")
    expect((await db.executeQuery(later)).rows).toEqual([{ a: 'a' }])
    expect((await db.executeQuery(later)).rows).toEqual([{ a: 'a' }])
    await db.destroy()
  })

  it("joins Drizzle's tables with ours, and opens one organization for a key, whatever crashed between", async () => {
    const { own, db } = openBoth(there.url)
    await run(
      db,
      'create table workspace (key text primary key, name text not null, founder text not null, organization_id text)',
    )
    await createSchema(db)
    const charter = createCharter({ store: createKyselyStore(db) })
    await own.insert(workspace).values({ key: 'k-1', name: 'Acme', founder: 'ada@acme.com' })
    const organizationId = await openWorkspace(own, charter, 'k-1')
    // As after a crash between the two commits.
    await own.update(workspace).set({ organizationId: null })
    expect(await openWorkspace(own, charter, 'k-1')).toBe(organizationId)
    expect(await run(db, 'select id from orgcharter_organization')).toEqual([{ id: organizationId }])
    const [ada] = await run(db, 'select id from orgcharter_user')
    expect(await workspacesOf(own, String(ada?.['id']))).toEqual([{ name: 'Acme', organizationId }])
    await db.destroy()
  })
})

describe('docs/databases.md', () => {
  const folder = join(root, 'docs/examples/databases')

  // The one that is called like its folder runs others of them.
  it.each(readdirSync(folder).filter(file => file !== 'databases.ts'))('shows %s as the tests run it', file => {
    const [, code] = /^\/\*\*.*?\*\/\n(.*)$/s.exec(readFileSync(join(folder, file), 'utf8')) ?? []
    expect(page).toContain(code)
  })
})
