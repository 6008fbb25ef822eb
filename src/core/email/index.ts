export { type Domain, type DomainOptions, domainAndParents, isCanonicalDomain, parseDomain } from './domain.ts'
export { addressKey } from './key.ts'
export type { LocalPartOptions } from './local.ts'
export { DomainName, EmailAddressRecord } from './model.ts'
export {
  type EmailAddress,
  type EmailOptions,
  formatEmailAddress,
  parseEmailAddress,
  readAddressDomain,
} from './parse.ts'
export { emailRefusalRows } from './refusal-rows.ts'
export type { DomainRefusal, EmailRefusal } from './refusals.ts'
export { isSharedMailbox } from './shared-mailbox.ts'
export { type EmailNotVerified, type EmailProofInvalid, verificationRefusals } from './verification-refusals.ts'
export {
  type EmailProof,
  isVerifiedEmail,
  type VerifiedEmail,
  verifiedEmail,
} from './verified.ts'
export { VerifiedEmailInput } from './verified-input.ts'
