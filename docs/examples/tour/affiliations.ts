import { readFileSync } from 'node:fs'

export type Employment = { readonly organization: string; readonly until: string | null }
export type Contributor = {
  readonly id: string
  readonly domains: readonly string[]
  readonly employments: readonly Employment[]
}
export type Listed = { readonly name: string; readonly domains: readonly string[] }
export type Affiliations = {
  readonly organizations: readonly Listed[]
  readonly people: readonly Contributor[]
  /** How many rows of the file were about an organization that another row named already. */
  readonly merged: number
}

type File = { readonly organizations: readonly Listed[]; readonly people: readonly Contributor[] }

/** The organizations, two rows of one name made one, and the contributors. */
export const readAffiliations = (): Affiliations => {
  const { organizations, people }: File = JSON.parse(
    readFileSync(new URL('./data/openstack-affiliations.json', import.meta.url), 'utf8'),
  )
  const byName = new Map<string, Listed>()
  for (const { name, domains } of organizations) {
    const known = byName.get(name)?.domains ?? []
    byName.set(name, { name, domains: [...new Set([...known, ...domains])] })
  }
  return { organizations: [...byName.values()], people, merged: organizations.length - byName.size }
}
