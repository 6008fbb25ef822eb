import { refOf } from '../../core/kernel/index.ts'
import { userEmails } from '../../core/user/index.ts'
import { type StoreCase, storeCase } from './case.ts'
import { emailRecord } from './records.ts'
import { create, erase } from './trial.ts'

const ADDRESS = 'ada@acme.com'

export const uniquenessCases: readonly StoreCase[] = [
  storeCase('uniqueness_is_a_key', 'of many that create one key at the same moment, one wins', async trial => {
    const users = Array.from({ length: 10 }, (_, index) => `user${index}`)
    const outcomes = await Promise.all(users.map(user => trial.commit(create(userEmails, emailRecord(ADDRESS, user)))))
    const winners = users.filter((_, index) => outcomes[index]?.ok)
    trial.that('one address must have exactly one winner', winners.length === 1, { winners })
    for (const outcome of outcomes) if (!outcome.ok) trial.conflicts('the loser', outcome, refOf(userEmails, ADDRESS))
    const { record } = await trial.found(userEmails, ADDRESS)
    trial.same('the record must be the winner’s', record, emailRecord(ADDRESS, String(winners[0])))
  }),
  storeCase('uniqueness_is_a_key', 'a key that is taken conflicts, until it is removed', async trial => {
    await trial.must(create(userEmails, emailRecord(ADDRESS, 'ada')))
    const second = await trial.commit(create(userEmails, emailRecord(ADDRESS, 'eve')))
    trial.conflicts('creating what is there', second, refOf(userEmails, ADDRESS))
    const taken = await trial.found(userEmails, ADDRESS)
    trial.same('the first must be untouched', taken.record, emailRecord(ADDRESS, 'ada'))
    await trial.must(erase(taken))
    trial.same('what was removed is missing', await trial.maybe(userEmails, ADDRESS), undefined)
    await trial.must(create(userEmails, emailRecord(ADDRESS, 'eve')))
    trial.same('the key is free again', (await trial.found(userEmails, ADDRESS)).record, emailRecord(ADDRESS, 'eve'))
  }),
  storeCase('uniqueness_is_a_key', 'keys are compared exactly, whatever characters they have', async trial => {
    const addresses = [
      'a@x.io',
      'A@x.io',
      'a/b@x.io',
      "o'x@x.io",
      'a%_b@x.io',
      'a{1}|?*@x.io',
      'ü@x.io',
      'u\u0308@x.io',
    ]
    for (const [index, address] of addresses.entries())
      await trial.must(create(userEmails, emailRecord(address, `user${index}`)))
    for (const [index, address] of addresses.entries())
      trial.same(address, (await trial.found(userEmails, address)).record, emailRecord(address, `user${index}`))
  }),
]
