import type { SecretBox } from '../../ports/secret-box.ts'
import type { Random } from '../../ports/system.ts'
import type { Instant } from './instant.ts'

/** What a plan is given of the world: values and functions, so that the same input always plans the same. @since 0.1.0 */
export type KernelEnv = {
  readonly now: Instant
  readonly newId: () => string
  readonly random: Random
  readonly secrets: SecretBox
}
