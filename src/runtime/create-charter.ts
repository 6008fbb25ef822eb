import type { Collection, Counter, Ref } from '../core/kernel/index.ts'
import type { DefaultRole } from '../core/role/index.ts'
import { collections } from '../core/world/index.ts'
import type { SecretBox } from '../ports/secret-box.ts'
import type { Store } from '../ports/store.ts'
import { bind, type Charter } from './charter.ts'
import { checkedClock, checkedIds, checkedLists, checkedRandom, checkedSecrets } from './checked.ts'
import { areInTheClear, defaults } from './defaults.ts'
import { forwardClock } from './forward-clock.ts'
import { type CharterOptions, checkOptions } from './options.ts'

const byName: ReadonlyMap<string, Collection | Counter> = new Map(collections.map(of => [of.name, of]))

const collectionOf = (ref: Ref): Collection | Counter | undefined => byName.get(ref.slice(0, ref.indexOf('/')))

/**
 * MFA-16. What is sealed under a key that is gone with the process must be gone with it too: a factor in a store that
 * stays would lock its user out after the next start.
 */
const forStore = ({ lifetime }: Store, ephemeral: SecretBox): SecretBox =>
  lifetime === 'process'
    ? ephemeral
    : {
        ...ephemeral,
        seal: (secret, context) => {
          if (!context.startsWith('factor/')) return ephemeral.seal(secret, context)
          throw new TypeError('createCharter: factors are kept longer than a key of this process, so give it `secrets`')
        },
      }

/**
 * Joins the rules to a store.
 *
 * @param options `store`, and whatever the host wants otherwise than by default.
 * @returns The charter, by whose methods host code reads and commands.
 * @throws TypeError when an option is missing, unknown or of the wrong kind. A method rejects with one when the host's
 *   clock, ids or randomness give something else than they promise.
 * @example
 * import { createCharter } from 'orgcharter'
 * import { createMemoryStore } from 'orgcharter/memory'
 * const charter = createCharter({ store: createMemoryStore() })
 * @since 0.1.0
 */
export const createCharter = <const R extends string = DefaultRole>(options: CharterOptions<R>): Charter<R> => {
  const { store, clock, ids, random, secrets, lists, mfa, ...settings } = checkOptions(options)
  const standard = defaults(random && checkedRandom(random))
  return bind({
    store,
    clock: forwardClock(clock ? checkedClock(clock) : standard.clock),
    ids: ids ? checkedIds(ids) : standard.ids,
    random: standard.random,
    secrets: secrets ? checkedSecrets(secrets, areInTheClear) : forStore(store, standard.secrets),
    settings: {
      ...standard.settings,
      ...settings,
      mfa: { ...standard.settings.mfa, ...mfa },
      ...(lists && { lists: checkedLists(lists) }),
    },
    collectionOf,
  }) as unknown as Charter<R>
}
