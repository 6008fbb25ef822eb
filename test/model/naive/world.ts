/**
 * The model of the charter: what there is, in arrays, and nothing that could be recomputed. No counters, no keys, no
 * slices; whoever owns a domain is found by going through all that ever happened to it.
 */

export type ByRule = { readonly role: string; readonly domain: string; readonly edition: number }

export type Organization = { readonly id: string; archived: boolean }
export type User = { readonly id: string; readonly local: string; readonly domain: string; readonly home: string }
export type Member = {
  readonly organizationId: string
  readonly userId: string
  ended: boolean
  assigned: string | undefined
  byRule: ByRule | undefined
}
export type Request = { readonly organizationId: string; readonly userId: string; status: string }
export type Proof = {
  readonly kind: string
  readonly until: number
  /** Consent is the owner's of a time; another ownership, be it of the same organization, did not give it. */
  readonly tenure?: number
}
export type Sweep = { readonly existing: string; readonly fromEdition: number }
export type Rule = {
  readonly organizationId: string
  readonly domain: string
  match: string
  role: string
  joining: string
  readonly createdAt: number
  edition: number
  /** What DNS must show for the version of the claim. */
  claim: string
  status: 'pending' | 'trusted' | 'removing'
  proof: Proof | undefined
  sweep: Sweep | undefined
}
/** What happened to the ownership of a domain. */
export type Deed = {
  readonly domain: string
  readonly what: 'taken' | 'disputed' | 'undisputed' | 'left'
  readonly organizationId: string
  readonly claim: string
}
export type Release = { readonly organizationId: string; readonly domain: string; readonly to: string }
export type Kept = { readonly scope: string; readonly key: string; readonly asked: string; readonly until: number }

export type World = {
  readonly organizations: Organization[]
  readonly users: User[]
  members: Member[]
  requests: Request[]
  rules: Rule[]
  readonly deeds: Deed[]
  readonly releases: Release[]
  overrides: string[]
  kept: Kept[]
}

export const emptyWorld = (): World => ({
  organizations: [],
  users: [],
  members: [],
  requests: [],
  rules: [],
  deeds: [],
  releases: [],
  overrides: [],
  kept: [],
})

const TYPES = new Map([
  ['admin', 'internal'],
  ['internal', 'internal'],
  ['external', 'external'],
  ['workforce', 'workforce'],
])
export const typeOf = (role: string | undefined): string | undefined => TYPES.get(role ?? '')
export const isInternal = (rule: Rule): boolean => typeOf(rule.role) === 'internal'

export const organizationOf = (world: World, id: string) => world.organizations.find(each => each.id === id)
export const userOf = (world: World, id: string) => world.users.find(each => each.id === id)
export const memberOf = (world: World, organizationId: string, userId: string) =>
  world.members.find(each => each.organizationId === organizationId && each.userId === userId)
export const requestOf = (world: World, organizationId: string, userId: string) =>
  world.requests.find(each => each.organizationId === organizationId && each.userId === userId)
export const ruleOf = (world: World, organizationId: string, domain: string) =>
  world.rules.find(each => each.organizationId === organizationId && each.domain === domain)
export const roleOf = (member: Member | undefined): string | undefined =>
  member && !member.ended ? (member.assigned ?? member.byRule?.role) : undefined

/** The domain and those above it, down to two labels. */
export const chainOf = (domain: string): string[] => {
  const labels = domain.split('.')
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
}
