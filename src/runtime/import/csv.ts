import { MOST_IN_FIELD, MOST_IN_ROW, type Problem, type RowReader } from './rows.ts'

export type CsvRow = { readonly fields: readonly string[]; readonly problem?: Problem | undefined }

/** Where in a field the next character stands: `closed` is after a quote, which ends the field or is the first of two. */
type Place = 'start' | 'plain' | 'quoted' | 'closed'

const isPlain = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at)
  return code !== 0x2c && code !== 0x22 && code !== 0x0a && code !== 0x0d
}

/**
 * RFC 4180, with LF and CR as line ends too. A quote where none may stand is read as the character that it is, so that the
 * row ends where it would without it, and spoils that row alone. Empty lines are no rows.
 *
 * @see RFC 4180
 */
export const csvReader = (): RowReader<CsvRow> => {
  let place: Place = 'start'
  let field = ''
  let fields: string[] = []
  let length = 0
  let problem: Problem | undefined
  let isAfterCr = false

  const add = (text: string): void => {
    length += text.length
    if (length > MOST_IN_ROW || field.length + text.length > MOST_IN_FIELD) problem = 'too_long'
    else field += text
  }
  const endField = (): void => {
    // Of a row that is too long nothing is kept, be it of empty fields.
    if (++length > MOST_IN_ROW) problem = 'too_long'
    else fields.push(field)
    field = ''
    place = 'start'
  }
  const endRow = (): CsvRow | undefined => {
    const isEmpty = place === 'start' && length === 0
    if (!isEmpty) endField()
    const row = isEmpty ? undefined : { fields, ...(problem && { problem }) }
    fields = []
    length = 0
    problem = undefined
    return row
  }
  /** Reads on from `at`, to the next place where something else begins. */
  const quoted = (text: string, at: number): number => {
    const end = text.indexOf('"', at)
    add(text.slice(at, end < 0 ? text.length : end))
    if (end < 0) return text.length
    place = 'closed'
    return end + 1
  }
  const quote = (): void => {
    if (place === 'plain') problem ??= 'quotes'
    if (place !== 'start') add('"')
    if (place !== 'plain') place = 'quoted'
    length++
  }
  const plain = (text: string, at: number): number => {
    if (place === 'closed') problem ??= 'quotes'
    place = 'plain'
    let end = at + 1
    while (end < text.length && isPlain(text, end)) end++
    add(text.slice(at, end))
    return end
  }

  return {
    *push(text) {
      for (let at = 0; at < text.length; ) {
        const wasAfterCr = isAfterCr
        isAfterCr = false
        const character = text[at]
        if (wasAfterCr && character === '\n') at++
        else if (place === 'quoted') at = quoted(text, at)
        else if (character === '\n' || character === '\r') {
          const row = endRow()
          isAfterCr = character === '\r'
          at++
          if (row) yield row
        } else if (character === ',') {
          endField()
          at++
        } else if (character === '"') {
          quote()
          at++
        } else at = plain(text, at)
      }
    },
    end() {
      if (place === 'quoted') return 'quote_open'
      const row = endRow()
      return row ? [row] : []
    },
  }
}
