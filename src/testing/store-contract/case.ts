import type { Store } from '../../ports/store.ts'
import { startTrial, type Trial } from './trial.ts'

/**
 * The promises of a store, named as `docs/writing-an-adapter.md` explains them.
 *
 * @since 0.1.0
 */
export type StoreRule =
  | 'uniqueness_is_a_key'
  | 'versions_never_repeat'
  | 'absence_is_asked_of_what_is_put'
  | 'the_last_one_is_guarded'
  | 'counters_commute'
  | 'counters_stay_in_bounds'
  | 'what_was_read_still_holds'
  | 'lists_do_not_scan'
  | 'a_change_set_happens_once'
  | 'sweeps_resume'
  | 'commits_are_whole'
  | 'reads_are_whole'
  | 'lists_are_complete_and_ordered'
  | 'cursors_outlive_changes'
  | 'records_are_values'
  | 'errors_are_thrown'
  | 'stores_agree_with_the_model'

/** One attack on one promise. It wants a store with nothing in it, and rejects with an Error that names the rule. @since 0.1.0 */
export type StoreCase = { readonly rule: StoreRule; readonly title: string; run(store: Store): Promise<void> }

export const storeCase = (rule: StoreRule, title: string, body: (trial: Trial) => Promise<void>): StoreCase => ({
  rule,
  title,
  run: store => named(rule, body(startTrial(store, rule))),
})

/** Whatever a case fails with names the rule, also what the store itself has thrown. */
export const named = (rule: StoreRule, outcome: Promise<void>): Promise<void> =>
  outcome.catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    throw message.startsWith(rule) ? error : new Error(`${rule}: ${message}`, { cause: error })
  })
