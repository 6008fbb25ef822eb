import type { Env } from '../env.ts'
import {
  hashOfToken,
  type Made,
  newToken,
  type Planned,
  put,
  reason,
  refused,
  remove,
  type Slice,
} from '../kernel/index.ts'
import type { User } from '../user/index.ts'
import { type TrustedDevice, trustedDevices, type UserFactors } from './model.ts'
import { factorRefusals } from './refusals.ts'
import { isSameHash } from './same-hash.ts'
import type { AnswerTaken } from './values.ts'

const TOKEN = /^([A-Za-z0-9][A-Za-z0-9_-]{0,63})\.([0-9a-f]{40})$/

type Shown = { readonly deviceId: string; readonly secret: string }

/** The device that a token names, and its secret; undefined for what is no token. */
export const shownBy = (token: string): Shown | undefined => {
  const [, deviceId, secret] = TOKEN.exec(token) ?? []
  return deviceId !== undefined && secret !== undefined ? { deviceId, secret } : undefined
}

/** A new token of a device: of its secret the hash is stored. */
export const newDeviceToken = (deviceId: string, env: Env): { readonly token: string; readonly tokenHash: string } => {
  const secret = newToken(env.random)
  return { token: `${deviceId}.${secret}`, tokenHash: hashOfToken(secret) }
}

/**
 * MFA-13, INV-16. A device by its token, which counts once: whoever copied it meets whoever has it. Unknown and wrong are
 * one, and no failure of a factor. A device from before a change of factors is forgotten.
 */
export const answerByDevice = (
  user: User,
  own: UserFactors | undefined,
  token: string,
  slice: Slice,
  env: Env,
): Planned<AnswerTaken, Made<typeof factorRefusals.device_token_wrong>> => {
  const wrong = refused(factorRefusals.device_token_wrong({}))
  const shown = shownBy(token)
  const device = shown && slice.get(trustedDevices, user.id, shown.deviceId)
  if (!shown || !device || !isSameHash(device.tokenHash, hashOfToken(shown.secret))) return wrong
  const { id: deviceId, until } = device
  const at = { effects: [], organizationId: user.homeOrganizationId }
  if (device.edition !== own?.edition) {
    const because = [reason('device_forgotten', ['MFA-13'], { deviceId })]
    return { ...wrong, noted: { ...at, because, writes: [remove(trustedDevices, user.id, deviceId)] } }
  }
  const next = newDeviceToken(deviceId, env)
  const rotated: TrustedDevice = { ...device, tokenHash: next.tokenHash }
  return {
    ok: true,
    value: {
      ...at,
      value: { kind: 'device', rememberedDevice: { deviceId }, token: next.token, until },
      because: [reason('device_recognized', ['MFA-2', 'MFA-13'], { deviceId })],
      writes: [put(trustedDevices, rotated)],
    },
  }
}
