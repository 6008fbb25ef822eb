import { z } from 'zod'
import type { Env } from '../../env.ts'
import { sharedProject, sharedProjectNeeds } from '../../grant/index.ts'
import { sharedGroup, sharedGroupNeeds } from '../../group/index.ts'
import {
  Actor,
  type Made,
  type Need,
  OrganizationId,
  ok,
  type Reason,
  type Result,
  reason,
  refused,
  type Slice,
  UserId,
  type View,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, activeUser, authorize, authorizeNeeds } from '../authorize.ts'
import { memberships } from '../model.ts'
import { membershipRefusals } from '../refusals.ts'
import { type Member, memberNow } from '../view.ts'
import { isOfAnotherVendor, memberNeeds } from '../workforce.ts'

const Get = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId })
type Get = z.output<typeof Get>

/** @since 0.1.0 */
export type GetMemberRefusal = AuthorizeRefusal | Made<typeof membershipRefusals.member_not_found>

/**
 * ROL-4, WRK-6: one membership: one's own, anybody's for whoever sees all members, and that of whom one shares a group or
 * a project with, unless both are of different vendors.
 */
export const getMember: View<typeof Get, Member, GetMemberRefusal, Env> = {
  name: 'members.get',
  command: Get,
  reads: (command, found, env) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    ...memberNeeds(command.organizationId, command.userId, found),
    ...sharedNeeds(command, found, env),
  ],
  answer: (command, slice, env) => {
    const { actor, organizationId, userId } = command
    const own = actor.kind === 'user' && actor.userId === userId
    const user = own ? activeUser(slice, userId) : undefined
    if (user && !user.ok) return user
    const allowed = own ? ok(reason('own_membership', ['ROL-4'])) : seesMember(command, slice, env)
    if (!allowed.ok) return allowed
    const member = slice.get(memberships, organizationId, userId)
    if (!member) return refused(membershipRefusals.member_not_found({ organizationId, userId }))
    return ok({ value: memberNow(member, slice, env), because: [allowed.value] })
  },
}

const seesAll = ({ actor, organizationId }: Get, slice: Slice, env: Env) =>
  authorize(slice, { actor, organizationId, permission: 'members.read', operator: 'may' }, env)

/** Only whoever does not see all members has to share something with this one. */
const viewerOf = ({ actor, userId }: Get, all: ReturnType<typeof seesAll>): string | undefined =>
  !all.ok && all.refusal.code === 'permission_missing' && actor.kind === 'user' && actor.userId !== userId
    ? actor.userId
    : undefined

const sharedNeeds = (command: Get, found: Slice, env: Env): readonly Need[] => {
  const viewer = viewerOf(command, seesAll(command, found, env))
  if (viewer === undefined) return []
  const two = { ...command, viewer }
  return [...sharedGroupNeeds(two, found), ...sharedProjectNeeds(two, found)]
}

const seesMember = (command: Get, slice: Slice, env: Env): Result<Reason, AuthorizeRefusal> => {
  const all = seesAll(command, slice, env)
  const viewer = viewerOf(command, all)
  if (viewer === undefined || areOfTwoVendors(command, viewer, slice, env)) return all
  const two = { ...command, viewer }
  const groupId = sharedGroup(slice, two)
  if (groupId !== undefined) return ok(reason('shares_group', ['ROL-4'], { groupId }))
  const projectId = sharedProject(two, slice, env)
  return projectId === undefined ? all : ok(reason('shares_project', ['ROL-4'], { projectId }))
}

const areOfTwoVendors = ({ organizationId, userId }: Get, viewer: string, slice: Slice, env: Env): boolean =>
  isOfAnotherVendor(
    slice.get(memberships, organizationId, viewer),
    slice.get(memberships, organizationId, userId),
    slice,
    env,
  )
