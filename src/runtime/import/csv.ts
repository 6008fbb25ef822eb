import { MOST_IN_FIELD, MOST_IN_ROW, type Problem, type RowReader } from './rows.ts'

export type CsvRow = { readonly fields: readonly string[]; readonly problem?: Problem | undefined }

/** The row that is being read. Of one that is too long nothing more is kept, be it of text, of quotes or of empty fields. */
const rowInMaking = () => {
  let field = ''
  let fields: string[] = []
  let length = 0
  let problem: Problem | undefined
  const grow = (by: number): boolean => {
    length += by
    if (length > MOST_IN_ROW) problem = 'too_long'
    return length <= MOST_IN_ROW
  }
  const endField = (): void => {
    if (grow(1)) fields.push(field)
    field = ''
  }
  return {
    grow,
    endField,
    spoil: () => {
      problem ??= 'quotes'
    },
    add: (text: string): void => {
      if (field.length + text.length > MOST_IN_FIELD) problem = 'too_long'
      else if (grow(text.length)) field += text
    },
    /** Undefined for an empty line, which is no row. */
    end: (): CsvRow | undefined => {
      if (length === 0 && problem === undefined) return undefined
      endField()
      const row = { fields, ...(problem && { problem }) }
      fields = []
      length = 0
      problem = undefined
      return row
    },
  }
}
type InMaking = ReturnType<typeof rowInMaking>

/** Where in a field the next character stands: `closed` is after a quote, which ends the field or is the first of two. */
type Place = 'start' | 'plain' | 'quoted' | 'closed'
type At = { readonly place: Place; readonly next: number }

const isPlain = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at)
  return code !== 0x2c && code !== 0x22 && code !== 0x0a && code !== 0x0d
}

const inQuotes = (row: InMaking, text: string, from: number): At => {
  const end = text.indexOf('"', from)
  row.add(text.slice(from, end < 0 ? text.length : end))
  return end < 0 ? { place: 'quoted', next: text.length } : { place: 'closed', next: end + 1 }
}

const atQuote = (row: InMaking, place: Place, at: number): At => {
  if (place === 'plain') row.spoil()
  if (place === 'start') row.grow(1)
  else row.add('"')
  return { place: place === 'plain' ? 'plain' : 'quoted', next: at + 1 }
}

const inPlain = (row: InMaking, text: string, place: Place, from: number): At => {
  if (place === 'closed') row.spoil()
  let next = from + 1
  while (next < text.length && isPlain(text, next)) next++
  row.add(text.slice(from, next))
  return { place: 'plain', next }
}

const within = (row: InMaking, text: string, { place, next: at }: At): At => {
  if (place === 'quoted') return inQuotes(row, text, at)
  if (text[at] === '"') return atQuote(row, place, at)
  if (text[at] !== ',') return inPlain(row, text, place, at)
  row.endField()
  return { place: 'start', next: at + 1 }
}

/**
 * RFC 4180, with LF and CR as line ends too. A quote where none may stand is read as the character that it is, so that the
 * row ends where it would without it, and spoils that row alone. Empty lines are no rows.
 *
 * @see RFC 4180
 */
export const csvReader = (): RowReader<CsvRow> => {
  const making = rowInMaking()
  let place: Place = 'start'
  let isAfterCr = false
  return {
    *push(text) {
      for (let at = 0; at < text.length; ) {
        const character = text[at]
        const isOfCr = isAfterCr && character === '\n'
        isAfterCr = false
        if (isOfCr) at++
        else if (place !== 'quoted' && (character === '\r' || character === '\n')) {
          isAfterCr = character === '\r'
          place = 'start'
          at++
          const row = making.end()
          if (row) yield row
        } else ({ place, next: at } = within(making, text, { place, next: at }))
      }
    },
    end: () => {
      if (place === 'quoted') return 'quote_open'
      const row = making.end()
      return row ? [row] : []
    },
  }
}
