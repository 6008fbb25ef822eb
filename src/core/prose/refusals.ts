import { accessRefusals } from '../access/index.ts'
import { claimRefusals, domainRuleRefusals } from '../domain-rule/index.ts'
import { type EmailRefusal, emailRefusalRows, verificationRefusals } from '../email/index.ts'
import { entityRefusals } from '../entity/index.ts'
import { factorRefusals } from '../factor/index.ts'
import { grantRefusals } from '../grant/index.ts'
import { groupRefusals } from '../group/index.ts'
import { invitationRefusals } from '../invitation/index.ts'
import { kernelRefusals, type Made, publicRefusals, type RefusalRow } from '../kernel/index.ts'
import { importRefusals, membershipRefusals } from '../membership/index.ts'
import { type MfaPoliciesDisjoint, type MfaPolicyRefusal, mfaRefusalRows, type TotpRefusal } from '../mfa/index.ts'
import { organizationRefusals } from '../organization/index.ts'
import { roleRefusals } from '../role/index.ts'
import { type NoOrganizationForDomain, type RuleRefusal, resolveRefusalRows } from '../role/resolve/index.ts'
import { userRefusals } from '../user/index.ts'
import { workforceRefusals } from '../workforce/index.ts'

const refusals = {
  ...kernelRefusals,
  ...publicRefusals,
  ...verificationRefusals,
  ...organizationRefusals,
  ...userRefusals,
  ...roleRefusals,
  ...workforceRefusals,
  ...membershipRefusals,
  ...importRefusals,
  ...groupRefusals,
  ...entityRefusals,
  ...grantRefusals,
  ...accessRefusals,
  ...claimRefusals,
  ...domainRuleRefusals,
  ...invitationRefusals,
  ...factorRefusals,
}

const rows = { ...emailRefusalRows, ...resolveRefusalRows, ...mfaRefusalRows }

type Known =
  | Made<(typeof refusals)[keyof typeof refusals]>
  | EmailRefusal
  | RuleRefusal
  | NoOrganizationForDomain
  | MfaPolicyRefusal
  | MfaPoliciesDisjoint
  | TotpRefusal

/** Every code that something is refused with. */
export type RefusalCode = Known['code']

export type FactsOf<C extends RefusalCode> = Extract<Known, { code: C }>['facts']

/** The row of every refusal: what tables and sentences are checked against. */
export const allRefusals: readonly (RefusalRow & { readonly code: string })[] = [
  ...Object.values(refusals).map(({ row }) => row),
  ...Object.entries(rows).map(([code, row]) => ({ code, ...row })),
]
