import {
  hashOfToken,
  type Made,
  type Need,
  type OrganizationId,
  ok,
  type Result,
  refOf,
  refused,
  remove,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import { activeOrganization, type organizationRefusals } from '../organization/index.ts'
import { type Invitation, invitations, invitationTokens, invitedAddresses } from './model.ts'
import { invitationRefusals } from './refusals.ts'

export type InvitationNotFound = Made<typeof invitationRefusals.invitation_not_found>

/** INVI-2: found by the hash alone; an earlier token, whose record is gone, finds nothing (INVI-3). */
export const invitationOf = (token: string, slice: Slice): Result<Invitation, InvitationNotFound> => {
  const key = slice.get(invitationTokens, hashOfToken(token))
  const invitation = key && slice.get(invitations, key.organizationId, key.invitationId)
  return invitation ? ok(invitation) : refused(invitationRefusals.invitation_not_found({}))
}

/** Whose invitation it is, as soon as the token was looked for. */
export const organizationOf = (token: string, found: Slice): OrganizationId | undefined =>
  found.get(invitationTokens, hashOfToken(token))?.organizationId

export const tokenNeeds = (token: string, found: Slice): readonly Need[] => {
  const hash = hashOfToken(token)
  const key = found.get(invitationTokens, hash)
  return [refOf(invitationTokens, hash), ...(key ? [refOf(invitations, key.organizationId, key.invitationId)] : [])]
}

/** ORG-5. An invitation is of an organization that there is. */
export const invitingOrganization = (
  { organizationId }: Invitation,
  slice: Slice,
): Result<unknown, Made<typeof organizationRefusals.organization_archived>> =>
  activeOrganization(slice, organizationId) as Result<unknown, Made<typeof organizationRefusals.organization_archived>>

/**
 * The address may be invited anew. Where the key is gone, the invitation was answered between two reads, and the commit
 * finds that it is another by now.
 */
export const freeAddress = ({ organizationId, address }: Invitation, slice: Slice): readonly Write[] =>
  slice.get(invitedAddresses, organizationId, address) ? [remove(invitedAddresses, organizationId, address)] : []
