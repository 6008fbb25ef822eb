import type { Facts } from '../kernel/index.ts'

/** Text with facts in it: `{domain}`. */
export type Template = string

/** A sentence, or two of which a fact decides: `so` where it is there and not false. */
export type Sentence<Fact extends string = string> =
  | Template
  | { readonly where: Fact; readonly so: Template; readonly otherwise: Template }

/** The facts that a sentence names. */
export type Named<S> = S extends `${string}{${infer Fact}}${infer Rest}`
  ? Fact | Named<Rest>
  : S extends { readonly so: infer So; readonly otherwise: infer Otherwise }
    ? Named<So> | Named<Otherwise>
    : never

const LONGEST = 200
const LISTED = 5
const INSTANTS: ReadonlySet<string> = new Set(['archivedAt', 'from', 'until', 'expiresAt', 'before'])
const LATEST = 8_640_000_000_000_000

/** What would break a line or turn its direction, in a log or a terminal. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu

const plain = (text: string): string => {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return short.replace(UNPRINTABLE, '\ufffd')
}

const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

/** Of a fact that is itself a record is shown what an issue has: where it is, and which. */
const shownRecord = ({ path, code }: { readonly path?: unknown; readonly code?: unknown }): string => {
  const steps = Array.isArray(path) ? path.slice(0, LISTED).filter(isText) : []
  return `${steps.length > 0 ? steps.map(String).map(plain).join('.') : 'the whole'} (${isText(code) ? plain(String(code)) : '?'})`
}

/** Which of several things a record is about. */
const isNamed = (value: object): value is { readonly kind: unknown; readonly id: unknown } =>
  'kind' in value && 'id' in value

const shownOne = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? isNamed(value)
      ? plain(`${String(value.kind)} ${String(value.id)}`)
      : shownRecord(value)
    : plain(String(value))

const shown = (value: unknown): string => {
  if (!Array.isArray(value)) return shownOne(value)
  const more = value.length - LISTED
  return `${value.slice(0, LISTED).map(shownOne).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const isInstant = (name: string, value: unknown): value is number =>
  INSTANTS.has(name) && typeof value === 'number' && Math.abs(value) <= LATEST

const factOf = (facts: unknown, name: string): unknown =>
  typeof facts === 'object' && facts !== null && Object.hasOwn(facts, name) ? (facts as Facts)[name] : undefined

/** The sentence with its facts; one that is missing is said to be. */
export const fill = (sentence: Sentence, facts: unknown): string => {
  const template =
    typeof sentence === 'string' ? sentence : factOf(facts, sentence.where) ? sentence.so : sentence.otherwise
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = factOf(facts, name)
    if (value === undefined) return `(${name} unknown)`
    return isInstant(name, value) ? new Date(value).toISOString() : shown(value)
  })
}
