/** Where the tour is written: one line at a time. */
export type Print = (line: string) => void

export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

export const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`

type Cell = string | number

const COLUMN = 64
const cellOf = (cell: Cell): string => {
  const text = typeof cell === 'number' ? count(cell) : cell
  return text.length > COLUMN ? `${text.slice(0, COLUMN - 1)}…` : text
}

/** Columns that hold numbers are set to the right. */
export const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] => {
  const texts = rows.map(row => row.map(cellOf))
  const widths = head.map((title, i) => Math.max(title.length, ...texts.map(row => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const isNumber = typeof rows[0]?.[i] === 'number'
        return isNumber ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)
      })
      .join('  ')
      .trimEnd()
  return [line(head), widths.map(width => '─'.repeat(width)).join('  '), ...texts.map(line)].map(text => `  ${text}`)
}

export const heading = (print: Print, title: string): void => {
  print('')
  print(title)
  print('═'.repeat(title.length))
}

/** The numbers of how often each key was counted, the most frequent first. */
export const tally = <K extends string>(keys: readonly K[]): readonly (readonly [K, number])[] => {
  const counts = new Map<K, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
}

const EVERY = 1_000

/** Shows how far long work is: in place on a terminal, and a line for every thousand elsewhere. */
export const progress = (print: Print, what: string, whole: number): ((done: number) => void) => {
  const { stdout } = process
  return done => {
    if (!stdout.isTTY) {
      if (done % EVERY === 0) print(`  … ${what} ${count(done)} of ${count(whole)}`)
    } else if (done === whole) stdout.write('\r\x1b[K')
    else if (done % 50 === 0) stdout.write(`\r  … ${what} ${count(done)} of ${count(whole)}`)
  }
}
