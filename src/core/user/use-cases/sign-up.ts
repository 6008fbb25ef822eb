import { z } from 'zod'
import {
  type JoiningOutcome,
  judgeAddress,
  planJoining,
  rulesFor,
  rulesForNeeds,
  whyNobody,
} from '../../domain-rule/index.ts'
import { addressKey, type VerifiedEmail, VerifiedEmailInput } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  commandFields,
  type Made,
  type Need,
  OrganizationId,
  ok,
  reason,
  refOf,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { guestNeeds } from '../../membership/index.ts'
import { DisplayName } from '../../organization/index.ts'
import { judgeRules, type NoOrganizationForDomain } from '../../role/resolve/index.ts'
import { availableAddress } from '../address.ts'
import { createUser } from '../create.ts'
import { type User, userEmails } from '../model.ts'
import type { userRefusals } from '../refusals.ts'

const SignUp = z.strictObject({ email: VerifiedEmailInput, name: DisplayName.optional(), ...commandFields })

/** @since 0.1.0 */
export type SignedUp = JoiningOutcome & { readonly user: User }

/** @since 0.1.0 */
export type SignUpRefusal =
  | Made<typeof userRefusals.email_taken | typeof userRefusals.email_reserved>
  | NoOrganizationForDomain

/**
 * RES-3, RES-4: a new user within the organization that the rules make their home, joined wherever a winning rule is
 * automatic, in one commit. One list a label of the domain is read, however many rules there are (RES-5).
 */
export const signUp: UseCase<typeof SignUp, SignedUp, SignUpRefusal, Env> = {
  name: 'users.signUp',
  command: SignUp,
  reads: ({ email }, found, env) => [
    refOf(userEmails, addressKey(email)),
    ...rulesForNeeds(email.domain, found, env),
    ...strangersNeeds(email, found, env),
  ],
  plan: ({ email, name }, slice, env) => {
    const key = addressKey(email)
    const available = availableAddress(key, slice.get(userEmails, key), env)
    if (!available.ok) return available
    const rules = rulesFor(email.domain, slice, env)
    const judgement = judgeRules(email.domain, rules.inEffect)
    if (judgement.home === null) return refused(whyNobody(email.domain, rules, judgement, env))
    const homeOrganizationId = OrganizationId.parse(judgement.home)
    const { user, writes } = createUser({ email, name, homeOrganizationId }, env)
    const joining = planJoining(user, judgement.matches, () => ({}), { slice, env })
    return ok({
      value: { user, ...joining.outcome },
      because: [reason('signed_up', ['EML-3', 'ORG-3', 'RES-3'], { home: judgement.home }), ...judgement.because],
      writes: [...writes, ...joining.writes],
      effects: joining.effects,
      organizationId: homeOrganizationId,
    })
  },
  actor: (_, { value }) => ({ kind: 'user', userId: value.user.id }),
}

/** MFA-6: where the new user will be a guest. */
const strangersNeeds = ({ domain }: VerifiedEmail, found: Slice, env: Env): readonly Need[] => {
  const { matches, home } = judgeAddress(domain, found, env)
  if (home === null) return []
  const user = { homeOrganizationId: OrganizationId.parse(home) }
  return matches.flatMap(({ organizationId }) => guestNeeds(organizationId, user))
}
