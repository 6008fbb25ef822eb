import { describe, expect, it } from 'vitest'
import { root } from '../setup/entry-points.ts'
import { linksIn, pagesIn, strayLinks } from './links.ts'

describe('the links of the pages', () => {
  it('lead to what is there', () => {
    expect(pagesIn(root).length).toBeGreaterThan(60)
    expect(strayLinks(root)).toEqual([])
  })

  it('are those to files and directories, outside code', () => {
    const text =
      '[a](docs/a.md) [b](b.md#part) [c](#part) [d](https://example.com/d.md)\n```md\n[e](e.md)\n```\n[f](../f)'
    expect(linksIn(text)).toEqual(['docs/a.md', 'b.md', '../f'])
  })
})
