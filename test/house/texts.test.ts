import { describe, expect, it } from 'vitest'
import { sourceOf, sourcesBelow } from './sources.ts'
import { foreignWords, repositoryTexts, switchedTests } from './texts.ts'

const path = (...steps: string[]) => `/${steps.join('/')}`
const wordsIn = (text: string) => foreignWords({ path: 'a.md', text })

describe('the repository', () => {
  it('speaks of the product alone', () => {
    expect(repositoryTexts().flatMap(foreignWords)).toEqual([])
  })

  it('has no test that is off, or on alone', () => {
    expect(sourcesBelow('test').flatMap(switchedTests)).toEqual([])
  })

  it('would be told by its words', () => {
    const number = 12
    for (const text of [
      `// TO${'DO'}: later`,
      `see ${path('home', 'ada', 'notes.md')}`,
      `cd ${path('work', 'orgcharter')}`,
      `https://registry.${'example.com'}/zod`,
      `fixes #${number}`,
      `(#${number})`,
      `as in issue ${number}`,
      `found in an earlier ${'session'}`,
    ])
      expect(wordsIn(text), text).toHaveLength(1)
  })

  it('may speak of sessions that a sign-in begins, of pages elsewhere, of numbers and of registers', () => {
    for (const text of [
      'ends every session of the user; this session stays',
      'https://github.com/colinhacks/zod/issues/1',
      'contract 4711',
      '# 1 heading',
      'strict UTS #46',
      'src/work/x and ./home/y and https://example.com/home/ada',
    ])
      expect(wordsIn(text), text).toEqual([])
  })

  it('would be told by its tests', () => {
    const off = (text: string) => switchedTests(sourceOf('a.test.ts', text))
    const name = 'only'
    for (const call of [`it.${name}('a')`, `describe.${name}.each([])('a')`, `test.concurrent.${name}('a')`])
      expect(off(call), call).toHaveLength(1)
    expect(off("it.skipIf(!servers)('a'); // it.only\nconst a = options.only")).toEqual([])
  })
})
