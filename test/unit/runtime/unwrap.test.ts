import { describe, expect, it } from 'vitest'
import { ok, refusal, refused } from '../../../src/core/kernel/index.ts'
import { RefusedError, unwrap } from '../../../src/runtime/unwrap.ts'

const taken = refusal('conflict', 'email_taken', ['INV-04'])<{ email: string }>()

describe('unwrap', () => {
  it('gives the value, also where it is no truth', () => {
    for (const value of [0, '', null, undefined, false, { a: 1 }]) expect(unwrap(ok(value))).toBe(value)
  })

  it('throws a refusal as an error that carries it and names its code', () => {
    const no = taken({ email: 'ada@acme.com' })
    const thrown = (() => {
      try {
        return unwrap(refused(no))
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toBeInstanceOf(RefusedError)
    expect(thrown).toBeInstanceOf(Error)
    expect(thrown).toMatchObject({ name: 'RefusedError', message: 'email_taken {"email":"ada@acme.com"}' })
    expect((thrown as RefusedError).refusal).toBe(no)
    expect((thrown as RefusedError).stack).toContain('unwrap')
  })

  it('is a TypeError where there is no answer, such as a promise of one', () => {
    expect(() => unwrap(Promise.resolve(ok(1)) as never)).toThrow(TypeError)
    expect(() => unwrap(undefined as never)).toThrow(TypeError)
  })
})
