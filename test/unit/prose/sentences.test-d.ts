import { describe, expectTypeOf, it } from 'vitest'
import type { RefusalCode } from '../../../src/core/prose/index.ts'
import type { refusalSentences } from '../../../src/core/prose/sentences.ts'
import type { Named } from '../../../src/core/prose/template.ts'

describe('sentences', () => {
  it('have one for each code and none for another', () => {
    expectTypeOf<keyof typeof refusalSentences>().toEqualTypeOf<RefusalCode>()
    expectTypeOf<RefusalCode>().not.toEqualTypeOf<string>()
  })

  it('are read for the facts that they name', () => {
    expectTypeOf<Named<'at {domain}, by {role}.'>>().toEqualTypeOf<'domain' | 'role'>()
    expectTypeOf<Named<{ where: 'a'; so: '{b}'; otherwise: '{c}' }>>().toEqualTypeOf<'b' | 'c'>()
    expectTypeOf<Named<'none'>>().toEqualTypeOf<never>()
  })
})
