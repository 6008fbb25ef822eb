import { isDigits, isFailures, isWindow } from './guess-bound.ts'
import { isFactorKind } from './kinds.ts'
import { isMoment } from './moments.ts'
import { type Guessing, type MfaExemption, type MfaPolicyFacts, memberTypes } from './policy.ts'

type Check = (value: unknown) => boolean
type Shape<T> = { readonly [Field in keyof Required<T>]: Check }

const MOST_LISTED = 10_000
const MODES = ['off', 'optional', 'required']

const isOneOf =
  (known: readonly string[]): Check =>
  value =>
    known.includes(value as string)
const orNone =
  (check: Check): Check =>
  value =>
    value === undefined || check(value)
const isListOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.length <= MOST_LISTED && Array.from(value).every(check)
const isText: Check = value => typeof value === 'string' && value.length > 0 && value.length <= 1_000

/** The first field that is not as it must be, or that nobody knows. */
const firstWrong = <T>(value: object, shape: Shape<T>): string | undefined => {
  const known = Object.keys(shape)
  return (
    known.find(field => !(shape as Record<string, Check>)[field]?.((value as Record<string, unknown>)[field])) ??
    Reflect.ownKeys(value)
      .map(String)
      .find(field => !known.includes(field))
  )
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const fits =
  <T>(shape: Shape<T>): Check =>
  value =>
    isObject(value) && firstWrong(value, shape) === undefined

const exemption: Shape<MfaExemption> = { userId: isText, until: isMoment, reason: isText }

const guessing: Shape<Guessing> = {
  digits: orNone(isDigits),
  window: orNone(isWindow),
  failures: orNone(isFailures),
}

const policy: Shape<MfaPolicyFacts> = {
  mode: isOneOf(MODES),
  requiredFrom: orNone(isMoment),
  // What ends before it begins has a refusal of its own.
  grace: orNone(value => isMoment(value) || (typeof value === 'number' && value < 0)),
  factors: orNone(isListOf(isFactorKind)),
  // What binds nobody is no protection, whatever else it says.
  appliesTo: orNone(value => isListOf(isOneOf(memberTypes))(value) && (value as readonly unknown[]).length > 0),
  exemptions: orNone(isListOf(fits(exemption))),
  maxAge: orNone(value => isMoment(value) && value > 0),
  rememberedDevices: orNone(value => isMoment(value) && value > 0),
  onOverdue: orNone(isOneOf(['block', 'suspend'])),
  guessing: orNone(fits(guessing)),
}

/** The field of a policy that is wrong; `policy` where it is none at all. */
export const wrongField = (value: unknown): string | undefined =>
  isObject(value) ? firstWrong(value, policy) : 'policy'
