import type { Instant } from '../kernel/instant.ts'
import { BY_DEVICE, type Evidence, isSecond } from './evidence.ts'
import type { Limits } from './sign-in.ts'
import type { Terms } from './terms.ts'

/** MFA-6: the shortest of each. A remembered device counts only where every policy lets it. */
export const limitsOf = (terms: readonly Terms[]): Limits => {
  let maxAge = Number.POSITIVE_INFINITY
  let rememberedDevices = Number.POSITIVE_INFINITY
  for (const each of terms) {
    maxAge = Math.min(maxAge, each.maxAge ?? Number.POSITIVE_INFINITY)
    rememberedDevices = Math.min(rememberedDevices, each.rememberedDevices ?? 0)
  }
  return { maxAge, rememberedDevices: Math.min(rememberedDevices, maxAge) }
}

/** What was used as a second factor: in which ways it counts, and in which it would if it were not too old. */
export type Used = { readonly ways: number; readonly tooOld: number }

/** MFA-7: what was used, of the kinds that count, beside something of another category. */
export const usedOf = (evidence: Evidence, kinds: number, limits: Limits, now: Instant): Used => {
  let ways = 0
  let tooOld = 0
  for (const used of evidence.seconds) {
    if ((used.kinds & kinds) === 0 || !isSecond(evidence, used.categories, used.isMailbox)) continue
    const age = now - used.at
    if (age < (used.way === BY_DEVICE ? limits.rememberedDevices : limits.maxAge)) ways |= used.way
    else tooOld |= used.way
  }
  return { ways, tooOld }
}
