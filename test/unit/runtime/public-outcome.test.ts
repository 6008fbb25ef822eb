import { describe, expect, it } from 'vitest'
import { emailRefusalRows } from '../../../src/core/email/index.ts'
import { allRefusals } from '../../../src/core/prose/index.ts'
import { publicOutcome } from '../../../src/runtime/public-outcome.ts'
import { accept, INES } from '../../support/invitations.ts'
import { createWorld, DAYS, deactivate, email } from '../../support/world.ts'

const NOT_POSSIBLE = { ok: false, refusal: { kind: 'forbidden', code: 'not_possible', facts: {} } }

/** Beside how an address and a domain are written: all that outsiders are told. */
const TOLD = [
  'contention_persisted',
  'cursor_invalid',
  'email_proof_invalid',
  'email_repeated',
  'idempotency_key_reused',
  'import_columns_invalid',
  'import_encoding_invalid',
  'import_quote_open',
  'import_row_malformed',
  'input_invalid',
  'mfa_policy_grace_negative',
  'mfa_policy_guessable',
  'mfa_policy_invalid',
  'mfa_policy_sms_only',
  'mfa_policy_without_factor',
  'name_invalid',
  'not_possible',
  'phone_number_invalid',
  'rule_duplicate',
  'rule_field_invalid',
  'rule_field_unknown',
  'rule_unreadable',
  'rules_not_a_list',
]

describe('publicOutcome (AUD-8)', () => {
  it('tells what rests on the command alone, and of everything else one and the same', () => {
    const told = allRefusals.filter(({ kind, code }) => {
      const refused = { ok: false, refusal: { kind, code, facts: { some: 'fact' } } } as const
      const outcome = publicOutcome(refused)
      if (JSON.stringify(outcome) === JSON.stringify(refused)) return true
      expect(outcome).toEqual(NOT_POSSIBLE)
      return false
    })
    expect(told.map(({ code }) => code).sort()).toEqual([...TOLD, ...Object.keys(emailRefusalRows)].sort())
  })

  it('leaves of a yes the value alone: secrets and reasons are the host’s', async () => {
    const world = createWorld()
    const { id: organizationId, admin: actor } = await world.found('Acme')
    const invitations = [{ email: INES, role: 'external' }]
    const answer = await world.charter.invitations.send({ actor, organizationId, invitations })
    expect(publicOutcome(answer)).toEqual({ ok: true, value: answer.ok && answer.value })
  })

  it('makes an unknown, a foreign, an answered and an expired invitation look alike', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { token } = await world.invite(acme, INES)
    const asked = [() => accept(world, 'none'), () => accept(world, token, 'olga@people.com')]
    for (const ask of asked) expect(publicOutcome(await ask())).toEqual(NOT_POSSIBLE)
    await accept(world, token)
    const other = await world.invite(acme, 'olga@people.com')
    const third = await world.invite(acme, 'gone@people.com')
    await deactivate(world, (await world.user('gone@people.com', acme)).id)
    expect(publicOutcome(await accept(world, third.token, 'gone@people.com'))).toEqual(NOT_POSSIBLE)
    world.clock.advance(7 * DAYS)
    const more = [() => accept(world, token), () => accept(world, other.token, 'olga@people.com')]
    for (const ask of more) expect(publicOutcome(await ask())).toEqual(NOT_POSSIBLE)
    expect(publicOutcome(await world.charter.users.signUp({ email: email(INES) }))).toEqual(NOT_POSSIBLE)
  })

  it.each([
    null,
    undefined,
    7,
    {},
    { ok: false },
    { ok: false, refusal: { code: 'toString' } },
    { ok: false, refusal: { code: 'constructor' } },
    { ok: false, refusal: { kind: 'state', code: 'of_a_newer_version', facts: { secret: 1 } } },
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('no')
        },
      },
    ),
  ])('hides what it does not know, and throws at nothing (INV-26): %#', answer => {
    expect(publicOutcome(answer as never)).toEqual(NOT_POSSIBLE)
  })
})
