import type { Domain } from '../email/index.ts'
import type { Env } from '../env.ts'
import { type Actor, type Need, pageNeed, refOf, type Slice } from '../kernel/index.ts'
import { joinRequests, type Membership, memberships } from '../membership/index.ts'
import { siteOf, type User, users } from '../user/index.ts'
import { rulesForNeeds } from './in-effect.ts'
import { domainRules } from './model.ts'
import { ownMatch } from './own-match.ts'
import { membersList } from './sweep.ts'

/** `isNew`: the rule that is previewed is yet to be added, so that nobody came by it. */
export type PreviewQuestion = {
  readonly actor: Actor
  readonly organizationId: string
  readonly domain: Domain
  readonly isNew: boolean
  readonly after?: string | undefined
  readonly limit: number
}

type List = readonly [secondary: string, ...values: (string | number)[]]

/** First those who came by the rule, in the order of its sweep, and then the people of its site. */
export type PreviewPage = { readonly in: 'members' | 'site'; readonly after: string | undefined; readonly list: List }

/**
 * ROL-4, AUD-8: whether the people of the domain are any business of the actor's. Where no rule of the organization has
 * effect, that somebody claims a domain is no reason to tell them who is there, nor how many.
 */
export const seesSite = ({ actor, organizationId, domain }: PreviewQuestion, slice: Slice, env: Env): boolean =>
  actor.kind === 'operator' || ownMatch(organizationId, domain, slice, env) !== undefined

/** The page that is asked for; undefined for a cursor that no page gave. */
export const previewPageAt = (question: PreviewQuestion, slice: Slice, env: Env): PreviewPage | undefined => {
  const { organizationId, domain, isNew, after } = question
  const colon = after?.indexOf(':') ?? 0
  const name = after?.slice(0, colon) ?? (isNew ? 'site' : 'members')
  const place = { after: after?.slice(colon + 1) || undefined }
  if (name === 'site') return { in: name, ...place, list: ['user_by_site', siteOf(domain, env.lists)] }
  const rule = slice.get(domainRules, organizationId, domain)
  return name === 'members' && !isNew && rule
    ? { in: name, ...place, list: membersList(rule, rule.edition) }
    : undefined
}

export const nextPreviewPage = (
  page: PreviewPage,
  question: PreviewQuestion,
  slice: Slice,
  env: Env,
): string | undefined => {
  const [secondary, ...values] = page.list
  const after = isShown(page, question, slice, env) ? slice.next(secondary, ...values) : undefined
  if (after !== undefined) return `${page.in}:${after}`
  return page.in === 'members' && seesSite(question, slice, env) ? 'site:' : undefined
}

/** Those on the page, whether or not the change would concern them. */
export const previewPeople = (
  page: PreviewPage,
  question: PreviewQuestion,
  slice: Slice,
  env: Env,
): readonly User[] => {
  if (!isShown(page, question, slice, env)) return []
  const [secondary, ...values] = page.list
  return page.in === 'site'
    ? slice.list(users, secondary, ...values)
    : slice.list(memberships, secondary, ...values).flatMap(({ userId }) => slice.get(users, userId) ?? [])
}

const isShown = (page: PreviewPage, question: PreviewQuestion, slice: Slice, env: Env): boolean =>
  page.in === 'members' || seesSite(question, slice, env)

/** Whether the actor may know of somebody at the site; who came by the rule stood on the pages before. */
export const isKnown = (
  { id, email }: User,
  { actor, organizationId, domain }: PreviewQuestion,
  slice: Slice,
  env: Env,
): boolean => {
  const member = slice.get(memberships, organizationId, id)
  const rule = slice.get(domainRules, organizationId, domain)
  if (member?.byRule && member.byRule.domain === domain && member.byRule.edition === rule?.edition) return false
  return (
    actor.kind === 'operator' ||
    member !== undefined ||
    slice.get(joinRequests, organizationId, id) !== undefined ||
    ownMatch(organizationId, email.domain, slice, env) !== undefined
  )
}

/** `memberNeeds`: what must be known of each of those who are in. */
export const previewPageNeeds = (
  question: PreviewQuestion,
  memberNeeds: (member: Membership) => readonly Need[],
  found: Slice,
  env: Env,
): readonly Need[] => {
  const page = previewPageAt(question, found, env)
  if (!page || !isShown(page, question, found, env)) return rulesForNeeds(question.domain, found, env)
  const { organizationId } = question
  const [secondary, ...values] = page.list
  return [
    ...rulesForNeeds(question.domain, found, env),
    pageNeed({ limit: question.limit, after: page.after }, secondary, ...values.map(String)),
    ...(page.in === 'members' ? found.list(memberships, secondary, ...values) : []).flatMap(memberNeeds),
    ...previewPeople(page, question, found, env).flatMap(user => [
      refOf(memberships, organizationId, user.id),
      refOf(joinRequests, organizationId, user.id),
      ...rulesForNeeds(user.email.domain, found, env),
    ]),
  ]
}
