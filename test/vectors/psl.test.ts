import { describe, expect, it } from 'vitest'
import { createDomainLists } from '../../src/adapters/lists/index.ts'
import { readVector } from './load.ts'

const LINE = /^checkPublicSuffix\((null|'[^']*'), (null|'[^']*')\);$/
const value = (text: string | undefined) => (text === undefined || text === 'null' ? null : text.slice(1, -1))

const cases = readVector('psl/test_psl.txt')
  .split('\n')
  .map(line => LINE.exec(line.trim()))
  .filter(match => match !== null)
  .map(match => ({ domain: value(match[1]), registrable: value(match[2]) }))

describe('the Public Suffix List’s own test cases', () => {
  const lists = createDomainLists()

  it('are all read', () => {
    expect(cases).toHaveLength(readVector('psl/test_psl.txt').match(/^checkPublicSuffix/gm)?.length ?? -1)
    expect(cases.length).toBeGreaterThan(75)
  })

  it.each(cases)('$domain has the registrable part $registrable', ({ domain, registrable }) => {
    const input = domain as string
    expect(lists.registrable(input)).toBe(registrable)
    expect(lists.isPublicSuffix(input)).toBe(registrable === null)
  })
})
