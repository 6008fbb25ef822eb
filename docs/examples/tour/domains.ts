import { type Claim, claim, engage, prove } from './claims.ts'
import type { Founded } from './founding.ts'
import { type Host, operator } from './host.ts'
import { count, heading, type Print, progress, table, tally } from './paper.ts'

const labels = (domain: string): number => domain.split('.').length

/** Each organization claims each of its domains; the shorter domains first, as admins begin with the main one. */
export const claimAll = async (host: Host, founded: readonly Founded[], print: Print): Promise<readonly Claim[]> => {
  const wanted = founded
    .flatMap(organization => organization.domains.map(domain => ({ organization, domain })))
    .sort((a, b) => labels(a.domain) - labels(b.domain))
  const tick = progress(print, 'claims', wanted.length)
  const claims: Claim[] = []
  for (const { organization, domain } of wanted) {
    claims.push(await claim(host, organization, domain))
    tick(claims.length)
  }
  heading(print, '2. Domains, each claimed and proven by a DNS record')
  const rows = tally(claims.map(({ outcome, code }) => (code ? `refused: ${code}` : outcome)))
  for (const line of table(
    ['what became of the claim', 'claims'],
    rows.map(([what, n]) => [what, n]),
  ))
    print(line)
  return claims
}

/** Nobody owns a mail provider or a public suffix, whoever lists it as theirs. */
export const showPublic = (claims: readonly Claim[], print: Print): void => {
  print('')
  print('  Domains that no organization can have, though the list gives them to one:')
  for (const { organization, domain, code, why } of claims)
    if (code?.startsWith('domain_is_')) print(`    ${organization.name}, ${domain}: ${why}`)
}

/** What two organizations have proven has no effect before an operator decides. The first is settled here. */
export const settleOne = async (host: Host, claims: readonly Claim[], print: Print): Promise<void> => {
  heading(print, '3. One domain, two claimants')
  for (const [index, { domain, organization }] of claims.filter(({ outcome }) => outcome === 'disputed').entries()) {
    const first = claims.find(other => other.domain === domain && other.organization !== organization)?.organization
    if (!first) continue
    print(`  ${domain}: ${first.name} proved it, then ${organization.name} did. Neither rule has effect.`)
    if (index > 0) {
      print('    The operator leaves it open: nobody joins by it (see 6).')
      continue
    }
    const settled = await host.charter.domainRules.settle({
      actor: operator,
      domain,
      owner: organization.id,
      reason: 'the domain bears its name',
    })
    if (settled.ok) print(`    The operator settles it: ${organization.name} owns it from now on.`)
    const rules = await host.charter.domainRules.list({ actor: first.admin, organizationId: first.id })
    const rule = rules.ok ? rules.value.items.find(item => item.domain === domain) : undefined
    print(`    The rule of ${first.name} stands as ${rule?.standing}; whoever is in stays.`)
  }
}

/** Below an owned domain another organization needs the owner's release. */
export const releaseBelow = async (host: Host, claims: readonly Claim[], print: Print): Promise<readonly Claim[]> => {
  heading(print, '4. A domain below another organization’s')
  const released: Claim[] = []
  for (const { organization, domain, code, facts, why } of claims) {
    if (code !== 'domain_owned_above') continue
    print(`  ${organization.name}, ${domain}: ${why}`)
    const owner = claims.find(other => other.outcome === 'trusted' && other.domain === facts?.above)?.organization
    if (!owner) continue
    const { admin: actor, id: organizationId } = owner
    await host.charter.domainRules.release({ actor, organizationId, domain, to: organization.id })
    const again = await prove(host, organization, domain, `_orgcharter-challenge.${domain}`)
    print(`    ${owner.name} releases it, and the same proof is now ${again.outcome}.`)
    released.push(again)
  }
  const own = claims.filter(
    ({ outcome, domain, organization }) => outcome === 'trusted' && isBelowOwn(domain, organization),
  )
  print(`  Below one’s own domain nothing is asked: ${own.map(({ domain }) => domain).join(', ')}.`)
  return released
}

const isBelowOwn = (domain: string, { domains }: Founded): boolean =>
  domains.some(above => domain.endsWith(`.${above}`))

/** Vendors whose people, by the contributors' own records, work for these clients. */
const VENDORS = [
  { client: 'Hitachi', vendor: 'FIT Instituto de Tecnologia', domain: 'fit-tecnologia.org.br' },
  { client: 'Dell EMC', vendor: 'Calsoft', domain: 'calsoftinc.com' },
  { client: 'Yahoo!', vendor: 'Grid Dynamics', domain: 'griddynamics.com' },
]

export const engageVendors = async (host: Host, founded: readonly Founded[], print: Print): Promise<number> => {
  heading(print, '5. Vendors: a client’s rule for a vendor’s domain, by the vendor’s consent')
  const named = (name: string) => founded.find(organization => organization.name === name)
  let engaged = 0
  for (const { client, vendor, domain } of VENDORS) {
    const [asks, consents] = [named(client), named(vendor)]
    if (!asks || !consents) continue
    const answer = await engage(host, asks, consents, domain)
    if (answer.ok) engaged++
    print(`  ${domain} → ${client}, role workforce: ${answer.ok ? `${vendor} consents` : answer.refusal.code}`)
  }
  print(`  ${count(engaged)} clients now take people of another organization’s domain, who stay members of their own.`)
  return engaged
}
