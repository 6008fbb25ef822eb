import { describe, expect, it } from 'vitest'
import { ReasonText } from '../../../src/core/kernel/index.ts'

describe('a reason in words', () => {
  for (const text of ['left the team', 'line one\nline two\t\u0001', 'Ünïcödé 👩‍💻', 'x'.repeat(500)])
    it(`takes ${JSON.stringify(text.slice(0, 40))}`, () => expect(ReasonText.parse(text)).toBe(text))

  for (const [what, text] of Object.entries({
    nothing: '',
    'more than 500': 'x'.repeat(501),
    'a NUL, which PostgreSQL cannot keep': 'a\0b',
    'half of a surrogate pair, which UTF-8 cannot say': 'a\ud83d',
  }))
    it(`refuses ${what}`, () => expect(ReasonText.safeParse(text).success).toBe(false))
})
