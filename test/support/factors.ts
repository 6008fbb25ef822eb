import {
  type ActiveFactor,
  credentialDigest,
  credentialHolders,
  type Factor,
  factorSecrets,
  type Session,
  type TrustedDevice,
  trustedDevices,
  type UserFactors,
  userFactors,
} from '../../src/core/factor/index.ts'
import { put, remove, UserId, type Write } from '../../src/core/kernel/index.ts'
import type { FactorKind } from '../../src/core/mfa/index.ts'
import { type MfaHistory, type MfaPolicy, type Organization, organizations } from '../../src/core/organization/index.ts'
import { type User, users } from '../../src/core/user/index.ts'
import { type Org, START, type World } from './world.ts'

/** By a password just now. */
export const freshSession = (at: number): Session => ({ authenticated: [{ method: 'password', at }] })

/** By one of the user's factors. */
export const provenBy = (factorId: string, at: number, method: FactorKind = 'totp'): Session => ({
  authenticated: [{ method, at, factorId }],
})

const extras = {
  totp: { lastStep: 1 },
  sms: { hint: '56' },
  email_otp: {},
  webauthn: { credential: { id: 'AAAA', publicKey: 'BBBB', counter: 0, deviceBound: false } },
} as const

/** A confirmed factor, `the-totp` unless told otherwise. */
export const active = (kind: FactorKind, changed: object = {}): ActiveFactor =>
  ({
    id: `the-${kind}`,
    kind,
    status: 'active',
    enrolledAt: START,
    confirmedAt: START,
    ...extras[kind],
    ...changed,
  }) as ActiveFactor

export const pending = (kind: FactorKind, changed: object = {}): Factor =>
  ({
    ...{ id: `new-${kind}`, kind, status: 'pending', enrolledAt: START, expiresAt: START + 1 },
    ...(kind === 'sms' && extras.sms),
    ...changed,
  }) as Factor

const digestsOf = (factors: readonly Factor[]): readonly string[] =>
  factors.flatMap(each =>
    each.kind === 'webauthn' && each.status === 'active' ? [credentialDigest(each.credential.id)] : [],
  )

const besides = (userId: UserId, factors: readonly Factor[], sealed: (id: string) => string): readonly Write[] =>
  factors.flatMap(each => {
    const factorId = each.id
    const held = digestsOf([each]).map(digest => put(credentialHolders, { digest, userId, factorId }))
    return each.kind === 'totp' || each.kind === 'sms'
      ? [put(factorSecrets, { userId, factorId, list: 'all', sealed: sealed(factorId) }), ...held]
      : held
  })

export type Owned = Partial<Omit<UserFactors, 'userId'>> & { readonly sealed?: (factorId: string) => string }

/** The factors of a user, as they are from now on, with what is kept beside them. */
export const give = async (world: World, userId: string, { sealed, ...own }: Owned = {}): Promise<UserFactors> => {
  const user = (await world.get(users, userId)) as User
  const before = await world.get(userFactors, userId)
  const after: UserFactors = {
    userId: user.id,
    homeOrganizationId: user.homeOrganizationId,
    edition: 1,
    factors: [],
    ...before,
    ...own,
  }
  const kept = new Set(after.factors.map(({ id }) => id))
  const known = new Set(before?.factors.map(({ id }) => id))
  const anew = after.factors.filter(({ id }) => sealed || !known.has(id))
  const gone = (before?.factors ?? []).filter(({ id }) => !kept.has(id))
  const secrets = gone.filter(({ kind }) => kind === 'totp' || kind === 'sms')
  await world.write(
    put(userFactors, after),
    ...secrets.map(({ id }) => remove(factorSecrets, userId, id)),
    ...digestsOf(gone).map(digest => remove(credentialHolders, digest)),
    ...besides(user.id, anew, sealed ?? (() => 'sealed')),
  )
  return after
}

export const factorsOf = (world: World, userId: string) => world.get(userFactors, userId)

/** Failures at one factor. */
export const failed = (
  factorId: string,
  changed: object = {},
  state: object = {},
): NonNullable<UserFactors['failures']> => ({
  factors: [{ factorId, consecutive: 0, recent: [], lockouts: 0, ...changed }],
  seenAt: START,
  ...state,
})

/** A device that the user had remembered. */
export const remember = async (world: World, userId: string, id: string, changed: Partial<TrustedDevice> = {}) =>
  world.write(
    put(trustedDevices, {
      ...{ userId: UserId.parse(userId), id, tokenHash: 'a'.repeat(64), method: 'totp', at: START },
      ...{ until: START + 86_400_000, edition: 1, organizations: [], ...changed },
    }),
  )

/** The policy of an organization from now on, as if it had been set now, and what was asked before. */
export const demand = async (
  world: World,
  { id }: Pick<Org, 'id'>,
  mfa: MfaPolicy,
  schedules: MfaHistory['schedules'] = [],
): Promise<void> => {
  const organization = (await world.get(organizations, id)) as Organization
  const edition = (organization.mfaHistory?.edition ?? 0) + 1
  const { requiredFrom: from = world.clock.now(), grace = 0, appliesTo } = mfa
  const asked = {
    types: appliesTo ?? (['internal', 'external', 'workforce'] as const),
    from,
    grace,
    askedAt: world.clock.now(),
  }
  const mfaHistory: MfaHistory = {
    edition,
    setAt: world.clock.now(),
    schedules: [...schedules, ...(mfa.mode === 'required' ? [asked] : [])],
  }
  await world.write(put(organizations, { ...organization, mfa, mfaHistory }))
}

/** What comes of a sign-in by a password, to the account or into an organization. */
export const signInBy = async (world: World, userId: string, organizationId?: string) => {
  const answer = await world.charter.mfa.evaluateSignIn({
    userId: UserId.parse(userId),
    ...(organizationId !== undefined && { organizationId: organizationId as never }),
    session: freshSession(world.clock.now()),
  })
  return answer.ok ? answer.value : { kind: answer.refusal.code }
}
