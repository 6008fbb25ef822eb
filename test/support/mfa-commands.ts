import { type Actor, put } from '../../src/core/kernel/index.ts'
import { organizations } from '../../src/core/organization/index.ts'
import type { Scene } from './commands.ts'
import { byPassword, codeAt, nextCode, sessionWith } from './mfa-charter.ts'

/** A factor that waits to be confirmed; of whoever may have none, one that is not there. */
const begun = async (actor: Actor, scene: Scene) => {
  const answer = await scene.charter.mfa.enroll({ actor, kind: 'totp', session: byPassword(scene) })
  return answer.ok ? answer.value : { factorId: 'none', secret: 'AAAA' }
}

const active = async (actor: Actor, scene: Scene) => {
  const { factorId, secret } = await begun(actor, scene)
  const answer = await scene.charter.mfa.confirm({ actor, factorId, code: codeAt(secret, scene.clock.now()) })
  const session = answer.ok ? sessionWith(answer.value.proof) : byPassword(scene)
  return { factorId, secret, session }
}

/** What users do with their own factors: whoever may prepares it first. */
export const mfaCommands = {
  'mfa.enroll': (actor: Actor, scene: Scene) =>
    scene.charter.mfa.enroll({ actor, kind: 'totp', session: byPassword(scene) }),
  'mfa.confirm': async (actor: Actor, scene: Scene) => {
    const { factorId, secret } = await begun(actor, scene)
    return scene.charter.mfa.confirm({ actor, factorId, code: codeAt(secret, scene.clock.now()) })
  },
  'mfa.removeFactor': async (actor: Actor, scene: Scene) => {
    const { factorId, session } = await active(actor, scene)
    return scene.charter.mfa.removeFactor({ actor, factorId, session })
  },
  'mfa.challenge': async (actor: Actor, scene: Scene) => {
    const { factorId, session } = await active(actor, scene)
    return scene.charter.mfa.challenge({ actor, factorId, session })
  },
  'mfa.answer': async (actor: Actor, scene: Scene) => {
    const { session, ...factor } = await active(actor, scene)
    const code = nextCode(scene, factor)
    return scene.charter.mfa.answer({ actor, session, answer: { kind: 'code', factorId: factor.factorId, code } })
  },
  'mfa.recoveryCodes': async (actor: Actor, scene: Scene) =>
    scene.charter.mfa.recoveryCodes({ actor, session: (await active(actor, scene)).session }),
  'mfa.trustDevice': async (actor: Actor, scene: Scene) => {
    const { acme } = scene
    const { session } = await active(actor, scene)
    const policy = { mode: 'optional', rememberedDevices: 86_400_000 }
    await scene.write(put(organizations, { ...(await scene.get(organizations, acme.id)), mfa: policy } as never))
    const authenticated = [...byPassword(scene).authenticated, ...session.authenticated]
    return scene.charter.mfa.trustDevice({ actor, organizationId: acme.id, session: { authenticated } })
  },
} as const
