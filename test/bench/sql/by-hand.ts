/**
 * The same on the same tables, by somebody who writes SQL: a transaction that locks what the decision rests on, checks it,
 * and writes the same rows, with the audit entry, the counters and the effects. It judges less than the charter does.
 */
import { nanoid } from 'nanoid'
import { type Contestant, newAddress, personAddress, type Sizes, sure, type Turns, turnOf } from './contest.ts'
import { closeDriver, type Driver, type Fresh } from './databases.ts'
import type { Org, World } from './world.ts'

type Row = { readonly [column: string]: unknown }

/** One statement of a transaction, or outside of any. */
type Ask = (text: string, ...values: readonly unknown[]) => Promise<readonly Row[]>

type Hand = {
  readonly ask: Ask
  transaction(run: (ask: Ask) => Promise<void>): Promise<void>
}

const onPool = ({ pool }: Extract<Driver, { kind: 'postgresql' }>): Hand => ({
  ask: async (text, ...values) => (await pool.query(text, [...values])).rows,
  transaction: async run => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      await run(async (text, ...values) => (await client.query(text, [...values])).rows)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  },
})

/** Statements as SQLite writes them, prepared once. One transaction after the other: a file has one connection. */
const onFile = ({ file }: Extract<Driver, { kind: 'sqlite' }>): Hand => {
  const prepared = new Map<string, ReturnType<typeof file.prepare>>()
  let last: Promise<void> = Promise.resolve()
  const statementOf = (text: string) => {
    const known = prepared.get(text)
    if (known) return known
    const made = file.prepare(text.replace(/\$\d+/g, '?').replace(/ for (share|update)$/, ''))
    prepared.set(text, made)
    return made
  }
  const ask: Ask = async (text, ...values) => {
    const statement = statementOf(text)
    if (statement.reader) return statement.all(values) as Row[]
    statement.run(values)
    return []
  }
  return {
    ask,
    transaction: run => {
      last = last.then(async () => {
        file.exec('begin immediate')
        await run(ask)
        file.exec('commit')
      })
      return last
    },
  }
}

const one = ([row]: readonly Row[], what: string): Row => {
  if (!row) throw new Error(`${what} is not there`)
  return row
}

const versionOf = (): string => nanoid()

/** The values of a row, JSON where they are objects. */
const insert = (ask: Ask, table: string, row: Row) => {
  const columns = Object.keys(row)
  const text = `insert into orgcharter_${table} (${columns.join(', ')}, version) values (${columns.map((_, at) => `$${at + 1}`).join(', ')}, $${columns.length + 1})`
  const values = Object.values(row).map(value => (typeof value === 'object' ? JSON.stringify(value) : value))
  return ask(text, ...values, versionOf())
}

const add = async (
  ask: Ask,
  counter: string,
  key: string,
  id: string,
  by: number,
  isWithin: (count: number) => boolean,
) => {
  const text = `insert into orgcharter_${counter} as t (${key}, count, version) values ($1, $2, $3) on conflict (${key}) do update set count = t.count + excluded.count, version = excluded.version returning count`
  const { count } = one(await ask(text, id, by, versionOf()), counter)
  sure(isWithin(Number(count)), counter)
}

const isNatural = (count: number): boolean => count >= 0
const isZero = (count: number): boolean => count === 0

const changeOf = (target: string, record: object) => ({
  target,
  fields: Object.fromEntries(Object.entries(record).map(([field, value]) => [field, { after: value }])),
})

type Noted = { readonly organizationId: string; readonly actor: object; readonly action: string; readonly at: number }

const note = (ask: Ask, { organizationId, actor, action, at }: Noted, changes: readonly object[]) =>
  insert(ask, 'audit_entry', {
    organization_id: organizationId,
    id: nanoid(),
    at,
    actor,
    action,
    changes,
    rules: ['EML-3', 'ORG-3', 'ROL-3'],
  })

const join = async (ask: Ask, noted: Noted, userId: string, role: object, changes: readonly object[]) => {
  const { organizationId, at } = noted
  const membership = { organization_id: organizationId, user_id: userId, term: 1, status: 'active', joined_at: at }
  await insert(ask, 'membership', { ...membership, ...role })
  const target = changeOf(`membership/${organizationId}/${userId}`, { ...membership, ...role })
  await note(ask, noted, [...changes, target, { target: `member_count/${organizationId}`, added: 1 }])
  await add(ask, 'membership_count', 'user_id', userId, 1, isNatural)
  await add(ask, 'member_count', 'organization_id', organizationId, 1, isNatural)
}

const lockOrganization = async (ask: Ask, id: string): Promise<void> => {
  const { status } = one(
    await ask('select status from orgcharter_organization where id = $1 for share', id),
    'organization',
  )
  sure(status === 'active', 'organization')
}

const signUp = async (ask: Ask, address: string) => {
  const domain = address.slice(address.indexOf('@') + 1)
  const at = Date.now()
  const rules = await ask(
    "select organization_id, role, edition from orgcharter_domain_rule where status = 'trusted' and domain = $1 for share",
    domain,
  )
  const owner = one(
    await ask('select organization_id from orgcharter_domain_owner where domain = $1 for share', domain),
    'owner',
  )
  const rule = one(rules, 'rule')
  const organizationId = String(owner['organization_id'])
  await lockOrganization(ask, organizationId)
  const id = nanoid()
  const user = {
    id,
    home_organization_id: organizationId,
    email: { local: address.slice(0, address.indexOf('@')), domain },
    site: domain,
    verified_by: 'bench',
    name: 'Grace Hopper',
    created_at: at,
    status: 'active',
  }
  await insert(ask, 'user', user)
  await insert(ask, 'user_email', { address, user_id: id })
  const byRule = { role: rule['role'], domain, edition: Number(rule['edition']), at }
  const role = { by_rule: byRule, by_rule_domain: domain, by_rule_edition: byRule.edition }
  const noted = { organizationId, actor: { kind: 'user', userId: id }, action: 'users.signUp', at }
  await join(ask, noted, id, role, [changeOf(`user/${id}`, user), changeOf(`user_email/${address}`, { userId: id })])
}

