import { checkInvariants } from 'orgcharter'
import { type Host, operator } from './host.ts'
import { count, type Print, table, tally } from './paper.ts'

/** What the host has been asked to do: taken from the outbox as a worker takes it, done, and acknowledged. */
export const showOutbox = async ({ charter }: Host, print: Print): Promise<number> => {
  const kinds: string[] = []
  for (;;) {
    const taken = await charter.effects.take({ actor: operator, limit: 100 })
    if (!taken.ok || taken.value.length === 0) break
    for (const effect of taken.value) kinds.push(await doWhatItSays(charter, effect))
    await charter.effects.acknowledge({ actor: operator, ids: taken.value.map(({ id }) => id) })
  }
  for (const line of table(['for the host to do', 'times'], tally(kinds))) print(line)
  print('')
  return kinds.length
}

type Effect = {
  readonly kind: string
  readonly organizationId?: string
  readonly payload: { readonly [of: string]: unknown }
}

/** A real host sends mail here; what has no receiver it does by calling the library. */
const doWhatItSays = async (charter: Host['charter'], { kind, organizationId, payload }: Effect): Promise<string> => {
  const { about, userId } = payload
  if (kind === 'sweep_member' && organizationId !== undefined && typeof userId === 'string')
    while (!(await sweptOnce(charter, organizationId, userId)));
  return typeof about === 'string' ? `${kind}: ${about}` : kind
}

const sweptOnce = async ({ members }: Host['charter'], organizationId: string, userId: string): Promise<boolean> => {
  const swept = await members.sweep({ actor: operator, organizationId, userId })
  return !swept.ok || swept.value.finished
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
