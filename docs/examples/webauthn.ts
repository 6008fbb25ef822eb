/**
 * Passkeys and security keys: `@simplewebauthn/server` verifies what the browser answers, orgcharter keeps the factor, its
 * challenges (each good for one answer) and its counter, and judges policies. Copy it, and set the three constants.
 */
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { type Charter, type Session, unwrap } from 'orgcharter'

const RP_NAME = 'Acme'
const RP_ID = 'acme.com'
const ORIGIN = 'https://acme.com'

type Who = { readonly charter: Charter; readonly userId: string; readonly session: Session }

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'))
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/** First: for `startRegistration` of `@simplewebauthn/browser`. Keep `waiting` in the session on the server. */
export const beginRegistration = async ({ charter, userId, session }: Who, userName: string) => {
  const actor = { kind: 'user', userId } as const
  const enrolling = unwrap(await charter.mfa.enroll({ actor, kind: 'webauthn', session }))
  if (enrolling.kind !== 'webauthn') throw new Error('a key was asked for')
  const { factorId, challenge } = enrolling
  const options = await generateRegistrationOptions({
    rpName: RP_NAME,
    rpID: RP_ID,
    userName,
    userID: new TextEncoder().encode(userId),
    // As bytes: a text would be encoded once more.
    challenge: bytesOf(challenge),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
  return { options, waiting: { factorId, challenge } }
}

type Registering = { readonly factorId: string; readonly challenge: string }

/** Then: what the browser answered makes the factor active, and is the proof that it was used. */
export const finishRegistration = async (
  { charter, userId }: Omit<Who, 'session'>,
  { factorId, challenge }: Registering,
  response: RegistrationResponseJSON,
) => {
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    requireUserVerification: false,
  })
  if (!verified) throw new Error('the key did not verify')
  const { credential, credentialDeviceType, userVerified } = registrationInfo
  return charter.mfa.confirm({
    actor: { kind: 'user', userId },
    factorId,
    credential: {
      id: credential.id,
      publicKey: textOf(credential.publicKey),
      counter: credential.counter,
      deviceBound: credentialDeviceType === 'singleDevice',
      userVerified,
      challenge,
    },
  })
}

/** Each time: for `startAuthentication`. Keep `waiting` in the session on the server. */
export const beginAuthentication = async ({ charter, userId, session }: Who, factorId: string) => {
  const asked = unwrap(await charter.mfa.challenge({ actor: { kind: 'user', userId }, factorId, session }))
  if (asked.kind !== 'webauthn' || !asked.credential) throw new Error('the factor is no key that was registered')
  const { challenge, credential } = asked
  const options = await generateAuthenticationOptions({
    rpID: RP_ID,
    challenge: bytesOf(challenge),
    allowCredentials: [{ id: credential.id }],
    userVerification: 'preferred',
  })
  return { options, waiting: { factorId, challenge, credential } }
}

type Authenticating = Registering & {
  readonly credential: { readonly id: string; readonly publicKey: string; readonly counter: number }
}

/** And: its proof goes into `session.authenticated`, as that of any factor. */
export const finishAuthentication = async (
  { charter, userId, session }: Who,
  { factorId, challenge, credential }: Authenticating,
  response: AuthenticationResponseJSON,
) => {
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    requireUserVerification: false,
    // The counter is orgcharter's to judge, in the commit that accepts it: two answers at once are one.
    credential: { id: credential.id, publicKey: bytesOf(credential.publicKey), counter: 0 },
  })
  if (!verified) throw new Error('the key did not verify')
  const { credentialID, newCounter, userVerified } = authenticationInfo
  const assertion = { credentialId: credentialID, counter: newCounter, userVerified, challenge }
  return charter.mfa.answer({
    actor: { kind: 'user', userId },
    session,
    answer: { kind: 'webauthn', factorId, assertion },
  })
}
