import { describe, expectTypeOf, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/index.ts'
import type { VerifiedEmail } from '../../../src/core/email/index.ts'
import type { EntityRole } from '../../../src/core/entity/index.ts'
import type { Json } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'

type Step<P extends string, K> = K extends string | number ? `${P}.${K}` : never

/** Where a type takes whatever JSON there is: `unknown`, `any`, or a payload. */
type Open<T, P extends string> = [Json] extends [T]
  ? P
  : T extends string | number | boolean | null | undefined
    ? never
    : T extends readonly (infer U)[]
      ? Open<U, `${P}[]`>
      : { [K in keyof T]-?: Open<T[K], Step<P, K>> }[keyof T]

type Rooms = Charter<string>
type OpenIn<R extends keyof Rooms & string> = {
  [V in keyof Rooms[R] & string]: Rooms[R][V] extends (command: infer C) => unknown ? Open<C, `${R}.${V}`> : 'none'
}[keyof Rooms[R] & string]
type OpenFields = { [R in keyof Rooms & string]: OpenIn<R> }[keyof Rooms & string]

const charter = createCharter({ store: createMemoryStore() })
const actor = { kind: 'operator', name: 'support' } as const

describe('the commands of a charter', () => {
  it('say of every field what it takes; only own fields (ENT-8) are the host’s to say', () => {
    type Own = 'projects' | 'datasets' | 'ontologies' | 'workflows' | 'entities'
    expectTypeOf<Exclude<OpenFields, `${Own}.${'create' | 'update' | 'copy'}.fields.${string}`>>().toBeNever()
    expectTypeOf<OpenFields>().not.toBeNever()
    expectTypeOf<Open<{ readonly a: readonly { readonly b?: unknown }[] }, 'it'>>().toEqualTypeOf<'it.a[].b'>()
  })

  it('take no address that nobody proved (EML-3)', () => {
    type SignUp = Parameters<typeof charter.users.signUp>[0]
    expectTypeOf<SignUp['email']>().toEqualTypeOf<VerifiedEmail>()
    expectTypeOf({ email: 'grace@acme.com' }).not.toExtend<SignUp>()
    expectTypeOf({ email: { local: 'grace', domain: 'acme.com', verifiedBy: 'me' } }).not.toExtend<SignUp>()
    expectTypeOf<Parameters<typeof charter.users.signIn>[0]['email']>().toEqualTypeOf<VerifiedEmail>()
    expectTypeOf<Parameters<typeof charter.invitations.accept>[0]['email']>().toEqualTypeOf<VerifiedEmail>()
  })

  it('take no role of a grant that there is not (ROL-5, ROL-6)', () => {
    expectTypeOf<Parameters<typeof charter.projects.grant>[0]['role']>().toEqualTypeOf<EntityRole>()
    expectTypeOf<Parameters<typeof charter.datasets.grant>[0]['role']>().toEqualTypeOf<EntityRole>()
  })
})

describe('what mfa.enroll answers', () => {
  type Enrolled<K extends 'totp' | 'sms' | 'email_otp' | 'webauthn'> = Extract<
    Awaited<ReturnType<typeof charter.mfa.enroll<K>>>,
    { readonly ok: true }
  >['value']

  it('is of the kind that was asked for (MFA-1)', async () => {
    const phone = await charter.mfa.enroll({ actor, kind: 'totp', label: 'phone' })
    if (phone.ok) expectTypeOf(phone.value).toExtend<{ factorId: string; secret: string; uri: string; qr: string }>()
    const key = await charter.mfa.enroll({ actor, kind: 'webauthn' })
    if (key.ok) expectTypeOf(key.value.challenge).toEqualTypeOf<string>()
    expectTypeOf<Enrolled<'sms'>>().not.toHaveProperty('secret')
    expectTypeOf<Enrolled<'totp' | 'sms'>>().toEqualTypeOf<Enrolled<'totp'> | Enrolled<'sms'>>()
  })

  it('is asked for with what the kind needs', () => {
    // @ts-expect-error: a text message needs a number
    void (() => charter.mfa.enroll({ actor, kind: 'sms' }))
    // @ts-expect-error: an app has none
    void (() => charter.mfa.enroll({ actor, kind: 'totp', phoneNumber: '+4915112345678' }))
  })
})
