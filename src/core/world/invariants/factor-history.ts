import { Factor, RecoverySet, userFactors } from '../../factor/index.ts'
import { auditEntries, hasExpired, type Json } from '../../kernel/index.ts'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

/** Of one field of the factors of a user, what it was and what it is from then on. */
type Turn = { readonly target: string; readonly before: Json | undefined; readonly after: Json | undefined }

const OF_USERS = `${userFactors.name}/`

/**
 * INV-16, INV-17, INV-25, by what the audit entries tell: no step and no code of a factor counted twice, and nothing that was
 * gone came back.
 */
export const factorHistory = (whole: Whole): readonly Breach[] => {
  const factors = [...turnsOf(whole, 'factors')]
  const sets = [...turnsOf(whole, 'recovery')]
  return [
    ...factors.flatMap(turnedFactors),
    ...sets.flatMap(turnedCodes),
    ...cameTwice(factors, factorsIn, { invariant: 'INV-17', problem: 'factor_came_back' }),
    ...cameTwice(sets, setsIn, { invariant: 'INV-16', problem: 'recovery_codes_came_back' }),
  ]
}

function* turnsOf(whole: Whole, field: string): Generator<Turn> {
  for (const { changes } of whole.all(auditEntries))
    for (const change of changes) {
      const turned = 'fields' in change && change.target.startsWith(OF_USERS) ? change.fields[field] : undefined
      if (turned) yield { target: change.target, before: turned.before, after: turned.after }
    }
}

/** What is no factor tells nothing; that it is none is told of the record. */
const factorsIn = (value: Json | undefined): readonly Factor[] =>
  Array.isArray(value) ? value.flatMap(each => Factor.safeParse(each).data ?? []) : []

const setsIn = (value: Json | undefined): readonly RecoverySet[] => {
  const read = RecoverySet.safeParse(value)
  return read.success ? [read.data] : []
}

const turnedFactors = ({ target, before, after }: Turn): readonly Breach[] => {
  const were = new Map(factorsIn(before).map(factor => [factor.id, factor]))
  return factorsIn(after).flatMap(is => {
    const was = were.get(is.id)
    const wrong = was && wrongTurn(was, is)
    return wrong ? [breach(wrong.invariant, [target, is.id], { problem: wrong.problem })] : []
  })
}

type Wrong = { readonly invariant: string; readonly problem: string }

const wrongTurn = (was: Factor, is: Factor): Wrong | undefined => {
  if (was.status === 'pending')
    return is.status === 'active' && hasExpired(was.expiresAt, is.confirmedAt)
      ? { invariant: 'INV-25', problem: 'enrollment_was_over' }
      : undefined
  if (is.status === 'pending') return { invariant: 'INV-17', problem: 'factor_unconfirmed' }
  return was.kind === 'totp' && is.kind === 'totp' ? wrongStep(was, is) : undefined
}

type Stepped = Extract<Factor, { kind: 'totp'; status: 'active' }>

/** MFA-8: each use takes a later step. */
const wrongStep = (was: Stepped, is: Stepped): Wrong | undefined => {
  if (is.lastStep < was.lastStep) return { invariant: 'INV-16', problem: 'step_went_back' }
  const isUsed = is.usedAt !== undefined && is.usedAt !== was.usedAt
  return isUsed && is.lastStep === was.lastStep ? { invariant: 'INV-16', problem: 'step_used_twice' } : undefined
}

/** MFA-11: of one set codes only go. */
const turnedCodes = ({ target, before, after }: Turn): readonly Breach[] => {
  const [was] = setsIn(before)
  const [is] = setsIn(after)
  if (!was || was.id !== is?.id) return []
  const left = new Set(was.unused.map(({ codeHash }) => codeHash))
  return is.unused.every(({ codeHash }) => left.has(codeHash)) && is.unused.length <= was.unused.length
    ? []
    : [breach('INV-16', [target, is.id], { problem: 'recovery_code_came_back' })]
}

/** Whatever is identified comes once, in whatever order the entries are. */
const cameTwice = (
  turns: readonly Turn[],
  read: (value: Json | undefined) => readonly { readonly id: string }[],
  { invariant, problem }: Wrong,
): readonly Breach[] => {
  const came = new Set<string>()
  return turns.flatMap(({ target, before, after }) => {
    const there = new Set(read(before).map(({ id }) => id))
    return read(after).flatMap(({ id }) => {
      if (there.has(id)) return []
      const key = `${target}/${id}`
      const isBack = came.has(key)
      came.add(key)
      return isBack ? [breach(invariant, [target, id], { problem })] : []
    })
  })
}
