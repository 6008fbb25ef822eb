/**
 * Shared suffixes that the Public Suffix List lacks: every tenant gets a name below, and nobody is all the tenants.
 * Reviewed 2026-11-24.
 */
export const TENANT_SUFFIXES = 'mail.onmicrosoft.com onmicrosoft.com onmicrosoft.us partner.onmschina.cn'

/**
 * Names set aside, with everything below them: RFC 2606 and 6761 (example, invalid, localhost, test), RFC 6762 (local),
 * RFC 7686 (onion), RFC 9476 (alt), RFC 3172 (arpa), ICANN's private-use name (internal). The second-level names
 * example.com, .net and .org are not here: they are in the DNS, and what is safe about them is that nobody can prove
 * them. Reviewed 2026-11-24.
 */
export const SPECIAL_USE = 'alt arpa example internal invalid local localhost onion test'
