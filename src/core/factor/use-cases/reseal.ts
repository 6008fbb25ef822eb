import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  ok,
  PLATFORM,
  pageFields,
  pageNeed,
  put,
  reason,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { membershipRefusals } from '../../membership/index.ts'
import { type FactorSecret, factorSecrets } from '../model.ts'
import { secretContext } from '../secret.ts'

const Reseal = z.strictObject({ actor: Actor, ...pageFields, ...commandFields })

/** `unreadable`: factors whose secret was sealed under a key that this charter does not have; they stay as they are. @since 0.4.0 */
export type FactorsResealed = {
  readonly resealed: number
  readonly unreadable: readonly { readonly userId: string; readonly factorId: string }[]
  readonly next?: string
}

const LIST = ['factor_secret_in_all', 'all'] as const

/**
 * MFA-16. One page of the secrets of factors, sealed anew under the current key: once there is no `next`, and nothing was
 * unreadable, no older key is needed for them.
 */
export const resealFactors: UseCase<
  typeof Reseal,
  FactorsResealed,
  Made<typeof membershipRefusals.operator_only>,
  Env
> = {
  name: 'mfa.reseal',
  command: Reseal,
  reads: command => (command.actor.kind === 'operator' ? [pageNeed(command, ...LIST)] : []),
  plan: ({ actor }, slice, env) => {
    if (actor.kind !== 'operator') return refused(membershipRefusals.operator_only({ action: 'mfa.reseal' }))
    const page = slice.list(factorSecrets, ...LIST).map(each => ({ each, anew: sealedAnew(each, env) }))
    const resealed = page.flatMap(({ anew }) => anew ?? [])
    const unreadable = page.filter(({ anew }) => !anew).map(({ each: { userId, factorId } }) => ({ userId, factorId }))
    const next = slice.next(...LIST)
    return ok({
      value: { resealed: resealed.length, unreadable, ...(next !== undefined && { next }) },
      because: [reason('factors_resealed', ['MFA-16'], { count: resealed.length })],
      writes: resealed.map(each => put(factorSecrets, each)),
      effects: [],
      organizationId: PLATFORM,
    })
  },
}

const sealedAnew = (secret: FactorSecret, { secrets }: Env): FactorSecret | undefined => {
  const context = secretContext(secret.userId, secret.factorId)
  const open = secrets.open(secret.sealed, context)
  return open === null ? undefined : { ...secret, sealed: secrets.seal(open, context) }
}
