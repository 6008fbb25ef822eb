import { expect, it } from 'vitest'
import type { EmailRefusal } from '../../src/core/email/index.ts'
import type { KernelRefusal } from '../../src/core/kernel/index.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

type Call = () => Promise<Answer<unknown>>

type CodesOf<M> = M extends (command: never) => Promise<infer A>
  ? A extends { readonly ok: false; readonly refusal: { readonly code: infer C extends string } }
    ? C
    : never
  : never

/**
 * For each refusal that a method declares, a world in which it gives it: one that is missing, or that the method does
 * not declare, does not compile. The codes that every command shares are tested for all of them at once.
 */
export type Refusals<M> = {
  readonly [C in Exclude<CodesOf<M>, KernelRefusal['code'] | EmailRefusal['code']>]: (world: World) => Promise<Call>
}

/** Each refusal of a use case is given, and leaves every record as it was; but for `noted`, which are written down. */
export const itRefuses = (
  refusals: { readonly [code: string]: (world: World) => Promise<Call> },
  options?: WorldOptions,
  noted: readonly string[] = [],
): void => {
  const arranged = Object.entries(refusals)
  const refuse = async (code: string, arrange: (world: World) => Promise<Call>) => {
    const world = createWorld(options)
    const call = await arrange(world)
    const before = world.snapshot()
    const answer = await call()
    expect(answer).toMatchObject({ ok: false, refusal: { code } })
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
    return { before, after: world.snapshot() }
  }
  it.each(arranged.filter(([code]) => !noted.includes(code)))('refuses with %s, and changes nothing', async (...of) => {
    const { before, after } = await refuse(...of)
    expect(after).toEqual(before)
  })
  const written = arranged.filter(([code]) => noted.includes(code))
  if (written.length > 0)
    it.each(written)('refuses with %s, and writes it down (MFA-9)', async (...of) => {
      const { before, after } = await refuse(...of)
      expect(after).not.toEqual(before)
    })
}

/** One for each code of parsing that a text can be refused with. */
export const NO_DOMAINS: readonly (readonly [code: string, domain: string])[] = [
  ['domain_empty', ''],
  ['domain_too_long', `${'a.'.repeat(130)}com`],
  ['domain_address_literal', '[127.0.0.1]'],
  ['domain_label_empty', 'acme..com'],
  ['domain_trailing_dot', 'acme.com.'],
  ['domain_single_label', 'localhost'],
  ['domain_label_too_long', `${'a'.repeat(64)}.com`],
  ['domain_label_hyphen', '-acme.com'],
  ['domain_character_invalid', 'acme .com'],
  ['domain_numeric_tld', '127.0.0.1'],
  ['domain_not_canonical', 'ＡＣＭＥ.com'],
]

export const itRefusesNoDomains = (call: (world: World, domain: string) => Promise<Call>): void => {
  it.each(NO_DOMAINS)('refuses what is no domain, with %s', async (code, domain) => {
    const world = createWorld()
    const ask = await call(world, domain)
    expect(await ask()).toMatchObject({ ok: false, refusal: { code } })
  })
}

/** One for each code of parsing that an address can be refused with, apart from those of its domain. */
export const NO_ADDRESSES: readonly (readonly [code: string, address: string])[] = [
  ['email_empty', ''],
  ['email_too_long', `${'a'.repeat(250)}@acme.com`],
  ['email_at_missing', 'acme.com'],
  ['email_at_repeated', 'a@b@acme.com'],
  ['email_local_empty', '@acme.com'],
  ['email_local_too_long', `${'a'.repeat(65)}@acme.com`],
  ['email_local_quoted', '"a b"@acme.com'],
  ['email_local_routed', 'a%b@acme.com'],
  ['email_local_not_ascii', 'ü@acme.com'],
  ['email_local_not_dot_atom', 'a..b@acme.com'],
  ['email_comment', 'a(b)@acme.com'],
  ['email_control_character', 'a\u0000@acme.com'],
  ['email_white_space', 'a b@acme.com'],
  ['email_encoded_word', '=?utf-8?q?a?=@acme.com'],
  ['domain_single_label', 'a@localhost'],
]
