import { type Made, refusal } from '../kernel/index.ts'

/** Why no organization may have a rule for a domain, whatever it can prove (EML-4). */
export const claimRefusals = {
  /** Anybody can get an address there. `disposable`: addresses to throw away. */
  domain_is_public_provider: refusal('invariant', 'domain_is_public_provider', ['EML-4', 'INV-06'])<{
    domain: string
    disposable: boolean
  }>(),
  /** Others register names below it, or nobody can register it. */
  domain_is_public_suffix: refusal('invariant', 'domain_is_public_suffix', ['EML-4', 'INV-06'])<{ domain: string }>(),
  /** Set aside for tests, examples or networks of their own. */
  domain_is_special_use: refusal('invalid', 'domain_is_special_use', ['EML-4'])<{ domain: string }>(),
  /** The host's own lists threw, or answered with something else than yes or no: then the answer is no. */
  domain_lists_failed: refusal('state', 'domain_lists_failed', ['EML-4', 'INV-28'])<{ domain: string }>(),
}
export type UnclaimableRefusal = Made<(typeof claimRefusals)[keyof typeof claimRefusals]>
