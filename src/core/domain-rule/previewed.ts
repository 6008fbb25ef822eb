import type { Domain } from '../email/index.ts'
import type { Env } from '../env.ts'
import { type Because, reason, type Slice } from '../kernel/index.ts'
import { assignedRole, effectiveRole, joinRequests, memberships } from '../membership/index.ts'
import { strongestRole, workforceRole } from '../role/index.ts'
import type { User } from '../user/index.ts'
import type { LiveRule } from './in-effect.ts'
import { joiningOf, mayJoin } from './joining.ts'
import { ownMatch } from './own-match.ts'
import { isKnown, type PreviewPage, type PreviewQuestion, previewPeople } from './preview-page.ts'

/** One person whom the change would concern. `gains` is at their next sign-in; the others by `existing: 'reconcile'`. @since 0.1.0 */
export type PreviewedMember = {
  readonly userId: string
  readonly change: 'gains' | 'loses' | 'changes'
  readonly from: string | null
  readonly to: string | null
  readonly because: Because
}

/** A rule as it would be; or, without one, its absence. */
export type Hypothesis = { readonly domain: Domain; readonly rule: LiveRule | undefined }

export type Previewed = { readonly examined: number; readonly members: readonly PreviewedMember[] }

/** Who of the people at the site would come in, at their next sign-in. */
export const gaining = (
  page: PreviewPage,
  question: PreviewQuestion,
  instead: Hypothesis,
  slice: Slice,
  env: Env,
): Previewed => {
  const people = previewPeople(page, question, slice, env).filter(user => isKnown(user, question, slice, env))
  return { examined: people.length, members: people.flatMap(user => gainOf(user, question, instead, slice, env)) }
}

/** What would become of those who came by the rule. `keptOf`: whom of those who would be out the sweep keeps. */
export const losingAndChanging = (
  page: PreviewPage,
  question: PreviewQuestion,
  {
    instead,
    keptOf,
  }: { readonly instead: Hypothesis; readonly keptOf: (losing: readonly User[]) => ReadonlySet<string> },
  slice: Slice,
  env: Env,
): Previewed => {
  const people = previewPeople(page, question, slice, env)
  const rows = people.flatMap(user => {
    const row = changeOf(user, question, instead, slice, env)
    return row ? [{ user, row }] : []
  })
  const losing = rows.filter(({ row }) => row.change === 'loses').map(({ user }) => user)
  const kept = keptOf(losing)
  return { examined: people.length, members: rows.map(({ row }) => row).filter(({ userId }) => !kept.has(userId)) }
}

const matchIn = (user: User, { organizationId }: PreviewQuestion, instead: Hypothesis, slice: Slice, env: Env) => {
  const match = ownMatch(organizationId, user.email.domain, slice, env, instead)
  const joins = match && joiningOf(user.email, match.rule, env).joining === 'automatic' ? match : undefined
  return { match, joins, row: { userId: user.id, because: match?.because ?? [reason('no_rule_matches', ['RES-1'])] } }
}

const gainOf = (
  user: User,
  question: PreviewQuestion,
  instead: Hypothesis,
  slice: Slice,
  env: Env,
): readonly PreviewedMember[] => {
  const { organizationId } = question
  if (!mayJoin(slice.get(memberships, organizationId, user.id)) || !signsInToJoin(user, organizationId, slice))
    return []
  const { joins, row } = matchIn(user, question, instead, slice, env)
  return joins ? [{ ...row, change: 'gains', from: null, to: joins.role }] : []
}

const changeOf = (
  user: User,
  question: PreviewQuestion,
  instead: Hypothesis,
  slice: Slice,
  env: Env,
): PreviewedMember | undefined => {
  const member = slice.get(memberships, question.organizationId, user.id)
  if (!member || member.status === 'ended' || assignedRole(member, env) !== undefined) return undefined
  const { match, joins, row } = matchIn(user, question, instead, slice, env)
  const from = effectiveRole(member, env) ?? null
  const byRule = (match?.rule.domain === instead.domain ? match : joins)?.role
  // WRK-2: a vendor's person stays in by their grants.
  const to = strongestRole([byRule, member.byWorkforce && workforceRole(env.roles)], env.roles) ?? null
  if (from === to) return undefined
  return { ...row, change: to === null ? 'loses' : 'changes', from, to }
}

/** Whoever is deactivated does not sign in, and whoever was declined is not joined by it. */
const signsInToJoin = (user: User, organizationId: string, slice: Slice): boolean =>
  user.status === 'active' && slice.get(joinRequests, organizationId, user.id)?.status !== 'declined'
