import { domainRules } from '../../core/domain-rule/index.ts'
import type { StoredRecord } from '../../core/kernel/index.ts'
import { memberships } from '../../core/membership/index.ts'
import type { Stored } from '../../ports/store.ts'
import { type StoreCase, storeCase } from './case.ts'
import { memberRecord, pendingRuleRecord, trustedRuleRecord } from './records.ts'
import { create, erase, replace, type Trial } from './trial.ts'

const ACME = 'membership_by_organization/acme'

const usersOf = (items: readonly Stored[]): readonly StoredRecord[string][] =>
  items.map(({ record: { userId } }) => userId)

const joined = (trial: Trial, users: Readonly<Record<string, number>>, organization = 'acme'): Promise<void> =>
  trial.must(
    ...Object.entries(users).map(([user, joinedAt]) =>
      create(memberships, memberRecord(organization, user, { joinedAt })),
    ),
  )

const ordered: readonly StoreCase[] = [
  storeCase('lists_are_complete_and_ordered', 'pages of any size give each record once, in order', async trial => {
    const shuffled = Array.from({ length: 120 }, (_, index) => (index * 77) % 120)
    await trial.must(
      ...shuffled.map(at => create(memberships, memberRecord('acme', `user${at}`, { joinedAt: at >> 1 }))),
    )
    const expected = [...shuffled].sort((a, b) => (a >> 1) - (b >> 1) || (`user${a}` < `user${b}` ? -1 : 1))
    const users = expected.map(at => `user${at}`)
    for (const limit of [1, 7, 40, 119, 120, 121, 1_000])
      trial.same(`pages of ${limit}`, usersOf(await trial.listed(ACME, limit)), users)
    const page = await trial.store.list({ key: ACME, limit: 120 })
    trial.same('a cursor after the last record', page.next, undefined)
  }),
  storeCase('lists_are_complete_and_ordered', 'numbers are ordered as numbers', async trial => {
    await joined(trial, { a: 10, b: 2, c: 1_700_000_000_000, d: 0, e: 9, f: 100, g: 8_640_000_000_000_000 })
    trial.same('by time', usersOf(await trial.listed(ACME, 2)), ['d', 'b', 'e', 'a', 'f', 'c', 'g'])
  }),
  storeCase(
    'lists_are_complete_and_ordered',
    'ties are ordered by primary key, code unit by code unit',
    async trial => {
      const users = ['a', 'B', 'b', 'A', 'a-b', 'a_b', 'aB', '0', 'ab', 'Z9']
      await joined(trial, Object.fromEntries(users.map(user => [user, 1])))
      trial.same('the ties', usersOf(await trial.listed(ACME, 3)), [...users].sort())
    },
  ),
  storeCase('lists_are_complete_and_ordered', 'keys of several parts are ordered part by part', async trial => {
    // As one text a-b/ada would stand before a/ada.
    const organizations = ['a', 'a-b', 'a0', 'ab']
    for (const organization of [...organizations].reverse()) await joined(trial, { ada: 1 }, organization)
    for (const limit of [1, 9]) {
      const found = await trial.listed('membership_by_user/ada', limit)
      trial.same(
        `pages of ${limit}`,
        found.map(({ record: { organizationId } }) => organizationId),
        organizations,
      )
    }
  }),
  storeCase('lists_are_complete_and_ordered', 'a list holds its own records and no others', async trial => {
    await joined(trial, { ada: 1, grace: 2 })
    await joined(trial, { ada: 1 }, 'acme1')
    await joined(trial, { eve: 1 }, 'Acme')
    trial.same('one organization', usersOf(await trial.listed(ACME)), ['ada', 'grace'])
    trial.same('one user', (await trial.listed('membership_by_user/ada')).length, 2)
    trial.same('nobody', await trial.store.list({ key: 'membership_by_user/a', limit: 9 }), { items: [] })
    const ada = await trial.found(memberships, 'acme', 'ada')
    trial.same('a list gives what a read gives', (await trial.listed(ACME))[0], ada)
  }),
]

const RULE_1 = 'membership_by_rule/acme/acme.com/1'
const RULE_2 = 'membership_by_rule/acme/acme.com/2'

