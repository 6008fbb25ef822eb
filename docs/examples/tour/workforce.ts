import { describe } from 'orgcharter'
import { describeReason } from 'orgcharter/prose'
import type { Founded } from './founding.ts'
import { type Actor, type Host, operator } from './host.ts'
import { count, heading, type Print, table, tally } from './paper.ts'
import type { SignUp } from './signing-up.ts'

/** Founded as a workforce organization: its people work for others. */
export const VENDOR = 'Mirantis'

/** Fewer than the vendor's people, to show what becomes of the others. */
const SEATS = 40

type Client = Founded & { readonly projectId: string }

/** What became of the vendor and its two clients. */
export type Staffing = {
  readonly people: number
  readonly clients: readonly string[]
  /** How many came in with each client, and whom the seats of the first kept out at first. */
  readonly came: readonly number[]
  readonly withoutSeat: number
  /** Of the first and of the other client, before the first ended the engagement and after it. */
  readonly allowed: { readonly before: readonly boolean[]; readonly after: readonly boolean[] }
  readonly swept: number
}

/** A vendor's people are granted projects of two clients, one of which then ends the engagement. */
export const staffAndLose = async (
  host: Host,
  founded: readonly Founded[],
  signUps: readonly SignUp[],
  print: Print,
): Promise<Staffing> => {
  heading(print, `10. A vendor’s people: ${VENDOR} staffs two clients, and loses one`)
  const vendor = founded.find(({ name }) => name === VENDOR)
  const chosen = clientsOf(VENDOR, founded, signUps)
  if (!vendor || chosen.length !== 2) throw new Error('there is no vendor with two clients')
  const people = await peopleOf(host, vendor)
  const clients = [] as Client[]
  for (const client of chosen) clients.push(await withProject(host, client))
  const [lost, kept] = clients as [Client, Client]
  const say = spokenBy(founded, print)

  print(
    `  ${VENDOR} has ${people.length} people. Its clients here are those that most of them have on record beside it.`,
  )
  const withoutSeat = await engage(host, lost, vendor, people, say)
  const came = [people.length, await grantAll(host, kept, people, say)]
  const before = await mayAnnotate(host, [lost, kept], people[0], say)
  await end(host, lost, vendor, say)
  const after = await mayAnnotate(host, [lost, kept], people[0], say)
  const swept = await sweep(host, lost, vendor, say)
  const names = clients.map(({ name }) => name)
  return { people: people.length, clients: names, came, withoutSeat, allowed: { before, after }, swept }
}

/** Where else the vendor's people have worked, by their own records: the two most frequent. */
const clientsOf = (vendor: string, founded: readonly Founded[], signUps: readonly SignUp[]): readonly Founded[] => {
  const id = founded.find(({ name }) => name === vendor)?.id
  const employers = signUps
    .filter(({ joined }) => joined.some(({ organizationId }) => organizationId === id))
    .flatMap(({ contributor }) => [...new Set(contributor.employments.map(({ organization }) => organization))])
  return tally(employers)
    .flatMap(([name]) => founded.find(organization => organization.name === name && name !== vendor) ?? [])
    .slice(0, 2)
}

/** All of the vendor's own people but its admin, page by page. */
const peopleOf = async (
  { charter }: Host,
  { id: organizationId, admin: actor }: Founded,
): Promise<readonly Actor[]> => {
  const people: Actor[] = []
  let after: string | undefined
  do {
    const page = await charter.members.list({ actor, organizationId, limit: 50, ...(after !== undefined && { after }) })
    if (!page.ok) throw new Error(page.refusal.code)
    for (const { userId } of page.value.items) if (userId !== actor.userId) people.push({ kind: 'user', userId })
    after = page.value.next
  } while (after !== undefined)
  return people
}

/** A project with one ontology and two datasets. */
const withProject = async ({ charter }: Host, client: Founded): Promise<Client> => {
  const by = { actor: client.admin, organizationId: client.id }
  const ontology = await charter.ontologies.create({ ...by, name: 'Street scenes' })
  const first = await charter.datasets.create({ ...by, name: 'Dashcam, day' })
  const second = await charter.datasets.create({ ...by, name: 'Dashcam, night' })
  if (!ontology.ok || !first.ok || !second.ok) throw new Error('a part of the project was not made')
  const datasetIds = [first.value.id, second.value.id]
  const project = await charter.projects.create({ ...by, name: 'Lanes', ontologyId: ontology.value.id, datasetIds })
  if (!project.ok) throw new Error(project.refusal.code)
  return { ...client, projectId: project.value.id }
}

