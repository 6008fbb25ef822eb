import { describe, expect, it } from 'vitest'
import { expectedOf, forgetfulStore, runImport } from '../../model/import-run.ts'

const MB = 1_000_000

describe('an import of many', () => {
  it('holds a batch and a chunk, however many there are', async () => {
    const store = forgetfulStore()
    const { counts, ahead, most, atEnd } = await runImport(store, 20_000)
    expect(counts).toEqual(expectedOf(20_000))
    expect(store.written.get('user')).toBe(counts.joined + 1)
    expect(store.written.get('membership')).toBe(counts.joined + 1)
    // A batch, and what of a chunk of 16 kB was read with it.
    expect(ahead).toBeLessThan(250 + 400)
    expect([most < 8 * MB, atEnd < 8 * MB]).toEqual([true, true])
  })
})
