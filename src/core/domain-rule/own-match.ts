import type { Domain } from '../email/index.ts'
import type { Env } from '../env.ts'
import type { Slice } from '../kernel/index.ts'
import { judgeRules, type Match } from '../role/resolve/index.ts'
import { type LiveRule, rulesFor } from './in-effect.ts'

/** What one organization's rules give an address now; with `instead`, what they would give if that rule were so. */
export const ownMatch = (
  organizationId: string,
  domain: Domain,
  slice: Slice,
  env: Env,
  instead?: { readonly domain: string; readonly rule: LiveRule | undefined },
): Match<LiveRule> | undefined => {
  const { inEffect } = rulesFor(domain, slice, env, instead && { ...instead, organizationId })
  return judgeRules(domain, inEffect).matches.find(match => match.organizationId === organizationId)
}
