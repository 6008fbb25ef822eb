import fc from 'fast-check'
import { describe, it } from 'vitest'
import { createMemoryStore } from '../../src/adapters/memory/index.ts'
import { describeStore } from '../../src/testing/store-contract/index.ts'

describeStore('the memory store', () => ({ store: createMemoryStore(), close: () => {} }), {
  describe,
  it: (title, run) => it(title, run, 60_000),
  fc,
})