const addMember = async (ask: Ask, organizationId: string, address: string) => {
  const at = Date.now()
  await lockOrganization(ask, organizationId)
  const email = one(
    await ask('select user_id from orgcharter_user_email where address = $1 for share', address),
    'address',
  )
  const userId = String(email['user_id'])
  const { status } = one(await ask('select status from orgcharter_user where id = $1 for share', userId), 'user')
  sure(status === 'active', 'user')
  const there = await ask(
    'select 1 as one from orgcharter_membership where organization_id = $1 and user_id = $2',
    organizationId,
    userId,
  )
  sure(there.length === 0, 'membership')
  const actor = { kind: 'operator', name: 'bench' }
  const role = { assigned: { role: 'internal', by: actor, at }, assigned_role: 'internal' }
  await join(ask, { organizationId, actor, action: 'members.import', at }, userId, role, [])
}

const MEMBER =
  'select status, assigned_role, assigned from orgcharter_membership where organization_id = $1 and user_id = $2'

const lockActor = async (ask: Ask, { id, admin }: Org): Promise<void> => {
  await lockOrganization(ask, id)
  const own = one(await ask(`${MEMBER} for share`, id, admin.userId), 'actor')
  sure(own['status'] === 'active' && own['assigned_role'] === 'admin', 'actor')
  const { status } = one(await ask('select status from orgcharter_user where id = $1 for share', admin.userId), 'actor')
  sure(status === 'active', 'actor')
}

const changeRole = async (ask: Ask, org: Org, userId: string, role: string) => {
  const at = Date.now()
  await lockActor(ask, org)
  const { status } = one(await ask('select status from orgcharter_user where id = $1 for share', userId), 'user')
  const before = one(await ask(`${MEMBER} for update`, org.id, userId), 'member')
  sure(status === 'active' && before['status'] === 'active' && before['assigned_role'] !== role, 'member')
  const held = await ask(
    "select 1 as one from orgcharter_grant where subject = 'user' and subject_id = $1 and role = 'admin' limit 1",
    userId,
  )
  sure(held.length === 0, 'grants')
  const assigned = { role, by: org.admin, at }
  const update =
    'update orgcharter_membership set assigned = $1, assigned_role = $2, version = $3 where organization_id = $4 and user_id = $5'
  await ask(update, JSON.stringify(assigned), role, versionOf(), org.id, userId)
  const noted = { organizationId: org.id, actor: org.admin, action: 'members.changeRole', at }
  const target = `membership/${org.id}/${userId}`
  await note(ask, noted, [{ target, fields: { assigned: { before: before['assigned'], after: assigned } } }])
  const effect = { queue: 'outbox', organization_id: org.id, created_at: at, available_at: at, attempts: 0 }
  await insert(ask, 'effect', { ...effect, id: nanoid(), kind: 'rotate_sessions', payload: { userId } })
  await insert(ask, 'effect', {
    ...effect,
    id: nanoid(),
    kind: 'notify_user',
    payload: { about: 'role_changed', userId },
  })
  await add(ask, 'admin_grant_count', 'user_id', userId, 0, isZero)
}

/** All that a check rests on, in one statement. */
const CHECK =
  'select o.status as o, u.status as u, m.status as m, m.assigned_role, m.assigned, m.by_rule from orgcharter_organization o, orgcharter_user u, orgcharter_membership m where o.id = $1 and u.id = $2 and m.organization_id = $3 and m.user_id = $4'

const check = async (ask: Ask, { id, admin }: Org): Promise<void> => {
  const row = one(await ask(CHECK, id, admin.userId, id, admin.userId), 'actor')
  sure(row['o'] === 'active' && row['u'] === 'active' && row['m'] === 'active', 'actor')
  sure(row['assigned_role'] === 'admin', 'permission')
}

const page = async (ask: Ask, org: Org): Promise<void> => {
  await check(ask, org)
  const rows = await ask(
    'select organization_id, user_id, term, status, joined_at, assigned, by_rule, by_workforce from orgcharter_membership where organization_id = $1 order by joined_at, user_id limit 100',
    org.id,
  )
  sure(rows.length === 100, 'page')
}

const turnsOf = ({ ask, transaction }: Hand, { small, large, members }: World, sizes: Sizes): Turns => ({
  'sign-up into an organization': n => transaction(ask => signUp(ask, newAddress(n))),
  'add member': n => transaction(ask => addMember(ask, small.id, personAddress('small', n))),
  'add member, to a large one': n => transaction(ask => addMember(ask, large.id, personAddress('large', n))),
  'change role': n => {
    const { member, isBack } = turnOf(n, sizes)
    const role = isBack ? 'internal' : 'external'
    return transaction(ask => changeRole(ask, large, members[member] as string, role))
  },
  'permission check': () => check(ask, large),
  'page of 100 members': () => page(ask, large),
})

export const enterByHand = (fresh: Fresh, sizes: Sizes, world: World): Contestant => ({
  name: 'by hand',
  open: async connections => {
    const driver = fresh.connect(connections)
    const hand = driver.kind === 'postgresql' ? onPool(driver) : onFile(driver)
    return { turns: turnsOf(hand, world, sizes), close: () => closeDriver(driver) }
  },
})
