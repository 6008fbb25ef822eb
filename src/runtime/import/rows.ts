import type { RowMalformed } from '../../core/membership/index.ts'

/** Longer than any row of people: what a file without line ends costs at most. In UTF-16 code units. */
export const MOST_IN_ROW = 8_192

/** More than any field that a person has. */
export const MOST_IN_FIELD = 1_000

/** What is wrong with one row, where the next one is still found. */
export type Problem = RowMalformed['facts']['problem']

/** Reads text in pieces, however it is cut. */
export type RowReader<R> = {
  /** The rows that are whole by now; what was begun is kept. */
  push(text: string): Iterable<R>
  /** The last row, where no line end closes it; `quote_open` where a quote is never closed. */
  end(): readonly R[] | 'quote_open'
}
