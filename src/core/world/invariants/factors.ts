import {
  credentialDigest,
  credentialHolders,
  type Factor,
  factorSecrets,
  liveChallenges,
  revokedFactors,
  type UserFactors,
  userFactors,
} from '../../factor/index.ts'
import { type Collection, refOf } from '../../kernel/index.ts'
import { users } from '../../user/index.ts'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

type Find = (userId: string, factorId: string) => Factor | undefined

/** INV-03, INV-17: the factors of a user, and what is kept beside them. */
export const factors = (whole: Whole): readonly Breach[] => {
  const live = new Map<string, Factor>()
  for (const { userId, factors: all } of whole.all(userFactors))
    for (const factor of all) live.set(`${userId}/${factor.id}`, factor)
  const find: Find = (userId, factorId) => live.get(`${userId}/${factorId}`)
  return [
    ...whole.all(userFactors).flatMap(own => [...ofUser(own, whole), ...own.factors.flatMap(withIts(own, whole))]),
    ...stray(whole, factorSecrets, find, ({ kind }) => hasSecret(kind)),
    ...stray(whole, liveChallenges, find, () => true),
    ...strayCredentials(whole, find),
  ]
}

const hasSecret = (kind: Factor['kind']): boolean => kind === 'totp' || kind === 'sms'

const ofUser = ({ userId, homeOrganizationId, factors: all }: UserFactors, whole: Whole): readonly Breach[] => {
  const ref = refOf(userFactors, userId)
  const home = whole.get(users, userId)?.homeOrganizationId
  const numbers = all.filter(({ kind, status }) => kind === 'sms' && status === 'active')
  return [
    ...(home === undefined || home === homeOrganizationId
      ? []
      : [breach('INV-03', [ref], { problem: 'home_differs' })]),
    ...(numbers.length > 1 ? [breach('INV-17', [ref], { problem: 'numbers_too_many' })] : []),
    ...(new Set(all.map(({ id }) => id)).size < all.length
      ? [breach('INV-17', [ref], { problem: 'factor_repeated' })]
      : []),
  ]
}

/** What a factor cannot be there with, and what it cannot be there without. */
const withIts =
  ({ userId }: UserFactors, whole: Whole) =>
  (factor: Factor): readonly Breach[] => {
    const wrong = (problem: string) => [breach('INV-17', [refOf(userFactors, userId), factor.id], { problem })]
    return [
      ...(whole.has(revokedFactors, userId, factor.id) ? wrong('revoked_factor_back') : []),
      ...(hasSecret(factor.kind) && !whole.has(factorSecrets, userId, factor.id) ? wrong('secret_missing') : []),
      ...(holds(factor) && !isHeldBy(userId, factor, whole) ? wrong('credential_missing') : []),
    ]
  }

type Holding = Factor & { readonly kind: 'webauthn'; readonly status: 'active' }

const holds = (factor: Factor | undefined): factor is Holding =>
  factor?.kind === 'webauthn' && factor.status === 'active'

const isHeldBy = (userId: string, { id, credential }: Holding, whole: Whole): boolean => {
  const holder = whole.get(credentialHolders, credentialDigest(credential.id))
  return holder?.userId === userId && holder.factorId === id
}

const stray = <R extends { readonly userId: string; readonly factorId: string }>(
  whole: Whole,
  of: Collection<R>,
  find: Find,
  fits: (factor: Factor) => boolean,
): readonly Breach[] =>
  whole.all(of).flatMap(({ userId, factorId }) => {
    const factor = find(userId, factorId)
    return factor && fits(factor)
      ? []
      : [breach('INV-17', [refOf(of, userId, factorId)], { problem: `${of.name}_of_no_factor` })]
  })

/** One to one: of two records for one factor, one has another digest than its credential. */
const strayCredentials = (whole: Whole, find: Find): readonly Breach[] =>
  whole.all(credentialHolders).flatMap(({ digest, userId, factorId }) => {
    const factor = find(userId, factorId)
    return holds(factor) && credentialDigest(factor.credential.id) === digest
      ? []
      : [breach('INV-17', [refOf(credentialHolders, digest)], { problem: 'webauthn_credential_of_no_factor' })]
  })
