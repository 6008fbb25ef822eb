import { z } from 'zod'
import type { Env } from '../../env.ts'
import { offboardings, withoutWorkforce } from '../../grant/index.ts'
import {
  Actor,
  commandFields,
  listKey,
  OrganizationId,
  ok,
  reason,
  refOf,
  type Slice,
  summed,
  type UseCase,
} from '../../kernel/index.ts'
import {
  type AuthorizeRefusal,
  authorize,
  authorizeNeeds,
  isOverForGood,
  type Membership,
  memberships,
  workforceNeeds,
} from '../../membership/index.ts'
import { engagements, workforceCounts } from '../model.ts'
import { editionOf } from '../rules.ts'

/** How many members one commit looks at. */
const PAGE = 100

const Sweep = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  vendorId: OrganizationId,
  /** Where the commit before said to go on. */
  after: z.string().max(1_000).optional(),
  ...commandFields,
})
type Sweep = z.output<typeof Sweep>

/**
 * What one commit did: of `seen` members `ended` were out for good. `remaining`: workforce memberships of the present
 * edition that there are still. Go on `after` what is `next`, until there is none.
 *
 * @since 0.3.0
 */
export type WorkforceSwept = {
  readonly seen: number
  readonly ended: number
  readonly remaining: number
  /** How many there were when the engagement was ended; null where it was not. */
  readonly total: number | null
  readonly next?: string
}

const listOf = ({ organizationId, vendorId }: Sweep) => ['membership_by_vendor', organizationId, vendorId] as const

/**
 * WRK-2, WRK-5: one bounded commit of writing down who of a vendor is out for good: by the end of the engagement, of their
 * membership in the vendor, or of their last grant. It can stop between any two commits and begin anew, and what it has
 * yet to reach has no access already. Whoever only rests stays: the vendor is archived, or they are suspended there.
 */
export const sweepWorkforce: UseCase<typeof Sweep, WorkforceSwept, AuthorizeRefusal, Env> = {
  name: 'engagements.sweep',
  command: Sweep,
  reads: (command, found) => {
    const { actor, organizationId, vendorId, after } = command
    const edition = editionOf(found.get(engagements, organizationId, vendorId))
    return [
      ...authorizeNeeds(actor, organizationId, found),
      refOf(engagements, organizationId, vendorId),
      refOf(workforceCounts, organizationId, vendorId, `${edition}`),
      { list: listKey(...listOf(command)), limit: PAGE, ...(after !== undefined && { after }) },
      ...found
        .list(memberships, ...listOf(command))
        .flatMap(member => [...workforceNeeds(member), refOf(offboardings, organizationId, member.userId)]),
    ]
  },
  plan: (command, slice, env) => {
    const { actor, organizationId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const seen = slice.list(memberships, ...listOf(command))
    const over = seen.filter(member => isOverForGood(member, slice, env))
    const out = over.map(member => withoutWorkforce(member, actor, env))
    const next = slice.next(...listOf(command))
    return ok({
      value: {
        seen: seen.length,
        ended: over.length,
        remaining: remainingAfter(command, over, slice),
        total: totalOf(command, slice),
        ...(next !== undefined && { next }),
      },
      because: [allowed.value, reason('workforce_swept', ['WRK-2', 'WRK-5', 'INV-13'], { ended: over.length })],
      writes: summed(out.flatMap(({ writes }) => writes)),
      effects: out.flatMap(({ effects }) => effects),
      organizationId,
    })
  },
}

const totalOf = ({ organizationId, vendorId }: Sweep, slice: Slice): number | null => {
  const engagement = slice.get(engagements, organizationId, vendorId)
  return engagement?.status === 'ended' ? engagement.people : null
}

const remainingAfter = ({ organizationId, vendorId }: Sweep, over: readonly Membership[], slice: Slice): number => {
  const edition = editionOf(slice.get(engagements, organizationId, vendorId))
  const now = slice.count(workforceCounts, organizationId, vendorId, `${edition}`)
  return now - over.filter(({ byWorkforce }) => byWorkforce?.edition === edition).length
}
