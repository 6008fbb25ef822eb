import { z } from 'zod'

/** What every database can keep: no NUL, which PostgreSQL's text has not, and no half of a surrogate pair, which UTF-8 has not. */
const KEPT = /^[^\0\p{Cs}]*$/u

/** Why somebody did something, in their own words, 1 to 500 UTF-16 code units that every database can keep. */
export const ReasonText = z.string().min(1).max(500).regex(KEPT)

/** Whether a column of a key can have this value: text that every database can keep, and whole numbers that JSON can say. */
export const isKeyValue = (value: unknown): value is string | number =>
  typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && KEPT.test(value)
