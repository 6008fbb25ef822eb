import { describe, expect, it } from 'vitest'
import { impurities } from './purity.ts'
import { sourceOf, sourcesBelow } from './sources.ts'

const found = (text: string) => impurities(sourceOf('snippet.ts', text))

describe('the core', () => {
  it('is pure: synchronous, without clock, randomness, I/O or state', () => {
    expect(sourcesBelow('src/core').flatMap(impurities)).toEqual([])
  })

  it.each([
    'const a = Date.now()',
    'const a = { now: Date.now }',
    'const a = new Date()',
    'const a = new Date',
    'const a = Date()',
    'const D = Date',
    "const a = Math['random']()",
    'const a = Math.random()',
    'const { random } = Math',
    'const a = globalThis.crypto',
    'const a = crypto.randomUUID()',
    'const a = [fetch]',
    'const f = (now = process.hrtime) => now',
    'const a = { crypto }',
    'setTimeout(() => 1, 1)',
    'console.log(1)',
    'const a = new Intl.Collator()',
    "const a = 'x'.localeCompare('y')",
    'const f = async () => 1',
    'class A { async f() {} }',
    'type A = Promise<1>',
    'let a = 1',
    'export let a = 1',
    'var a = 1',
    'const f = (a: any) => a',
    'type A = readonly any[]',
    "import { readFileSync } from 'node:fs'",
    "export * from 'node:fs'",
    "const a = import('./x.ts')",
    "const f = () => { throw new Error('x') }",
    'const f = (e: unknown) => { throw e }',
    "const a = eval('1')",
  ])('would not be with `%s`', text => {
    expect(found(text)).toHaveLength(1)
  })

  it.each([
    "// Date.now() and new Date()\nconst a = 'Math.random() any async'",
    'const a = new Date(0).getTime() + Math.max(1, 2)',
    'const f = () => { let a = 1; for (let i = 0; i < 2; i++) a += i; return a }',
    'type A = { readonly process: string; crypto(): string }',
    'const f = (a: { process: string }) => a.process',
    'const f = ({ process: p }: { process: string }) => ({ fetch: p })',
    "const f = () => { throw new InvariantViolation('x') }",
    "import { z } from 'zod'",
  ])('is with `%s`', text => {
    expect(found(text)).toEqual([])
  })
})
