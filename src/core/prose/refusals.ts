import { claimRefusals, domainRuleRefusals } from '../domain-rule/index.ts'
import { emailRefusals } from '../email/index.ts'
import { kernelRefusals, type Made } from '../kernel/index.ts'
import { membershipRefusals } from '../membership/index.ts'
import { organizationRefusals } from '../organization/index.ts'
import { resolveRefusals, ruleRefusals } from '../role/resolve/index.ts'
import { userRefusals } from '../user/index.ts'

const refusals = {
  ...kernelRefusals,
  ...emailRefusals,
  ...ruleRefusals,
  ...resolveRefusals,
  ...organizationRefusals,
  ...userRefusals,
  ...membershipRefusals,
  ...claimRefusals,
  ...domainRuleRefusals,
}

type Known = Made<(typeof refusals)[keyof typeof refusals]>

/** Every code that something is refused with. */
export type RefusalCode = Known['code']

export type FactsOf<C extends RefusalCode> = Extract<Known, { code: C }>['facts']

/** The constructor of every refusal, in the order of the modules: what tables and sentences are checked against. */
export const allRefusals: readonly (typeof refusals)[keyof typeof refusals][] = Object.values(refusals)
