import {
  hasExpired,
  type Instant,
  type Made,
  ok,
  put,
  type Ref,
  type Result,
  refOf,
  refused,
  remove,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import { type Holding, holdings, MAX_TIMED, workforceRefusals } from '../workforce/index.ts'
import type { Grant } from './model.ts'

type Change = { readonly before: Grant | undefined; readonly after: Grant | undefined }

export type HoldingRefusal = Made<typeof workforceRefusals.grants_timed_too_many>

/** WRK-1, WRK-3: a grant on an ontology makes nobody one of the workforce. */
export const makesWorkforce = (kind: string): boolean => kind === 'project' || kind === 'dataset'

const termOf = (grant: Grant | undefined): number | undefined => (grant?.subject === 'user' ? grant.term : undefined)

type Whose = { readonly [field in 'organizationId' | 'kind' | 'subject' | 'subjectId']: string }

/** What a change of this grant looks at. */
export const holdingNeeds = ({ organizationId, kind, subject, subjectId }: Whose): readonly Ref[] =>
  makesWorkforce(kind) ? [refOf(holdings, organizationId, subject, subjectId)] : []

/** INV-13: what the subject holds, with this grant instead of the one before. */
export const changeHolding = (change: Change, slice: Pick<Slice, 'get'>): Result<readonly Write[], HoldingRefusal> => {
  const grant = change.after ?? change.before
  if (!grant || !makesWorkforce(grant.kind)) return ok([])
  const { organizationId, subject, subjectId } = grant
  const stored = slice.get(holdings, organizationId, subject, subjectId)
  const base = stored?.term === termOf(grant) ? stored : undefined
  // What is cleared away of an earlier term is in no holding any more.
  if (!change.after && !base) return ok([])
  const after = held({ organizationId, subject, subjectId, lasting: 0, timed: [], ...base }, change)
  if (after.timed.length > MAX_TIMED)
    return refused(workforceRefusals.grants_timed_too_many({ subject, subjectId, most: MAX_TIMED }))
  if (stored && isSame(stored, after)) return ok([])
  if (after.lasting > 0 || after.timed.length > 0 || after.closed) return ok([put(holdings, after)])
  return ok(stored ? [remove(holdings, organizationId, subject, subjectId)] : [])
}

const isSame = (a: Holding, b: Holding): boolean =>
  a.term === b.term && a.lasting === b.lasting && a.timed.join() === b.timed.join()

const held = (holding: Holding, { before, after }: Change): Holding => {
  const term = termOf(after) ?? holding.term
  const counted = before && termOf(before) === term ? before : undefined
  const kept = counted?.until === undefined ? holding.timed : without(holding.timed, counted.until)
  const timed = after ? kept.filter(until => !hasExpired(until, after.at)) : kept
  return {
    ...holding,
    ...(term !== undefined && { term }),
    lasting: holding.lasting + Number(isLasting(after)) - Number(isLasting(counted)),
    timed: after?.until === undefined ? timed : [...timed, after.until].sort((a, b) => a - b),
  }
}

const isLasting = (grant: Grant | undefined): boolean => grant !== undefined && grant.until === undefined

/** One of them, where it is still there: what has expired may have been dropped. */
const without = (timed: readonly Instant[], until: Instant): readonly Instant[] => {
  const index = timed.indexOf(until)
  return index < 0 ? timed : timed.filter((_, each) => each !== index)
}
