import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKyselyStore, createSchema } from '../../src/adapters/kysely/index.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { SMALL } from '../bench/sql/contest.ts'
import { emailOf, seedWorld, type World } from '../bench/sql/world.ts'
import { type Database, hasServer, openPostgresql } from '../support/servers.ts'

type Asking = (...asked: readonly unknown[]) => unknown

const hasPostgresql = await hasServer('postgresql')

describe.skipIf(!hasPostgresql)('the statements that PostgreSQL is sent', () => {
  const sent: string[] = []
  let database: Database
  let db: Kysely<unknown>
  let world: World

  beforeAll(async () => {
    database = await openPostgresql()
    const pool = new pg.Pool({ connectionString: database.url })
    pool.on('error', () => {})
    pool.on('connect', client => {
      const ask = client.query.bind(client) as Asking
      client.query = ((...asked: readonly unknown[]) => {
        sent.push(String(asked[0]))
        return ask(...asked)
      }) as never
    })
    db = new Kysely({ dialect: new PostgresDialect({ pool }) })
    await createSchema(db)
    world = await seedWorld(createKyselyStore(db), { members: 20, people: 1 })
  }, 60_000)

  afterAll(async () => {
    await db?.destroy()
    await database?.close()
  })

  /** What is sent meanwhile: reads, and what writes. */
  const sentBy = async (command: () => Promise<unknown>) => {
    sent.length = 0
    await command()
    const commits = sent.filter(sql => sql.includes('insert into'))
    return {
      statements: sent.length,
      commits: commits.length,
      others: sent.filter(sql => /^(begin|start|commit|set)/i.test(sql)),
    }
  }

  it('are the reads of a command and one that commits, in no transaction of their own', async () => {
    const charter = createCharter({ store: createKyselyStore(db) })
    const { large, small, members } = world
    const of = { actor: large.admin, organizationId: large.id }
    const resource = { kind: 'organization', id: large.id } as const
    // The first command asks whether the tables fit.
    unwrap(await charter.organizations.get(of))
    const commands = {
      signUp: async () => unwrap(await charter.users.signUp({ email: emailOf('new@small.com') })),
      changeRole: async () =>
        unwrap(await charter.members.changeRole({ ...of, userId: members[0] ?? '', role: 'external' })),
      can: async () => unwrap(await charter.access.can({ actor: large.admin, permission: 'members.read', resource })),
      list: async () =>
        unwrap(await charter.members.list({ actor: small.admin, organizationId: small.id, limit: SMALL })),
    }
    const counted: Record<string, unknown> = {}
    for (const [name, command] of Object.entries(commands)) counted[name] = await sentBy(command)
    expect(counted).toEqual({
      signUp: { statements: 3, commits: 1, others: [] },
      changeRole: { statements: 2, commits: 1, others: [] },
      can: { statements: 1, commits: 0, others: [] },
      list: { statements: 1, commits: 0, others: [] },
    })
  })
})
