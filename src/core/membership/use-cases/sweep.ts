import { z } from 'zod'
import type { Env } from '../../env.ts'
import { clearLeftovers, clearNeeds, leaveHosts, leaveHostsNeeds, offboardings } from '../../grant/index.ts'
import { Actor, commandFields, OrganizationId, ok, reason, refOf, type UseCase, UserId } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../authorize.ts'

const Sweep = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId, ...commandFields })

/** `swept`: how many seats, grants, invitations and workforce memberships elsewhere this commit cleared away. @since 0.2.0 */
export type MemberSwept = { readonly swept: number; readonly finished: boolean }

const NOTHING = { swept: 0, finished: true, writes: [], effects: [] }

/**
 * MEM-4, INV-25: one bounded commit of clearing away what somebody who is out has left behind, and which gives nothing
 * any more. Call it until `finished`; it can be stopped between any two commits, and a repeat at the end changes nothing.
 */
export const sweepMember: UseCase<typeof Sweep, MemberSwept, AuthorizeRefusal, Env> = {
  name: 'members.sweep',
  command: Sweep,
  reads: ({ actor, organizationId, userId }, found) => [
    ...authorizeNeeds(actor, organizationId, found),
    refOf(offboardings, organizationId, userId),
    ...(found.get(offboardings, organizationId, userId)
      ? [...clearNeeds({ organizationId, userId }, found), ...leaveHostsNeeds({ organizationId, userId }, found)]
      : []),
  ],
  plan: ({ actor, organizationId, userId }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const ended = slice.get(offboardings, organizationId, userId)
    const hosts = ended ? leaveHosts(ended, slice, env) : NOTHING
    const { swept, finished, writes } = ended ? clearLeftovers(ended, slice, env.now, hosts) : NOTHING
    return ok({
      value: { swept: swept + hosts.swept, finished: finished && hosts.finished },
      because: [allowed.value, reason('leftovers_cleared_away', ['MEM-4', 'WRK-2', 'INV-25'])],
      writes: [...writes, ...hosts.writes],
      effects: hosts.effects,
      organizationId,
      // WRK-6: what it ends elsewhere, the vendor does.
      ...(hosts.swept > 0 && { actingOrganizationId: organizationId }),
    })
  },
}
