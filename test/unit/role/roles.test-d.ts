import { describe, expectTypeOf, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/index.ts'
import type { RuleMatch } from '../../../src/core/domain-rule/index.ts'
import { verifiedEmail } from '../../../src/core/email/index.ts'
import type { OrganizationId } from '../../../src/core/kernel/index.ts'
import { defaultRoles, defineRoles, extendRoles, type TaskerRole, taskerRoles } from '../../../src/core/role/index.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'

const store = createMemoryStore()
const support = { kind: 'operator', name: 'support' } as const
const email = unwrap(verifiedEmail('grace@acme.com', { by: 'mail-link' }))

describe('role names', () => {
  it('are those of the catalogue in every command and answer (ROL-1)', async () => {
    const charter = createCharter({ store, roles: taskerRoles })
    type Add = Parameters<typeof charter.domainRules.add>[0]
    expectTypeOf<Add['role']>().toEqualTypeOf<'admin' | 'member' | 'workforce_manager' | 'tasker'>()
    const listed = await charter.members.list({ actor: { kind: 'operator', name: 'a' }, organizationId: 'o' })
    if (listed.ok)
      expectTypeOf(listed.value.items[0]?.role).toEqualTypeOf<
        'admin' | 'member' | 'workforce_manager' | 'tasker' | null | undefined
      >()
  })

  it('are those of the catalogue in every answer that has one: who joined, where one is, by what one may (ROL-1)', async () => {
    const charter = createCharter({ store, roles: taskerRoles })
    const signedUp = await charter.users.signUp({ email })
    const signedIn = await charter.users.signIn({ email })
    for (const answer of [signedUp, signedIn])
      if (answer.ok) {
        const { joined, offered, awaitingApproval } = answer.value
        expectTypeOf(joined).toEqualTypeOf(offered)
        expectTypeOf(joined).toEqualTypeOf(awaitingApproval)
        const [first] = joined
        expectTypeOf(first?.role).toEqualTypeOf<TaskerRole | undefined>()
        expectTypeOf(first?.organizationId).toEqualTypeOf<OrganizationId | undefined>()
        expectTypeOf(first?.rule.match).toEqualTypeOf<RuleMatch | undefined>()
      }
    const mine = await charter.organizations.list({ actor: support, userId: 'u' })
    if (mine.ok) expectTypeOf(mine.value.items[0]?.role).toEqualTypeOf<TaskerRole | null | undefined>()
    const resource = { kind: 'project', id: 'p' } as const
    const may = await charter.access.can({ actor: support, permission: 'project.view', resource })
    if (may.ok && may.value.allowed && may.value.source.kind !== 'grant')
      expectTypeOf(may.value.source.role).toEqualTypeOf<TaskerRole>()
  })

  it('are those of the default catalogue where none is given', () => {
    const charter = createCharter({ store })
    type Add = Parameters<typeof charter.domainRules.add>[0]
    expectTypeOf<Add['role']>().toEqualTypeOf<'admin' | 'internal' | 'external' | 'workforce'>()
  })

  it('are old and new ones where a catalogue is extended', () => {
    const roles = extendRoles(defaultRoles, {
      strongestFirst: ['admin', 'auditor', 'internal', 'external', 'workforce'],
      roles: { auditor: { type: 'internal', administers: false, permissions: ['audit.read'], manages: [] } },
    })
    const charter = createCharter({ store, roles })
    type Add = Parameters<typeof charter.domainRules.add>[0]
    expectTypeOf<Add['role']>().toEqualTypeOf<'admin' | 'auditor' | 'internal' | 'external' | 'workforce'>()
  })

  it('of a catalogue of one’s own must be defined', () => {
    defineRoles({
      strongestFirst: ['owner'],
      roles: {
        // @ts-expect-error: nobody is called member
        owner: { type: 'internal', administers: true, permissions: [], manages: ['member'] },
      },
    })
  })
})
