import { z } from 'zod'
import type { Env } from '../../env.ts'
import { grantRefusals } from '../../grant/index.ts'
import {
  Actor,
  type KernelRefusal,
  kernelRefusals,
  type ListOf,
  type Made,
  ok,
  type Reason,
  type Result,
  reason,
  refused,
  type Slice,
  type View,
} from '../../kernel/index.ts'
import { Permission, ResourceRef, rowFields } from '../asked.ts'
import { decideAccess } from '../decide.ts'
import { accessNeeds } from '../facts.ts'
import { type AskRefusal, askNeeds, mayAskAbout } from '../may-ask.ts'
import { type WhoCan, whoCanPage, whoNeeds } from '../who-can.ts'

const Who = z.strictObject({ actor: Actor, permission: Permission, resource: ResourceRef, ...rowFields })
type Who = z.output<typeof Who>

/** @since 0.2.0 */
export type WhoCanRefusal =
  | AskRefusal
  | Made<typeof grantRefusals.entity_permission_missing>
  | Extract<KernelRefusal, { code: 'cursor_invalid' }>

/** ACC-3: who may do this; for admins, for whoever manages the team of the thing, and for the operator. */
export const whoCanAccess: View<typeof Who, ListOf<WhoCan>, WhoCanRefusal, Env> = {
  name: 'access.whoCan',
  command: Who,
  reads: (command, found, env) => [
    ...askNeeds(command, found),
    ...teamNeeds(command, found),
    ...whoNeeds(command, found, env),
  ],
  answer: (command, slice, env) => {
    const allowed = mayAskWho(command, slice, env)
    if (!allowed.ok) return allowed
    const page = whoCanPage(command, slice, env)
    return page ? ok({ value: page, because: [allowed.value] }) : refused(kernelRefusals.cursor_invalid({}))
  },
}

const teamNeeds = ({ actor, resource }: Who, found: Slice) =>
  actor.kind === 'user' ? accessNeeds({ userId: actor.userId, resource }, found) : []

const mayAskWho = (command: Who, slice: Slice, env: Env): Result<Reason, WhoCanRefusal> => {
  const { actor, resource } = command
  const allowed = mayAskAbout(slice, command, {}, env)
  if (allowed.ok || allowed.refusal.code !== 'permission_missing') return allowed
  if (actor.kind !== 'user' || resource.kind === 'organization') return allowed
  const permission = `${resource.kind}.manage_team` as const
  return decideAccess(permission, { userId: actor.userId, resource }, slice, env).allowed
    ? ok(reason('manages_team', ['ROL-5', 'ROL-6'], { permission }))
    : refused(grantRefusals.entity_permission_missing({ kind: resource.kind, id: resource.id, permission }))
}