type Say = (line: string) => void

/** Sentences name organizations by their ids: here by their names. */
const spokenBy = (founded: readonly Founded[], print: Print): Say => {
  const names = new Map(founded.map(({ id, name }) => [id, name]))
  return line => print(`  ${line.replace(/[\w-]{22}/g, id => names.get(id) ?? 'the project')}`)
}

type Reasons = readonly { readonly rules: readonly string[]; readonly code: string }[]

/** The last reason is the one that decided. */
const why = (because: Reasons): string => {
  const reason = because.at(-1)
  return reason ? `${describeReason(reason)} (${reason.rules.join(', ')})` : ''
}

/** Grants the project to all of them; answers how many it let in. */
const grantAll = async ({ charter }: Host, client: Client, people: readonly Actor[], say: Say): Promise<number> => {
  const refused: string[] = []
  let first = ''
  for (const subject of people) {
    const { admin: actor, projectId } = client
    const granted = await charter.projects.grant({ actor, projectId, subject, role: 'annotator' })
    if (granted.ok) first ||= why(granted.because)
    else refused.push(`${granted.refusal.code}|${describe(granted.refusal)}`)
  }
  const came = people.length - refused.length
  if (came > 0) say(`${client.name} grants ${count(came)} of them a project: ${first}`)
  for (const [what, times] of tally(refused)) say(`  ${count(times)} are refused. ${what.split('|')[1]}`)
  return came
}

/** With an engagement that has fewer seats than there are people, until it is changed. */
const engage = async (host: Host, client: Client, vendor: Founded, people: readonly Actor[], say: Say) => {
  const between = { actor: client.admin, organizationId: client.id, vendorId: vendor.id }
  const scope = { projects: [client.projectId], datasets: [] }
  await host.charter.engagements.open({ ...between, seats: SEATS, scope })
  say(`${client.name} opens an engagement: ${SEATS} seats, one project in its scope.`)
  const came = await grantAll(host, client, people, say)
  await host.charter.engagements.update({ ...between, seats: null })
  say(`${client.name} takes the limit away.`)
  await grantAll(host, client, people.slice(came), say)
  return people.length - came
}

const mayAnnotate = async ({ charter }: Host, clients: readonly Client[], actor: Actor | undefined, say: Say) => {
  const allowed: boolean[] = []
  for (const { name, projectId: id } of clients) {
    if (!actor) continue
    const answer = await charter.access.can({
      actor,
      permission: 'project.annotate',
      resource: { kind: 'project', id },
    })
    if (!answer.ok) throw new Error(answer.refusal.code)
    allowed.push(answer.value.allowed)
    say(
      `  May the first of them annotate for ${name}? ${answer.value.allowed ? 'Yes' : 'No'}. ${why(answer.value.because)}`,
    )
  }
  return allowed
}

/** Nobody has access from this commit on. */
const end = async ({ charter }: Host, client: Client, vendor: Founded, say: Say): Promise<void> => {
  const between = { organizationId: client.id, vendorId: vendor.id }
  const ended = await charter.engagements.end({ ...between, actor: client.admin })
  if (!ended.ok) throw new Error(ended.refusal.code)
  say(`${client.name} ends the engagement, in one commit: ${why(ended.because)}`)
}

/** Writes down who is out, up to a hundred in a commit. */
const sweep = async ({ charter }: Host, client: Client, vendor: Founded, say: Say): Promise<number> => {
  const between = { organizationId: client.id, vendorId: vendor.id }
  say('The sweep of the host’s worker writes it down:')
  const rows: number[][] = []
  let after: string | undefined
  do {
    const swept = await charter.engagements.sweep({
      ...between,
      actor: operator,
      ...(after !== undefined && { after }),
    })
    if (!swept.ok) throw new Error(swept.refusal.code)
    const { ended, remaining, total, next } = swept.value
    rows.push([rows.length + 1, ended, (total ?? 0) - remaining, total ?? 0])
    after = next
  } while (after !== undefined)
  for (const line of table(['commit of the sweep', 'ended', 'so far', 'of'], rows)) say(line)
  return rows.reduce((sum, [, ended = 0]) => sum + ended, 0)
}
