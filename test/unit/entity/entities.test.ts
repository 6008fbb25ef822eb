import { describe, expect, it } from 'vitest'
import { entities } from '../../../src/core/entity/index.ts'
import { ADMIN_GRANTS_PER_USER, adminGrantCounts, entityAdminCounts, grants } from '../../../src/core/grant/index.ts'
import { add } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { ask, IN_ROOM, made, ROOMS, toUser } from '../../support/content.ts'
import { person } from '../../support/groups.ts'
import { archivedOn, refusalsOn } from '../../support/on-entity.ts'
import type { OwnCode } from '../../support/projects.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  as,
  codeOf,
  createWorld,
  deactivate,
  decided,
  noted,
  OPERATOR,
  START,
  type World,
} from '../../support/world.ts'

type Room = Charter<string>['datasets']

describe.each(ROOMS)('charter.%s', room => {
  const { kind } = IN_ROOM[room]
  const create = (world: World, command: object) => world.charter[room].create(command as never)

  describe('create', () => {
    it('makes it within one organization, with whoever creates it as its admin (ORG-3, ENT-7)', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const mia = await person(world, acme, 'mia')
      const answer = await create(world, { actor: as(mia), organizationId: acme.id, name: 'Lanes' })
      const { id } = unwrap(answer)
      const made = { createdBy: as(mia), createdAt: START, status: 'active' }
      expect(unwrap(answer)).toEqual({ organizationId: acme.id, kind, id, name: 'Lanes', ...made })
      expect(decided(answer)).toEqual({ because: ['role_permits', 'first_admins'], effects: [] })
      const given = { role: 'admin', by: as(mia), at: START, subject: 'user', subjectId: mia, term: 1 }
      expect(world.all(grants)).toEqual([{ organizationId: acme.id, kind, entityId: id, ...given }])
      expect(noted(world.entries(acme.id).at(-1))).toEqual({
        action: `${room}.create`,
        actor: as(mia),
        rules: ['ENT-7', 'INV-08', 'ROL-4'],
        targets: [
          `entity/${kind}/${id}`,
          `grant/${acme.id}/${kind}/${id}/user/${mia}`,
          `entity_admin_count/${acme.id}/${kind}/${id}`,
          ...(kind === 'dataset' ? [`holding/${acme.id}/user/${mia}`] : []),
        ],
      })
    })

    it('makes those its admins who are named, each once', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const [mia, bo] = [await person(world, acme, 'mia'), await person(world, acme, 'bo', 'external')]
      const command = { actor: OPERATOR, organizationId: acme.id, name: 'Lanes', admins: [bo, mia, bo] }
      unwrap(await create(world, command))
      expect(
        world
          .all(grants)
          .map(({ subjectId }) => subjectId)
          .sort(),
      ).toEqual([bo, mia].sort())
      expect(world.all({ name: entityAdminCounts.name } as never)).toEqual([{ count: 2 }])
    })

    it('names nobody as an admin who is not in, or will be gone by time alone (MEM-3, INV-08)', async () => {
      const world = createWorld()
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      const [eve, max] = [await person(world, acme, 'eve'), await person(world, acme, 'max')]
      await deactivate(world, eve)
      await world.member(acme, max, { assigned: { role: 'internal', by: OPERATOR, at: START, until: START + 9 } })
      for (const one of [eve, max, globex.adminId, 'nobody']) {
        const named = { actor: acme.admin, organizationId: acme.id, name: 'Lanes', admins: [acme.adminId, one] }
        const answer = await create(world, named)
        expect(answer).toMatchObject({ refusal: { code: 'entity_admins_invalid', facts: { userIds: [one] } } })
      }
      const own = await create(world, { actor: as(max), organizationId: acme.id, name: 'Lanes' })
      expect(own).toMatchObject({ refusal: { code: 'entity_admins_invalid', facts: { userIds: [max] } } })
      expect(world.all(entities)).toEqual([])
    })

    // What it has by the host's own relations, and its own fields, is told apart in relations.test.ts and fields.test.ts.
    // That somebody administers too much takes a world that miscounts, and is told apart below.
    const refusals: Omit<Refusals<Room['create']>, 'grants_too_many' | OwnCode> = {
      ...authorizationRefusals((world, actor, organizationId) =>
        create(world, { actor, organizationId, name: 'Lanes' }),
      ),
      entity_admins_missing: async world => {
        const acme = await world.found('Acme')
        return () => create(world, { actor: OPERATOR, organizationId: acme.id, name: 'Lanes' })
      },
      entity_admins_invalid: async world => {
        const acme = await world.found('Acme')
        return () => create(world, { actor: acme.admin, organizationId: acme.id, name: 'Lanes', admins: ['nobody'] })
      },
    }
    itRefuses(refusals)

    it('refuses with grants_too_many whoever administers as much as one can (INV-08)', async () => {
      const world = createWorld({ check: 'by_hand' })
      const acme = await world.found('Acme')
      await world.write(add(adminGrantCounts, [acme.adminId], ADMIN_GRANTS_PER_USER - 1))
      const command = { actor: acme.admin, organizationId: acme.id, name: 'Lanes' }
      expect(codeOf(await create(world, command))).toBe('ok')
      expect(await create(world, command)).toMatchObject({
        refusal: { code: 'grants_too_many', facts: { userId: acme.adminId, most: ADMIN_GRANTS_PER_USER } },
      })
    })
  })

  describe('get', () => {
    it('shows it to whoever may view it, and says by what right (ROL-6, ROL-7)', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const [mia, bo] = [await person(world, acme, 'mia'), await person(world, acme, 'bo', 'external')]
      const id = await made(world, room, acme, mia)
      unwrap(await ask(world, room, 'grant', id, { actor: as(mia), subject: toUser(bo), role: 'user' }))
      const because = async (actor: typeof acme.admin) => decided(await ask(world, room, 'get', id, { actor }))
      expect(await because(acme.admin)).toMatchObject({ because: ['implicit_access'] })
      expect(await because(as(mia))).toMatchObject({ because: ['grant_permits'] })
      expect(await because(as(bo))).toMatchObject({ because: ['grant_permits'] })
      expect(await because(OPERATOR)).toMatchObject({ because: ['actor_is_operator'] })
      unwrap(await ask(world, room, 'archive', id, { actor: as(mia) }))
      expect(await because(as(bo))).toMatchObject({ because: ['grant_permits'] })
    })

    it('knows nothing of it for whoever is outside, or asks in the other room (AUD-8, INV-24)', async () => {
      const world = createWorld()
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      const id = await made(world, room, acme, acme.adminId)
      expect(codeOf(await ask(world, room, 'get', id, { actor: globex.admin }))).toBe('entity_not_found')
      const other = room === 'datasets' ? 'ontologies' : 'datasets'
      for (const verb of ['get', 'archive', 'restore'] as const)
        expect(codeOf(await ask(world, other, verb, id, { actor: acme.admin }))).toBe('entity_not_found')
    })

    const refusals: Refusals<Room['get']> = refusalsOn(room, (world, actor, id) =>
      ask(world, room, 'get', id, { actor }),
    )
    itRefuses(refusals)
  })

  describe('archive and restore', () => {
    it('change the state alone, and bring all back (ENT-4)', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const mia = await person(world, acme, 'mia')
      const id = await made(world, room, acme, mia)
      const [before, given] = [world.all(entities), world.all(grants)]
      world.clock.advance(3)
      const archived = await ask(world, room, 'archive', id, { actor: as(mia) })
      expect(unwrap(archived)).toEqual({ ...before[0], status: 'archived', archivedAt: START + 3 })
      expect(decided(archived)).toEqual({ because: ['grant_permits', 'entity_archived_now'], effects: [] })
      expect(world.all(grants)).toEqual(given)
      const restored = await ask(world, room, 'restore', id, { actor: as(mia) })
      expect(decided(restored)).toEqual({ because: ['grant_permits', 'entity_restored'], effects: [] })
      expect(world.all(entities)).toEqual(before)
    })

    it('take more than seeing it (ROL-6)', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const bo = await person(world, acme, 'bo')
      const id = await made(world, room, acme, acme.adminId)
      unwrap(await ask(world, room, 'grant', id, { actor: acme.admin, subject: toUser(bo), role: 'user' }))
      expect(codeOf(await ask(world, room, 'archive', id, { actor: as(bo) }))).toBe('entity_permission_missing')
      unwrap(await ask(world, room, 'archive', id, { actor: acme.admin }))
      expect(codeOf(await ask(world, room, 'restore', id, { actor: as(bo) }))).toBe('entity_permission_missing')
    })

    const call =
      (verb: 'archive' | 'restore') => (world: World, actor: typeof OPERATOR | ReturnType<typeof as>, id: string) =>
        ask(world, room, verb, id, { actor })
    const archive: Omit<Refusals<Room['archive']>, 'permission_missing' | 'entity_in_use' | 'relation_too_few'> = {
      ...refusalsOn(room, call('archive')),
      ...archivedOn(room, call('archive')),
    }
    itRefuses(archive)
    const restore: Refusals<Room['restore']> = {
      ...refusalsOn(room, call('restore')),
      entity_not_archived: async world => {
        const acme = await world.found('Acme')
        const id = await made(world, room, acme, acme.adminId)
        return () => call('restore')(world, acme.admin, id)
      },
    }
    itRefuses(restore)
  })

  describe('list', () => {
    it('shows all of the kind in the organization, in pages (ROL-4)', async () => {
      const world = createWorld()
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      const ids = [await made(world, room, acme, acme.adminId), await made(world, room, acme, acme.adminId)]
      await made(world, room, globex, globex.adminId)
      await made(world, room === 'datasets' ? 'ontologies' : 'datasets', acme, acme.adminId)
      const list = (after?: string) =>
        world.charter[room].list({ actor: acme.admin, organizationId: acme.id, limit: 1, ...(after && { after }) })
      const first = unwrap(await list())
      const second = unwrap(await list(first.next))
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([...ids].sort())
    })

    const refusals: Refusals<Room['list']> = authorizationRefusals((world, actor, organizationId) =>
      world.charter[room].list({ actor, organizationId }),
    )
    itRefuses(refusals)
  })
})
