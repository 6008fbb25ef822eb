import { describe, expect, it } from 'vitest'
import { FILE_LINES, FUNCTION_LINES, longFiles, longFunctions, MEDIAN_LINES, medianLines } from './budgets.ts'
import { codeLines, sourceOf, sourcesBelow } from './sources.ts'

const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join('\n')
const fileOf = (text: string) => sourceOf('snippet.ts', text)

describe('budgets', () => {
  const sources = sourcesBelow('src')

  it(`no file has more than ${FILE_LINES} lines of code, data and types aside`, () => {
    expect(longFiles(sources)).toEqual([])
  })

  it(`half of the files have at most ${MEDIAN_LINES}`, () => {
    expect(medianLines(sources)).toBeLessThanOrEqual(MEDIAN_LINES)
  })

  it(`no function has more than ${FUNCTION_LINES}`, () => {
    expect(sources.flatMap(longFunctions)).toEqual([])
  })

  it('count code: not comments, nor empty lines', () => {
    const text =
      '/** A sentence.\n * @since 0.1.0 */\nexport const a = [\n\n  1, // one\n  /* two\n  */\n  2,\n]\n// end\n'
    expect(codeLines(fileOf(text))).toBe(4)
    expect(codeLines(fileOf('const a = `one\ntwo\n\nthree`'))).toBe(4)
  })

  it('see what is over them', () => {
    const code = `const f = () => 1\n${lines(FILE_LINES - 1, 'f()')}`
    expect(longFiles([fileOf(code)])).toEqual([])
    expect(longFiles([fileOf(`${code}\nf()`)])).toEqual(['snippet.ts has 251 lines of code'])
    expect(longFiles([fileOf(lines(FILE_LINES + 1, "export const A = ['a']"))])).toEqual([])
    expect(medianLines([fileOf('a'), fileOf(lines(90, 'a')), fileOf(lines(91, 'a'))])).toBe(90)
    const body = (count: number) => `const f = () => {\n${lines(count, '  g()')}\n}`
    expect(longFunctions(fileOf(body(FUNCTION_LINES - 2)))).toEqual([])
    expect(longFunctions(fileOf(body(FUNCTION_LINES - 1)))).toEqual(['snippet.ts:1 a function of 41 lines of code'])
  })
})
