import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  put,
  reason,
  refused,
  remove,
  type Slice,
  type UseCase,
  type Write,
} from '../../kernel/index.ts'
import { membershipRefusals, memberships, stateNow } from '../../membership/index.ts'
import { activeOrganization, DisplayName, type organizationRefusals } from '../../organization/index.ts'
import { trustedIn } from '../device.ts'
import { newDeviceToken } from '../device-token.ts'
import { DEVICES_PER_USER, type TrustedDevice, trustedDevices } from '../model.ts'
import { notice } from '../notice.ts'
import { type OwnRefusal, ownFactors, ownNeeds } from '../own-user.ts'
import { Session } from '../session.ts'
import { signInNeeds } from '../sign-in-facts.ts'
import { judgeTrusting, type TrustingRefusal } from '../trusting.ts'
import type { DeviceTrusted } from '../values.ts'
import { devicesNeed, devicesOf } from '../view.ts'

const TrustDevice = z.strictObject({
  actor: Actor,
  session: Session,
  organizationId: OrganizationId.optional(),
  label: DisplayName.optional(),
  ...commandFields,
})

/** @since 0.4.0 */
export type TrustDeviceRefusal =
  | OwnRefusal
  | TrustingRefusal
  | Made<typeof organizationRefusals.organization_not_found | typeof organizationRefusals.organization_archived>
  | Made<typeof membershipRefusals.not_a_member>

/** MFA-2, MFA-13. Has the device of a session remembered, for the organization that is entered and for home. */
export const trustDevice: UseCase<typeof TrustDevice, DeviceTrusted, TrustDeviceRefusal, Env> = {
  name: 'mfa.trustDevice',
  command: TrustDevice,
  answers: 'a_secret',
  reads: ({ actor, organizationId, session }, found) =>
    actor.kind === 'user'
      ? [
          ...ownNeeds(actor, found),
          ...signInNeeds({ userId: actor.userId, organizationId, session }, found),
          devicesNeed(actor.userId),
        ]
      : [],
  plan: ({ actor, organizationId, session, label }, slice, env) => {
    const mine = ownFactors(actor, slice)
    if (!mine.ok) return mine
    const { user, own } = mine.value
    const entered = organizationId === undefined || enteredBy(user.id, organizationId, slice, env)
    if (entered !== true && !entered.ok) return entered
    const trust = judgeTrusting({ userId: user.id, organizationId, session }, mine.value, slice, env)
    if (!trust.ok) return trust
    const { method, at, until } = trust.value
    const id = env.newId()
    const { token, tokenHash } = newDeviceToken(id, env)
    const places = [...new Set([user.homeOrganizationId, organizationId ?? user.homeOrganizationId])]
    const organizations = places.flatMap(place => trustedIn(place, user.id, slice, env) ?? [])
    const edition = own?.edition ?? 1
    const device: TrustedDevice = {
      ...{ userId: user.id, id, tokenHash, method, at, until, edition, organizations },
      ...(label !== undefined && { label }),
    }
    return ok({
      value: { deviceId: id, token, until },
      because: [reason('device_trusted', ['MFA-2', 'MFA-13'], { until })],
      writes: [put(trustedDevices, device), ...pruned(user.id, edition, slice)],
      effects: [notice(user, 'device_trusted', { deviceId: id, until })],
      organizationId: user.homeOrganizationId,
    })
  },
}

const enteredBy = (userId: string, organizationId: OrganizationId, slice: Slice, env: Env) => {
  const organization = activeOrganization(slice, organizationId)
  if (!organization.ok) return organization
  const member = slice.get(memberships, organizationId, userId)
  return member && stateNow(member, slice, env) === 'active'
    ? organization
    : refused(membershipRefusals.not_a_member({ organizationId, userId }))
}

/** Devices of another edition count no more, and there is room for so many of this one. */
const pruned = (userId: string, edition: number, slice: Slice): readonly Write[] => {
  const devices = devicesOf(slice, userId)
  const living = devices.filter(device => device.edition === edition)
  const kept = new Set(living.slice(-(DEVICES_PER_USER - 1)).map(({ id }) => id))
  return devices.flatMap(({ id }) => (kept.has(id) ? [] : [remove(trustedDevices, userId, id)]))
}
