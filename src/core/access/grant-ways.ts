import { type EntityKind, entityRoles, permissionsOf } from '../entity/index.ts'
import { type AccessChange, factsAfter } from './change.ts'
import { judgeGrant, strongestFirst } from './grant-rules.ts'
import { isBefore } from './is-before.ts'
import type { AccessFacts, AccessGrant } from './model.ts'
import type { Question } from './step.ts'

type EntityQuestion = Question & { readonly kind: EntityKind }

/**
 * What takes a grant over the hurdle that the reason tells of; nothing where the role does not permit, and where the group
 * is archived, which it stays.
 */
const changeAgainst = (code: string, { role, through }: AccessGrant, stage?: string): AccessChange | undefined => {
  const of = through.kind === 'group' ? { role, groupId: through.groupId } : { role }
  if (code === 'grant_expired') return { kind: 'renew_grant', ...of }
  if (code === 'project_keeps_out') return { kind: 'set_progress', progress: 'in_progress' }
  if (code !== 'grant_for_other_stages') return undefined
  return stage === undefined ? { kind: 'lift_stages', ...of } : { kind: 'add_stage', ...of, stage }
}

const HURDLES = 3

/** The changes by which this grant permits; undefined where none make it. */
const waysOver = (grant: AccessGrant, question: EntityQuestion): readonly AccessChange[] | undefined => {
  const changes: AccessChange[] = []
  let facts: AccessFacts = { ...question.facts, grants: [grant] }
  for (let hurdle = 0; hurdle <= HURDLES; hurdle++) {
    const [now = grant] = facts.grants
    const step = judgeGrant(now, question.kind, { ...question, facts })
    if (step.outcome !== 'gives_nothing') return changes
    const change = changeAgainst(step.reason.code, now, facts.stage)
    if (!change) return undefined
    changes.push(change)
    facts = factsAfter(facts, change)
  }
  return undefined
}

const OWN = { kind: 'user' } as const

/** A grant of the actor's own: of the weakest role that permits and takes nothing away, and of the weakest that permits at once. */
const waysByNewGrant = (question: EntityQuestion): readonly (readonly AccessChange[])[] => {
  const { kind, permission, facts } = question
  const own = facts.grants.filter(({ through, until }) => through.kind === 'user' && isBefore(facts.now, until))
  const held = own.flatMap(({ role }) => permissionsOf(kind, role) ?? [])
  const enough = [...entityRoles[kind].strongestFirst].reverse().filter(role => {
    const permissions = permissionsOf(kind, role) ?? []
    return [permission, ...held].every(each => permissions.some(one => one === each))
  })
  const ways = enough.flatMap(role => {
    const after = waysOver({ role, through: OWN }, question)
    return after ? [[{ kind: 'give_grant', role } as const, ...after]] : []
  })
  return [ways[0], ways.find(way => way.length === 1)].filter(way => way !== undefined)
}

/** Every way to the permission by a grant: by one that is there, of the actor or a group, or by a new one. */
export const waysByGrant = (question: EntityQuestion): readonly (readonly AccessChange[])[] => [
  ...strongestFirst(question.kind, question.facts.grants).flatMap(grant => {
    const way = waysOver(grant, question)
    return way ? [way] : []
  }),
  ...waysByNewGrant(question),
]
