import { MOST_IN_ROW, type Problem, type RowReader } from './rows.ts'

export type JsonRow = { readonly value: object } | { readonly problem: Problem }

/** One JSON object a line (JSON Lines); empty lines are no rows. */
export const jsonLinesReader = (): RowReader<JsonRow> => {
  let line = ''
  let isTooLong = false
  const add = (text: string): void => {
    if (line.length + text.length > MOST_IN_ROW) {
      isTooLong = true
      line = ''
    } else if (!isTooLong) line += text
  }
  const endLine = (): readonly JsonRow[] => {
    const row: readonly JsonRow[] = isTooLong ? [{ problem: 'too_long' }] : rowOf(line)
    line = ''
    isTooLong = false
    return row
  }
  return {
    *push(text) {
      let at = 0
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
        add(text.slice(at, end))
        at = end + 1
        yield* endLine()
      }
      add(text.slice(at))
    },
    end: endLine,
  }
}

const rowOf = (line: string): readonly JsonRow[] => {
  if (line.trim() === '') return []
  try {
    const value: unknown = JSON.parse(line)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return [isObject ? { value } : { problem: 'not_an_object' }]
  } catch {
    return [{ problem: 'not_json' }]
  }
}
