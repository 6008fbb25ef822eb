import { z } from 'zod'
import { type Facts, type Json, type Made, ok, type Result, refused } from '../kernel/index.ts'
import { entityRefusals } from './refusals.ts'

const MAX_DEPTH = 20
const MAX_LENGTH = 100_000
const MAX_ISSUES = 20

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)

/** How many characters of JSON are left: whatever is referred to twice is copied twice. */
type Budget = { left: number }

/** A copy of what is JSON, as deep and as long as records may be; undefined of anything else. */
const copied = (value: unknown, depth: number, budget: Budget): Json | undefined => {
  budget.left -= typeof value === 'string' ? value.length : 1
  if (budget.left < 0) return undefined
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || isNumber(value)) return value as Json
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return undefined
  if (Array.isArray(value)) {
    if (value.length > budget.left) return undefined
    const items = Array.from(value, item => copied(item, depth + 1, budget))
    return items.every(item => item !== undefined) ? items : undefined
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return undefined
  const entries = Object.entries(value).map(([name, item]) => {
    budget.left -= name.length
    return [name, copied(item, depth + 1, budget)] as const
  })
  return entries.some(([name, item]) => item === undefined || name === '__proto__')
    ? undefined
    : Object.fromEntries(entries)
}

const copyOf = (value: unknown): Facts | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const copy = copied(value, 0, { left: MAX_LENGTH })
  return copy !== undefined && JSON.stringify(copy).length <= MAX_LENGTH ? (copy as Facts) : undefined
}

/**
 * ENT-8. The fields that the host adds to an entity: a JSON object of at most 100,000 characters, 20 deep.
 *
 * @since 0.3.0
 */
export const Fields: z.ZodType<Facts, Facts> = z.unknown().transform((value, context) => {
  const copy = copyOf(value)
  if (copy !== undefined) return copy
  context.addIssue({ code: 'custom' })
  return z.NEVER
}) as unknown as z.ZodType<Facts, Facts>

/** ENT-8. What judges the fields of one kind: a schema of zod's, or whatever has its `safeParse`. @since 0.3.0 */
export type FieldSchema = {
  readonly safeParse: (fields: unknown) => {
    readonly success: boolean
    readonly data?: unknown
    readonly error?: unknown
  }
}

/** ENT-8. A schema for each kind that has fields of the host's own. @since 0.3.0 */
export type FieldSchemas = { readonly [kind: string]: FieldSchema }

/** What is wrong with the option `fields`, of kinds that there are; undefined where nothing is. */
export const whyNoFields = (given: unknown, kinds: readonly string[]): string | undefined => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return ' is not a schema for each kind'
  for (const [kind, schema] of Object.entries(given)) {
    if (!kinds.includes(kind)) return `: there is no kind ${kind}`
    if (typeof (schema as Partial<FieldSchema> | null | undefined)?.safeParse !== 'function')
      return `.${kind}.safeParse is not a function`
  }
  return undefined
}

/** Whether the host has said which fields this kind has. */
export const hasFields = (schemas: FieldSchemas, kind: string): boolean => Object.hasOwn(schemas, kind)

export type FieldsRefusal = Made<typeof entityRefusals.fields_unknown | typeof entityRefusals.fields_invalid>

/**
 * ENT-8, INV-28: the fields as they are stored, if the host's schema takes them; it is asked also where none are given,
 * since it may want some. They are never interpreted.
 */
export const judgeFields = (
  schemas: FieldSchemas,
  kind: string,
  given: Facts | undefined,
): Result<{ readonly fields?: Facts }, FieldsRefusal> => {
  if (!hasFields(schemas, kind)) return given === undefined ? ok({}) : refused(entityRefusals.fields_unknown({ kind }))
  try {
    const judged = schemas[kind]?.safeParse(given ?? {})
    const fields = judged?.success === true ? copyOf(judged.data) : undefined
    if (fields) return ok({ fields })
    return refused(entityRefusals.fields_invalid({ kind, issues: issuesOf(judged?.error) }))
  } catch {
    return refused(entityRefusals.fields_invalid({ kind, issues: [] })) // a schema that throws says no
  }
}

type Issue = { readonly path: readonly (string | number)[]; readonly code: string }

/** As `input_invalid` tells them; of what is no issue of zod's, nothing. */
const issuesOf = (error: unknown): readonly Issue[] => {
  const issues: unknown = (error as { readonly issues?: unknown } | null | undefined)?.issues
  if (!Array.isArray(issues)) return []
  return issues.slice(0, MAX_ISSUES).map((issue: { readonly path?: unknown; readonly code?: unknown }) => ({
    path: (Array.isArray(issue.path) ? issue.path : [])
      .slice(0, MAX_DEPTH)
      .map(step => (typeof step === 'number' ? step : String(step).slice(0, 100))),
    code: String(issue.code).slice(0, 100),
  }))
}
