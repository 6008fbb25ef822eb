import { type Factor, type Session, type UserFactors, userFactors } from '../../src/core/factor/index.ts'
import { type OrganizationId, UserId } from '../../src/core/kernel/index.ts'
import type { FactorKind } from '../../src/core/mfa/index.ts'
import { type MfaPolicy, type Organization, organizations } from '../../src/core/organization/index.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { give } from './factors.ts'
import { as, email, OPERATOR, type Org, type World } from './world.ts'

export const factorIdOf = (userId: string, kind: FactorKind): string => `${kind.replace('_', '-')}-${userId}`

const factorOf = (userId: string, kind: FactorKind, at: number): Factor => {
  const common = { id: factorIdOf(userId, kind), enrolledAt: at, status: 'active', confirmedAt: at } as const
  if (kind === 'totp') return { ...common, kind, lastStep: 0 }
  if (kind === 'sms') return { ...common, kind, hint: '42' }
  if (kind === 'email_otp') return { ...common, kind }
  return { ...common, kind, credential: { id: `key-${userId}`, publicKey: 'k', counter: 0, deviceBound: false } }
}

/** Writes the factors of a user as they are once they are confirmed, in the place of those that were there. */
export const giveFactors = async (
  world: World,
  userId: string,
  kinds: readonly FactorKind[],
  more: Partial<UserFactors> = {},
): Promise<void> => {
  const before = await world.get(userFactors, userId)
  const at = world.clock.now()
  await give(world, userId, {
    edition: (before?.edition ?? 0) + 1,
    factors: kinds.map(kind => factorOf(userId, kind, at)),
    ...more,
  })
}

/** A session of just now: a password, and then these factors of the user's. */
export const sessionOf = (world: World, userId: string = '', ...kinds: readonly FactorKind[]): Session => {
  const at = world.clock.now()
  return {
    authenticated: [
      { method: 'password', at },
      ...kinds.map(kind => ({ method: kind, at, factorId: factorIdOf(userId, kind) })),
    ],
  }
}

/** Set by the operator, whom no policy binds. */
export const setByOperator = (world: World, org: Pick<Org, 'id'>, policy: MfaPolicy) =>
  world.charter.mfa.setPolicy({ actor: OPERATOR, organizationId: org.id, policy })

export const organizationOf = async (world: World, org: Pick<Org, 'id'>): Promise<Organization> =>
  (await world.get(organizations, org.id)) as Organization

/** Invites somebody, who comes in; whoever is nobody yet is at home there. */
export const comesIn = async (world: World, org: Org, address: string, role = 'external') => {
  const { token } = await world.invite(org, address, { role })
  const { user } = unwrap(await world.charter.invitations.accept({ token, email: email(address) }))
  return { ...as(user.id), userId: user.id }
}

/** What comes of a sign-in into an organization. */
export const signInto = async (world: World, userId: string, org: { readonly id: string }, session: Session) =>
  unwrap(
    (await world.charter.mfa.evaluateSignIn({
      userId: UserId.parse(userId),
      organizationId: org.id as OrganizationId,
      session,
    })) as Answer<never>,
  ) as import('../../src/core/mfa/index.ts').SignInDecision
