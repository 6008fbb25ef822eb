import type { Session } from './session.ts'

/** A sign-in to the account, or into one organization. */
export type SigningIn = {
  readonly userId: string
  readonly organizationId?: string | undefined
  readonly session: Session
}
