import { z } from 'zod'
import { addressKey, VerifiedEmailInput } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Decision,
  type Made,
  OrganizationId,
  ok,
  put,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
  type UseCase,
  type Write,
} from '../../kernel/index.ts'
import {
  guestWrites,
  type Member,
  memberOf,
  membershipRefusals,
  newAdmin,
  putMemberships,
} from '../../membership/index.ts'
import { createUser, holderOf, type User, unreserved, userEmails, userRefusals, users } from '../../user/index.ts'
import { DisplayName, type Organization, OrganizationKind, organizations } from '../model.ts'

const Founder = z.strictObject({ email: VerifiedEmailInput, name: DisplayName.optional() })

/** At most this many founders in one commit. */
const MAX_FOUNDERS = 50

const Create = z.strictObject({
  actor: Actor,
  name: DisplayName,
  kind: OrganizationKind,
  founders: z.array(Founder).min(1).max(MAX_FOUNDERS).readonly(),
  ...commandFields,
})
type Create = z.output<typeof Create>

/** @since 0.1.0 */
export type OrganizationCreated = { readonly organization: Organization; readonly members: readonly Member[] }

/** @since 0.1.0 */
export type CreateOrganizationRefusal =
  | Made<typeof userRefusals.email_repeated | typeof userRefusals.user_deactivated>
  | Made<typeof userRefusals.email_reserved>
  | Made<typeof membershipRefusals.founder_not_actor>

/**
 * ORG-1, RES-4: founds an organization with its first admins in one commit; a founder who is no user yet becomes one
 * within it. A user may found one too, if they are among its founders.
 */
export const createOrganization: UseCase<typeof Create, OrganizationCreated, CreateOrganizationRefusal, Env> = {
  name: 'organizations.create',
  command: Create,
  reads: ({ founders }, found) =>
    founders.flatMap(({ email }) => {
      const holder = holderOf(found.get(userEmails, addressKey(email)))
      return [refOf(userEmails, addressKey(email)), ...(holder ? [refOf(users, holder)] : [])]
    }),
  plan: (command, slice, env) => {
    const organization: Organization = {
      id: OrganizationId.parse(env.newId()),
      name: command.name,
      kind: command.kind,
      mfa: { mode: 'off' },
      status: 'active',
      createdAt: env.now,
    }
    const founders = foundersOf(command, slice, organization.id, env)
    return founders.ok ? ok(decide(command, organization, founders.value, env)) : founders
  },
}

/** Of an organization that is new nothing is there. */
const NOBODY_YET = { get: () => undefined }

type Founding = { readonly user: User; readonly writes: readonly Write[] }

const foundersOf = (
  { founders, actor }: Create,
  slice: Slice,
  homeOrganizationId: OrganizationId,
  env: Env,
): Result<readonly Founding[], CreateOrganizationRefusal> => {
  const foundings = new Map<string, Founding>()
  for (const founder of founders) {
    const key = addressKey(founder.email)
    if (foundings.has(key)) return refused(userRefusals.email_repeated({ email: key }))
    const taken = slice.get(userEmails, key)
    const holder = holderOf(taken)
    const available = unreserved(key, taken, env)
    if (!available.ok) return available
    const known = holder && slice.get(users, holder)
    if (known && known.status !== 'active') return refused(userRefusals.user_deactivated({ userId: known.id }))
    foundings.set(key, known ? { user: known, writes: [] } : createUser({ ...founder, homeOrganizationId }, env))
  }
  const value = [...foundings.values()]
  if (actor.kind === 'user' && !value.some(({ user }) => user.id === actor.userId))
    return refused(membershipRefusals.founder_not_actor({ userId: actor.userId }))
  return ok(value)
}

const decide = (
  { actor }: Create,
  organization: Organization,
  founders: readonly Founding[],
  env: Env,
): Decision<OrganizationCreated> => {
  const users = founders.map(({ user }) => user)
  const admins = users.map(({ id }) => newAdmin(organization.id, id, actor, env))
  return {
    value: { organization, members: admins.map(admin => memberOf(admin, env)) },
    because: [reason('founders_administer', ['ORG-1', 'ORG-3', 'INV-01'], { founders: founders.length })],
    writes: [
      put(organizations, organization),
      ...founders.flatMap(({ writes }) => writes),
      ...putMemberships(
        admins.map(after => ({ before: undefined, after })),
        env.roles,
      ),
      ...guestWrites(organization.id, users, NOBODY_YET),
    ],
    effects: [],
    organizationId: organization.id,
  }
}
