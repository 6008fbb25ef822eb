import { describe, expect, it } from 'vitest'
import { openSwitches } from './exhaustive.ts'
import { sourceOf, sourcesBelow } from './sources.ts'

const open = (text: string) => openSwitches(sourceOf('snippet.ts', text))

describe('a switch', () => {
  it('is over all cases that there are', () => {
    expect(sourcesBelow('src').flatMap(openSwitches)).toEqual([])
  })

  it('would be open with a default, but for one that cannot be reached', () => {
    expect(open("switch (a) { case 'b': return 1; default: return 2 }")).toEqual([
      'snippet.ts:1 a default for cases that nobody has thought of',
    ])
    expect(open("switch (a) { case 'b': return 1; default: return unreachable(a) }")).toEqual([])
    expect(open("switch (a) { case 'b': return 1 }")).toEqual([])
  })
})
