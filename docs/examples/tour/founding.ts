import type { Affiliations } from './affiliations.ts'
import { type Actor, type Host, operator, proven } from './host.ts'
import { count, heading, type Print } from './paper.ts'
import { VENDOR } from './workforce.ts'

/** A listed organization after it was founded. */
export type Founded = {
  readonly id: string
  readonly name: string
  readonly domains: readonly string[]
  readonly admin: Actor
}

const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')

/** One founder each, with a proven address at the organization's first domain. */
export const foundAll = async (
  { charter }: Host,
  { organizations, merged }: Affiliations,
  print: Print,
): Promise<readonly Founded[]> => {
  const founded: Founded[] = []
  for (const { name, domains } of organizations) {
    const founder = { email: proven(`founder.${slug(name)}@${domains[0]}`), name: `Founder of ${name}` }
    const kind = name === VENDOR ? 'workforce' : 'standard'
    const answer = await charter.organizations.create({ actor: operator, name, kind, founders: [founder] })
    const [admin] = answer.ok ? answer.value.members : []
    if (!answer.ok || !admin) throw new Error(`${name} was not founded`)
    founded.push({ id: answer.value.organization.id, name, domains, admin: { kind: 'user', userId: admin.userId } })
  }
  heading(print, '1. Organizations')
  print(`  ${count(founded.length)} founded, each with one admin (${merged} of the list named twice and made one).`)
  return founded
}
