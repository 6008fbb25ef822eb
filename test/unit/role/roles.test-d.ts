import { describe, expectTypeOf, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/index.ts'
import { defaultRoles, defineRoles, extendRoles, taskerRoles } from '../../../src/core/role/index.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'

const store = createMemoryStore()

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
