/**
 * better-auth with its organization plugin, called as its documentation says a server does, as it comes: but for hashes
 * of passwords, which are what a sign-up would measure, and what it would ask of the network or write to the console.
 */
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { organization } from 'better-auth/plugins'
import {
  type Contestant,
  memberAddress,
  newAddress,
  type Opened,
  personAddress,
  type Sizes,
  SMALL,
  smallAddress,
  sure,
  turnOf,
} from './contest.ts'
import { analyze, closeDriver, type Driver, type Fresh, kyselyOf } from './databases.ts'

const PASSWORD = 'correct horse'
const CHUNK = 500

const optionsFor = (driver: Driver) =>
  ({
    database: driver.kind === 'postgresql' ? driver.pool : driver.file,
    baseURL: 'http://localhost',
    secret: 'a secret of the benchmark, which is of no use',
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      password: { hash: async password => password, verify: async ({ hash, password }) => hash === password },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [organization({ membershipLimit: Number.MAX_SAFE_INTEGER })],
  }) satisfies BetterAuthOptions

const authOf = (driver: Driver) => betterAuth(optionsFor(driver))
type Auth = ReturnType<typeof authOf>

type World = { readonly cookie: string; readonly small: string; readonly large: string }

const rowsOf = (driver: Driver) => {
  const db = kyselyOf(driver)
  const now = driver.kind === 'postgresql' ? new Date() : new Date().toISOString()
  return async (table: string, count: number, row: (n: number) => object): Promise<void> => {
    for (let from = 0; from < count; from += CHUNK) {
      const length = Math.min(CHUNK, count - from)
      const rows = Array.from({ length }, (_, index) => ({ ...row(from + index), createdAt: now }))
      await db
        .insertInto(table)
        .values(table === 'user' ? rows.map(each => ({ ...each, updatedAt: now })) : rows)
        .execute()
    }
  }
}

/** An owner of a small and of a large organization, who is signed in, and the people. */
const seed = async (driver: Driver, { members, people }: Sizes): Promise<World> => {
  const auth = authOf(driver)
  const { runMigrations } = await getMigrations(optionsFor(driver))
  await runMigrations()
  const email = 'owner@large-hq.com'
  await auth.api.signUpEmail({ body: { name: 'Owner', email, password: PASSWORD } })
  const signedIn = await auth.api.signInEmail({ body: { email, password: PASSWORD }, returnHeaders: true })
  const cookie = signedIn.headers
    .getSetCookie()
    .map(each => each.slice(0, each.indexOf(';')))
    .join('; ')
  const headers = new Headers({ cookie })
  const found = async (slug: string) => (await auth.api.createOrganization({ headers, body: { name: slug, slug } })).id
  const [small, large] = [await found('small'), await found('large')]
  const rows = rowsOf(driver)
  const emailVerified = driver.kind === 'postgresql' ? true : 1
  const user = (id: string, address: string) => ({ id, name: 'A Member', email: address, emailVerified })
  await rows('user', SMALL, n => user(`small${n}`, smallAddress(n)))
  await rows('user', members, n => user(`member${n}`, memberAddress(n)))
  await rows('user', people, n => user(`small-person${n}`, personAddress('small', n)))
  await rows('user', people, n => user(`large-person${n}`, personAddress('large', n)))
  const member = (organizationId: string, id: string) => ({
    id: `in-${id}`,
    organizationId,
    userId: id,
    role: 'member',
  })
  await rows('member', SMALL, n => member(small, `small${n}`))
  await rows('member', members, n => member(large, `member${n}`))
  return { cookie, small, large }
}

const turnsOf = ({ api }: Auth, { cookie, small, large }: World, sizes: Sizes): Opened['turns'] => {
  const headers = new Headers({ cookie })
  const add = (userId: string, organizationId: string) =>
    api.addMember({ body: { userId, organizationId, role: 'member' } })
  return {
    'sign-up into an organization': async n => {
      const body = { name: 'Grace Hopper', email: newAddress(n), password: PASSWORD }
      const { user } = await api.signUpEmail({ body })
      await add(user.id, small)
    },
    'add member': n => add(`small-person${n}`, small),
    'add member, to a large one': n => add(`large-person${n}`, large),
    'change role': n => {
      const { member, isBack } = turnOf(n, sizes)
      const body = { memberId: `in-member${member}`, role: isBack ? 'member' : 'admin', organizationId: large }
      return api.updateMemberRole({ headers, body })
    },
    'permission check': async () => {
      const permissions = { member: ['update' as const] }
      const { success } = await api.hasPermission({ headers, body: { organizationId: large, permissions } })
      sure(success, 'permission check')
    },
    'page of 100 members': async () => {
      const { members } = await api.listMembers({ headers, query: { organizationId: large, limit: 100 } })
      sure(members.length === 100, 'page of 100 members')
    },
  }
}

export const enterBetterAuth = async (fresh: Fresh, sizes: Sizes): Promise<Contestant> => {
  const first = fresh.connect(1)
  const world = await seed(first, sizes)
  await analyze(first)
  await closeDriver(first)
  return {
    name: 'better-auth',
    open: async connections => {
      const driver = fresh.connect(connections)
      return { turns: turnsOf(authOf(driver), world, sizes), close: () => closeDriver(driver) }
    },
  }
}
