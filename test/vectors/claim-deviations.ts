/** Where a vector leaves the choice to us, or we deviate from one: the domain, what we do, and why. */
export const claimDeviations: Readonly<
  Record<string, { readonly claim: 'accept' | 'refuse'; readonly reason: string }>
> = {
  'onmicrosoft.com': {
    claim: 'refuse',
    reason:
      'the Public Suffix List does not have it, but every tenant of Microsoft 365 gets a name below it: it is treated as a public suffix, so that acme.onmicrosoft.com can be claimed and the whole cannot',
  },
}

/** Real organizations that cannot claim the domain they are known by, and why that is right. */
export const unclaimableOrganizationDomains: Readonly<
  Record<string, { readonly code: string; readonly reason: string }>
> = {
  'ac.th': { code: 'domain_is_public_suffix', reason: 'all universities of Thailand are below it' },
  'aliyun.com': { code: 'domain_is_public_provider', reason: 'Aliyun Mail gives anybody a mailbox there' },
  'earthlink.net': { code: 'domain_is_public_provider', reason: 'the mailboxes of an internet provider’s customers' },
  'lavabit.com': { code: 'domain_is_public_provider', reason: 'a public mail provider' },
  'sina.com': { code: 'domain_is_public_provider', reason: 'Sina Mail gives anybody a mailbox there' },
}
