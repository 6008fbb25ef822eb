import { describe, expect, it } from 'vitest'
import { brandsOf, forgeries } from './brands.ts'
import { sourceOf, sourcesBelow } from './sources.ts'

const kernel = sourceOf('src/core/kernel/ids.ts', "export const UserId = idSchema.brand<'UserId'>()")
const email = sourceOf(
  'src/core/email/verified.ts',
  `declare const mark: unique symbol
   export type Verified = { readonly local: string; readonly [mark]: 'Verified' }
   export const mint = (local: string) => ({ local }) as Verified`,
)
const forged = (text: string) => forgeries([kernel, email, sourceOf('src/core/user/model.ts', text)])

describe('brands', () => {
  const sources = sourcesBelow('src')

  it('are minted by their schemas alone', () => {
    expect(forgeries(sources)).toEqual([])
  })

  it('are found where they are declared', () => {
    const names = brandsOf(sources).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['OrganizationId', 'UserId', 'VerifiedEmail']))
    expect(brandsOf([kernel, email]).map(({ name }) => name)).toEqual(['UserId', 'Verified'])
  })

  it.each([
    "const a = 'x' as UserId",
    "const a = 'x' as unknown as UserId",
    'const a = ids as readonly UserId[]',
    "const a = <UserId>'x'",
    'const a = { userId: id } as { readonly userId: UserId }',
    'const a = {} as Verified',
  ])('would be forged by `%s`', text => {
    expect(forged(text)).toHaveLength(1)
  })

  it('may be named, parsed and narrowed', () => {
    expect(forged("const a: UserId = UserId.parse('x')\nconst b = a as string\nconst c = 'as UserId'")).toEqual([])
    expect(forged('const isId = (a: string): a is UserId => UserId.safeParse(a).success')).toEqual([])
  })
})
