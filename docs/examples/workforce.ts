/**
 * A vendor's people in a group of a host: who comes in, who only rests, and who is out. Run it with
 * `npx tsx docs/examples/workforce.ts` after `npm run build`.
 */
import { createCharter, unwrap, verifiedEmail } from 'orgcharter'
import { createMemoryStore } from 'orgcharter/memory'
import { describeReason } from 'orgcharter/prose'

const charter = createCharter({ store: createMemoryStore() })
const operator = { kind: 'operator', name: 'the example' } as const

const found = async (name: string, kind: 'standard' | 'workforce', ...addresses: string[]) => {
  const founders = addresses.map(address => ({ email: unwrap(verifiedEmail(address, { by: 'mail-link' })) }))
  const { organization, members } = unwrap(
    await charter.organizations.create({ actor: operator, name, kind, founders }),
  )
  return { id: organization.id, people: members.map(({ userId }) => ({ kind: 'user', userId }) as const) }
}

// Acme has a project, and a group to which it is granted.
const acme = await found('Acme', 'standard', 'ada@acme.com')
const vendor = await found('Labelers', 'workforce', 'vera@labelers.com', 'walt@labelers.com')
const [ada] = acme.people
const [vera, walt] = vendor.people
if (!ada || !vera || !walt) throw new Error('there are three founders')
const here = { actor: ada, organizationId: acme.id } as const

const ontology = unwrap(await charter.ontologies.create({ ...here, name: 'Traffic' }))
const project = unwrap(await charter.projects.create({ ...here, name: 'Lanes', ontologyId: ontology.id }))
const group = unwrap(await charter.groups.create({ ...here, name: 'Night shift' }))
const subject = { kind: 'group', groupId: group.id } as const
unwrap(await charter.projects.grant({ actor: ada, projectId: project.id, subject, role: 'annotator' }))

const show = async (when: string) => {
  console.log(when)
  for (const [name, actor] of [
    ['vera', vera],
    ['walt', walt],
  ] as const) {
    const resource = { kind: 'project', id: project.id } as const
    const { allowed, because } = unwrap(await charter.access.can({ actor, permission: 'project.annotate', resource }))
    const why = because.slice(-1).map(reason => describeReason(reason).replace(group.id, group.name))
    console.log(`  ${name}: ${allowed ? 'yes' : 'no'}. ${why.join('')}`)
  }
}

// A seat in the group lets the vendor's people in, all in one commit.
const seats = { ...here, groupId: group.id, userIds: [vera.userId, walt.userId] }
unwrap(await charter.groups.addMembers(seats))
await show('Seated in the night shift:')

// What happens in the vendor counts here at once, and comes back with them.
const there = { actor: vera, organizationId: vendor.id, userId: walt.userId }
unwrap(await charter.members.suspend(there))
await show('Walt is suspended by the vendor:')
unwrap(await charter.members.reactivate(there))
await show('Walt is back there:')

// Whoever leaves the group has nothing by which to stay.
unwrap(await charter.groups.removeMembers({ ...seats, userIds: [walt.userId] }))
await show('Walt has left the night shift:')

// No engagement was opened; ending it keeps the vendor out until one is.
const between = { ...here, vendorId: vendor.id }
unwrap(await charter.engagements.end(between))
await show('Acme and the vendor have parted:')
const { ended, total, remaining } = unwrap(await charter.engagements.sweep(between))
console.log(`Swept: ${ended} of ${total}, ${remaining} left.`)