const moving: readonly StoreCase[] = [
  storeCase(
    'lists_are_complete_and_ordered',
    'a record that lacks a field of a key is not in its lists',
    async trial => {
      await trial.must(
        create(memberships, memberRecord('acme', 'ada', { rule: 1 })),
        create(memberships, memberRecord('acme', 'grace')),
        create(domainRules, pendingRuleRecord('acme', 'b.com')),
        create(domainRules, trustedRuleRecord('acme', 'a.com', 20)),
        create(domainRules, trustedRuleRecord('acme', 'c.com', 10)),
      )
      trial.same('by rule', usersOf(await trial.listed(RULE_1)), ['ada'])
      const checks = await trial.listed('domain_rule_by_check/trusted', 1)
      trial.same(
        'by the next check',
        checks.map(({ record: { domain } }) => domain),
        ['c.com', 'a.com'],
      )
      trial.same('without a field of the order', await trial.listed('domain_rule_by_check/pending'), [])
      trial.same('by organization', (await trial.listed('domain_rule_by_organization/acme')).length, 3)
    },
  ),
  storeCase('lists_are_complete_and_ordered', 'a put moves a record, and a remove takes it out', async trial => {
    const write = async (change: { joinedAt?: number; rule?: number }) =>
      trial.must(
        replace(await trial.found(memberships, 'acme', 'ada'), memberships, memberRecord('acme', 'ada', change)),
      )
    const stands = async (what: string, users: readonly string[], rule1: number, rule2: number) => {
      trial.same(`${what}, by organization`, usersOf(await trial.listed(ACME, 1)), users)
      trial.same(`${what}, by rule 1`, (await trial.listed(RULE_1)).length, rule1)
      trial.same(`${what}, by rule 2`, (await trial.listed(RULE_2)).length, rule2)
    }
    await trial.must(create(memberships, memberRecord('acme', 'ada', { joinedAt: 1, rule: 1 })))
    await trial.must(create(memberships, memberRecord('acme', 'grace', { joinedAt: 5 })))
    await stands('created', ['ada', 'grace'], 1, 0)
    await write({ joinedAt: 1, rule: 2 })
    await stands('moved to another list', ['ada', 'grace'], 0, 1)
    await write({ joinedAt: 9, rule: 2 })
    await stands('moved within its list', ['grace', 'ada'], 0, 1)
    await write({ joinedAt: 9 })
    await stands('without the field', ['grace', 'ada'], 0, 0)
    await write({ joinedAt: 0, rule: 1 })
    await stands('with it again', ['ada', 'grace'], 1, 0)
    await trial.must(erase(await trial.found(memberships, 'acme', 'ada')))
    await stands('removed', ['grace'], 0, 0)
  }),
  storeCase('lists_are_complete_and_ordered', 'a put that changes no key field is seen in the lists', async trial => {
    await joined(trial, { ada: 1, grace: 2 })
    const ada = await trial.found(memberships, 'acme', 'ada')
    const suspended = { ...memberRecord('acme', 'ada'), status: 'suspended' as const, suspendedAt: 7 }
    await trial.must(replace(ada, memberships, suspended))
    const [first] = await trial.listed(ACME)
    trial.same('the record in the list', first?.record, suspended)
    trial.same('its version', first?.version, (await trial.found(memberships, 'acme', 'ada')).version)
  }),
]

const cursors: readonly StoreCase[] = [
  storeCase('cursors_outlive_changes', 'what is written between two pages shifts nothing', async trial => {
    await joined(trial, { a: 10, b: 20, c: 20, d: 20, e: 30, f: 40 })
    const first = await trial.store.list({ key: ACME, limit: 3 })
    trial.same('the first page', usersOf(first.items), ['a', 'b', 'c'])
    await joined(trial, { a0: 5, a1: 15, c5: 20, d5: 20, e5: 35 })
    for (const user of ['b', 'd']) await trial.must(erase(await trial.found(memberships, 'acme', user)))
    const next = await trial.store.list({ key: ACME, limit: 9, ...(first.next !== undefined && { after: first.next }) })
    trial.same('the rest', usersOf(next.items), ['c5', 'd5', 'e', 'e5', 'f'])
  }),
  storeCase('cursors_outlive_changes', 'the record on which a cursor stands may move or go', async trial => {
    await joined(trial, { a: 10, b: 20, c: 30, d: 40 })
    const { next = '' } = await trial.store.list({ key: ACME, limit: 2 })
    const b = await trial.found(memberships, 'acme', 'b')
    await trial.must(replace(b, memberships, memberRecord('acme', 'b', { joinedAt: 35 })))
    const rest = async () => usersOf((await trial.store.list({ key: ACME, after: next, limit: 9 })).items)
    trial.same('after it has moved', await rest(), ['c', 'b', 'd'])
    await trial.must(erase(await trial.found(memberships, 'acme', 'b')))
    trial.same('after it has gone', await rest(), ['c', 'd'])
  }),
]

export const listCases: readonly StoreCase[] = [...ordered, ...moving, ...cursors]
