import { idna } from '../adapters/idna/index.ts'
import { createDomainLists } from '../adapters/lists/index.ts'
import { createIds, ephemeralSecretBox, systemClock, systemRandom } from '../adapters/system/index.ts'
import { defaultRelations } from '../core/entity/index.ts'
import type { Settings } from '../core/env.ts'
import { DAY, MINUTE } from '../core/kernel/index.ts'
import { defaultRoles } from '../core/role/index.ts'
import type { SecretBox } from '../ports/secret-box.ts'
import type { Clock, Ids, Random } from '../ports/system.ts'

export { areInTheClear } from '../adapters/system/index.ts'

/** MFA-13. */
const STEP_UP_WITHIN = 10 * MINUTE

/** DOM-3. */
const PROOF_VALID_FOR = 90 * DAY

/** What a charter works with where the host says nothing: the one place that knows the adapters. */
export const defaults = (
  random: Random = systemRandom,
): { clock: Clock; ids: Ids; random: Random; secrets: SecretBox; settings: Settings } => ({
  clock: systemClock,
  ids: createIds(random),
  random,
  secrets: ephemeralSecretBox(random),
  settings: {
    roles: defaultRoles,
    relations: defaultRelations,
    fields: {},
    lists: createDomainLists(),
    idna,
    mfa: { stepUpWithin: STEP_UP_WITHIN, isPhoneNumber: () => true },
    proofValidFor: PROOF_VALID_FOR,
    sharedMailboxes: [],
    specialUseDomains: 'refuse',
  },
})
