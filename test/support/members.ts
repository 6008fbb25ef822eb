import type { Actor } from '../../src/core/kernel/index.ts'
import type { Membership } from '../../src/core/membership/index.ts'
import { as, OPERATOR, type Org, START, type World } from './world.ts'

type UserActor = Extract<Actor, { kind: 'user' }>

/** A member with an assigned role, external unless told otherwise, as an actor. */
export const memberOf = async (
  world: World,
  org: Org,
  name: string,
  role = 'external',
  state: Partial<Membership> = {},
): Promise<UserActor> => {
  const { id } = await world.user(`${name}@people.com`, org)
  await world.member(org, id, { assigned: { role, by: OPERATOR, at: START }, ...state })
  return as(id) as UserActor
}

/** All rows of a list, by as many pages as it has; each page says where the next begins. */
export const allPages = async <V>(
  page: (after: string | undefined) => Promise<{ readonly items: readonly V[]; readonly next?: string }>,
): Promise<readonly V[]> => {
  const rows: V[] = []
  let after: string | undefined
  do {
    const { items, next } = await page(after)
    rows.push(...items)
    after = next
  } while (after !== undefined)
  return rows
}
