import { z } from 'zod'

/**
 * Why somebody did something, in their own words, 1 to 500 UTF-16 code units. Anything that every database can keep: no
 * NUL, which PostgreSQL's text has not, and no half of a surrogate pair, which UTF-8 has not.
 */
export const ReasonText = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\0\p{Cs}]*$/u)
