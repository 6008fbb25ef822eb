import type { z } from 'zod'
import { type KernelRefusal, kernelRefusals, ok, type Result, refused } from '../core/kernel/index.ts'

const MAX_ISSUES = 20
const MAX_PATH = 10
const MAX_UNKNOWN = 5

/** A schema that has a better refusal than `input_invalid` carries it in its issue's params. */
type Carrying = { readonly params?: { readonly refusal?: KernelRefusal } }

/** INV-26: whatever comes in, a command of its declared shape or a refusal; unknown fields are refused. */
export const parseCommand = <S extends z.ZodType>(schema: S, input: unknown): Result<z.output<S>, KernelRefusal> => {
  let parsed: z.ZodSafeParseResult<z.output<S>>
  try {
    parsed = schema.safeParse(input)
  } catch {
    // A getter or proxy of the caller's that throws is bad input like any other.
    return refused(kernelRefusals.input_invalid({ issues: [{ path: [], code: 'unreadable' }] }))
  }
  if (parsed.success) return ok(parsed.data)
  const { issues } = parsed.error
  for (const issue of issues) {
    const carried = (issue as Carrying).params?.refusal
    if (carried) return refused(carried)
  }
  return refused(
    kernelRefusals.input_invalid({
      issues: issues
        .slice(0, MAX_ISSUES)
        .flatMap(issue => pathsOf(issue).map(path => ({ path: shortened(path), code: issue.code })))
        .slice(0, MAX_ISSUES),
    }),
  )
}

/** Of unknown fields each has its name; the first few, so that they leave room for what else is wrong. */
const pathsOf = (issue: z.core.$ZodIssue): readonly (readonly PropertyKey[])[] =>
  issue.code === 'unrecognized_keys' ? issue.keys.slice(0, MAX_UNKNOWN).map(key => [...issue.path, key]) : [issue.path]

const shortened = (path: readonly PropertyKey[]): readonly (string | number)[] =>
  path.slice(0, MAX_PATH).map(step => (typeof step === 'number' ? step : String(step).slice(0, 100)))
