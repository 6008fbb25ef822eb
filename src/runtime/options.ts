import {
  defaultRelations,
  frozenRelations,
  kindsOf,
  type RelationTable,
  whyNoFields,
  whyNoRelations,
} from '../core/entity/index.ts'
import type { MfaSettings, Settings } from '../core/env.ts'
import { frozenCatalogue, type RoleCatalogue, whyNoCatalogue } from '../core/role/index.ts'
import type { SecretBox } from '../ports/secret-box.ts'
import type { Store } from '../ports/store.ts'
import type { Clock, Ids, Random } from '../ports/system.ts'

/**
 * What the host sets; all but the store has a default.
 *
 * - `clock`, `ids`, `random`: the machine's, unless given
 * - `secrets`: what seals tokens in the outbox; without it a key that is gone with the process, so give one wherever
 *   effects are taken by another process than the one that made them, or after a restart; factors in a store that stays
 *   need one
 * - `lists`, `idna`: public providers and suffixes, and internationalized domains
 * - `roles`: the catalogue of roles (ROL-1), as `defineRoles` or `extendRoles` made it; `defaultRoles`
 * - `relations`: what things have of one another (ENT-1), a whole table such as `[...defaultRelations, { … }]`; the kinds
 *   that it names beside the built-in ones are the host's own
 * - `fields`: a schema for each kind that has fields of the host's own (ENT-8)
 * - `proofValidFor`: how long a domain proof holds, in ms, up to a hundred years; 90 days
 * - `sharedMailboxes`: more local parts that many people read (DOM-6)
 * - `mfa`: `issuer`, which authenticator apps show (the name of the user's home organization without it);
 *   `stepUpWithin`, how old a proof may be for what changes factors and policies, in ms (10 minutes); `isPhoneNumber`, which
 *   judges E.164 numbers, such as by libphonenumber-js
 * - `specialUseDomains`: `allow_in_tests` lets `.test` and `.example` carry rules; never in production
 *
 * @since 0.1.0
 */
export type CharterOptions<R extends string = string> = {
  readonly store: Store
  readonly clock?: Clock
  readonly ids?: Ids
  readonly random?: Random
  readonly secrets?: SecretBox
  readonly roles?: RoleCatalogue<R>
  readonly mfa?: Partial<MfaSettings>
} & Partial<
  Pick<Settings, 'relations' | 'fields' | 'lists' | 'idna' | 'proofValidFor' | 'sharedMailboxes' | 'specialUseDomains'>
>

/** What is wrong with a value; undefined where nothing is. The options that were judged before it are in `given`. */
type Check = (value: unknown, given: { readonly [name: string]: unknown }) => string | undefined

const unless = (holds: (value: unknown) => boolean, wrong: string): Check => {
  return value => (holds(value) ? undefined : wrong)
}

const isFunction = (value: unknown): boolean => typeof value === 'function'
const aFunction = unless(isFunction, ' is not a function')

const methods =
  (...names: readonly string[]): Check =>
  value => {
    const missing = names.find(name => !isFunction((value as Record<string, unknown> | null | undefined)?.[name]))
    return missing && `.${missing} is not a function`
  }

/** The otpauth URI parts the issuer from the account by a colon. */
const ISSUER = /^[^\p{Cc}\p{Cs}:]{1,60}$/u

const A_HUNDRED_YEARS = 36_525 * 86_400_000

const checks: { readonly [name in keyof Required<CharterOptions>]: Check } = {
  store: methods('get', 'list', 'commit'),
  clock: aFunction,
  ids: aFunction,
  random: aFunction,
  secrets: methods('seal', 'open'),
  roles: value => {
    const wrong = whyNoCatalogue(value)
    return wrong && `: ${wrong}`
  },
  relations: whyNoRelations,
  fields: (value, { relations = defaultRelations }) => whyNoFields(value, kindsOf(relations as RelationTable)),
  lists: methods('isPublicProvider', 'isDisposable', 'isPublicSuffix', 'isSpecialUse', 'registrable'),
  idna: methods('toAscii', 'toUnicode'),
  proofValidFor: unless(
    value => Number.isInteger(value) && (value as number) > 0 && (value as number) <= A_HUNDRED_YEARS,
    ' is not a whole number of milliseconds, 1 to a hundred years',
  ),
  sharedMailboxes: unless(
    value => Array.isArray(value) && value.every(name => typeof name === 'string' && name !== ''),
    ' is not a list of local parts',
  ),
  mfa: value => {
    const { issuer, stepUpWithin = 1, isPhoneNumber = Boolean, ...rest } = Object(value) as Partial<MfaSettings>
    const [unknown] = Object.keys(rest)
    if (typeof value !== 'object' || value === null) return ' is no object'
    if (unknown !== undefined) return `.${unknown} is no option`
    if (issuer !== undefined && !ISSUER.test(issuer)) return '.issuer is not 1 to 60 characters without a colon'
    if (!Number.isInteger(stepUpWithin) || stepUpWithin < 1)
      return '.stepUpWithin is not a whole number of milliseconds'
    return isFunction(isPhoneNumber) ? undefined : '.isPhoneNumber is not a function'
  },
  specialUseDomains: unless(
    value => value === 'refuse' || value === 'allow_in_tests',
    ' is neither `refuse` nor `allow_in_tests`',
  ),
}

/**
 * Misuse by the programmer is told at once, and not by a refusal in production.
 *
 * @returns A copy, in which nothing can be exchanged any more; what is `undefined` is left out of it.
 */
export const checkOptions = <R extends string>(options: CharterOptions<R>): CharterOptions<R> => {
  if (typeof options !== 'object' || options === null) throw new TypeError('createCharter: options are missing')
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  const given = Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]))
  for (const name of Object.keys(given))
    if (!Object.hasOwn(checks, name)) throw new TypeError(`createCharter: there is no option ${name}`)
  for (const [name, check] of Object.entries(checks)) {
    const wrong = (name === 'store' || name in given) && check(given[name], given)
    if (wrong) throw new TypeError(`createCharter: ${name}${wrong}`)
  }
  const roles = options.roles && frozenCatalogue<string>(options.roles)
  const { relations, fields } = given as CharterOptions<R>
  return {
    ...(given as CharterOptions<R>),
    ...(roles && { roles: roles as unknown as RoleCatalogue<R> }),
    ...(relations && { relations: frozenRelations(relations) }),
    ...(fields && { fields: Object.freeze({ ...fields }) }),
  }
}
