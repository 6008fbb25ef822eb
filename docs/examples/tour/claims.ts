import { describe } from 'orgcharter'
import type { Founded } from './founding.ts'
import type { Host } from './host.ts'

export type Answer<V> =
  | { readonly ok: true; readonly value: V }
  | { readonly ok: false; readonly refusal: Parameters<typeof describe>[0] }

/** What became of one organization's claim of one domain. */
export type Claim = {
  readonly organization: Founded
  readonly domain: string
  readonly outcome: 'trusted' | 'disputed' | 'refused'
  /** Of what was refused: the code, and its sentence. */
  readonly code?: string
  readonly why?: string
  readonly facts?: { readonly [name: string]: unknown }
}

/** Claims a domain as an admin does: add the rule, publish its record, and have the host look it up. */
export const claim = async (host: Host, organization: Founded, domain: string): Promise<Claim> => {
  const added = await host.charter.domainRules.add({
    actor: organization.admin,
    organizationId: organization.id,
    domain,
    match: 'subdomains',
    role: 'internal',
    joining: 'automatic',
  })
  if (!added.ok) return refusedClaim(organization, domain, added.refusal)
  host.dns.publish(added.value.challenge)
  return prove(host, organization, domain, added.value.challenge.name)
}

/** The records come from the host's own look-up: what the claimant says it published proves nothing. */
export const prove = async (host: Host, organization: Founded, domain: string, name: string): Promise<Claim> => {
  const proof = { kind: 'dns_txt', records: await host.dns.resolveTxt(name) } as const
  const { admin: actor, id: organizationId } = organization
  const proven = await host.charter.domainRules.prove({ actor, organizationId, domain, proof })
  if (!proven.ok) return refusedClaim(organization, domain, proven.refusal)
  return { organization, domain, outcome: proven.value.standing === 'disputed' ? 'disputed' : 'trusted' }
}

const refusedClaim = (
  organization: Founded,
  domain: string,
  refusal: { readonly code: string; readonly facts: { readonly [name: string]: unknown } },
): Claim => ({
  organization,
  domain,
  outcome: 'refused',
  code: refusal.code,
  why: describe(refusal as Parameters<typeof describe>[0]),
  facts: refusal.facts,
})

/** A client lets a vendor's people in as workforce: the client asks, and the vendor, who owns the domain, agrees. */
export const engage = async (
  host: Host,
  client: Founded,
  vendor: Founded,
  domain: string,
): Promise<Answer<unknown>> => {
  const { domainRules } = host.charter
  const rule = { organizationId: client.id, domain }
  const added = await domainRules.add({
    ...rule,
    actor: client.admin,
    match: 'subdomains',
    role: 'workforce',
    joining: 'automatic',
  })
  return added.ok ? domainRules.prove({ ...rule, actor: vendor.admin, proof: { kind: 'owner_consent' } }) : added
}
