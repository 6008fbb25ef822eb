import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, OrganizationId, ok, type View } from '../../kernel/index.ts'
import { type Group, GroupId } from '../model.ts'
import { type SeeGroupRefusal, seeGroup, seeGroupNeeds } from '../see.ts'

const Get = z.strictObject({ actor: Actor, organizationId: OrganizationId, groupId: GroupId })

/** ROL-4: one group, for whoever sees all members or has a seat in it. */
export const getGroup: View<typeof Get, Group, SeeGroupRefusal, Env> = {
  name: 'groups.get',
  command: Get,
  reads: (command, found) => seeGroupNeeds(command, found),
  answer: (command, slice, env) => {
    const seen = seeGroup(slice, command, env)
    return seen.ok ? ok({ value: seen.value.group, because: [seen.value.because] }) : seen
  },
}
