import { checkInvariants } from 'orgcharter'
import { type Host, operator } from './host.ts'
import { count, type Print, table, tally } from './paper.ts'

/** What the host has been asked to do: taken from the outbox as a worker takes it, done, and acknowledged. */
export const showOutbox = async ({ charter }: Host, print: Print): Promise<number> => {
  const kinds: string[] = []
  for (;;) {
    const taken = await charter.effects.take({ actor: operator, limit: 100 })
    if (!taken.ok || taken.value.length === 0) break
    kinds.push(...taken.value.map(({ kind, payload }) => `${kind}: ${payload['about']}`))
    await charter.effects.acknowledge({ actor: operator, ids: taken.value.map(({ id }) => id) })
  }
  for (const line of table(['for the host to do', 'times'], tally(kinds))) print(line)
  print('')
  return kinds.length
}

/** All that is stored, looked at as a whole. */
export const checkAll = ({ store }: Host, print: Print): number => {
  const records = [...store.records()]
  const { breaches } = checkInvariants(records)
  print(`  ${count(records.length)} records, of which ${count(entriesIn(records))} are entries of the audit trail.`)
  print(`  Invariants: ${breaches.length === 0 ? 'all hold' : `${breaches.length} broken`}.`)
  for (const { invariant, ids } of breaches.slice(0, 10)) print(`    ${invariant} ${ids.join(' ')}`)
  return breaches.length
}

const entriesIn = (records: readonly { readonly ref: string }[]): number =>
  records.filter(({ ref }) => ref.startsWith('audit_entry/')).length
