import { refusal } from '../kernel/index.ts'

type Here = { organizationId: string; domain: string }

export const domainRuleRefusals = {
  domain_rule_not_found: refusal('not_found', 'domain_rule_not_found', ['DOM-1'])<Here>(),
  domain_rule_exists: refusal('conflict', 'domain_rule_exists', ['INV-05'])<Here>(),
  domain_rule_removing: refusal('state', 'domain_rule_removing', ['DOM-5'])<Here>(),
  domain_rule_sweeping: refusal('state', 'domain_rule_sweeping', ['DOM-5'])<Here>(),
  domain_rule_unchanged: refusal('invalid', 'domain_rule_unchanged', ['DOM-5'])<Here>(),
  domain_rule_no_longer_applies: refusal('state', 'domain_rule_no_longer_applies', ['DOM-1', 'DOM-3'])<{
    organizationId: string
    userId: string
  }>(),
  domain_rule_reconcile_untrusted: refusal('state', 'domain_rule_reconcile_untrusted', ['DOM-5', 'INV-06'])<Here>(),
  domain_rule_role_administers: refusal('forbidden', 'domain_rule_role_administers', ['DOM-2', 'ROL-2'])<{
    role: string
  }>(),
  /** The records that were found do not hold the value that this version of the claim asks for. */
  domain_proof_missing: refusal('forbidden', 'domain_proof_missing', ['DOM-3'])<{
    name: string
    value: string
    found: number
  }>(),
  domain_proof_operator_only: refusal('forbidden', 'domain_proof_operator_only', ['DOM-3', 'ORG-6'])<{
    domain: string
  }>(),
  domain_consent_internal: refusal('forbidden', 'domain_consent_internal', ['DOM-3', 'DOM-4'])<{
    domain: string
    role: string
  }>(),
  domain_not_owned: refusal('state', 'domain_not_owned', ['DOM-3', 'DOM-4'])<{ domain: string }>(),
  domain_not_yours: refusal('forbidden', 'domain_not_yours', ['DOM-4'])<{ domain: string; organizationId: string }>(),
  domain_consent_not_given: refusal('state', 'domain_consent_not_given', ['DOM-3'])<Here>(),
  domain_not_overridden: refusal('not_found', 'domain_not_overridden', ['EML-4'])<{ domain: string }>(),
  domain_owned: refusal('conflict', 'domain_owned', ['DOM-4', 'INV-05'])<{ domain: string }>(),
  domain_owned_above: refusal('conflict', 'domain_owned_above', ['DOM-4'])<{ domain: string; above: string }>(),
  domain_disputed: refusal('state', 'domain_disputed', ['DOM-3'])<{ domain: string }>(),
  domain_not_disputed: refusal('state', 'domain_not_disputed', ['DOM-3'])<{ domain: string }>(),
  domain_dispute_not_a_party: refusal('invalid', 'domain_dispute_not_a_party', ['DOM-3'])<{
    domain: string
    organizationId: string
  }>(),
  domain_rules_too_many: refusal('limit', 'domain_rules_too_many', ['RES-5'])<{ domain: string; most: number }>(),
}
