import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AccessFacts,
  type CompileInput,
  can,
  compileAccess,
  explain,
  openAccess,
  type Permission,
} from '../../src/access.ts'
import { factsAfter } from '../../src/core/access/change.ts'
import { permissionsByKind } from '../../src/core/access/compiled-format.ts'
import { naiveCan } from '../model/access.ts'
import { commonFacts, compileEntities, facts, grants, moments, permissions, stages } from './access-arbitraries.ts'
import { anything } from './arbitraries.ts'

const runs = { numRuns: 1_500 }

describe('laws of access', () => {
  it('can_decides_as_the_model_reads (ACC-1, ACC-2)', () => {
    fc.assert(
      fc.property(permissions, facts, (permission, those) => {
        expect(can(permission, those).allowed).toBe(naiveCan(permission, those))
      }),
      { numRuns: 10_000 },
    )
  })

  it('order_of_grants_never_matters (GRP-3)', () => {
    const shuffled = facts.chain(those =>
      fc.tuple(fc.constant(those), fc.shuffledSubarray([...those.grants], { minLength: those.grants.length })),
    )
    fc.assert(
      fc.property(permissions, shuffled, (permission, [those, list]) => {
        expect(explain(permission, { ...those, grants: list })).toEqual(explain(permission, those))
      }),
      runs,
    )
  })

  it('a_grant_more_never_takes_anything_away (GRP-3)', () => {
    fc.assert(
      fc.property(permissions, facts, grants, (permission, those, grant) => {
        if (!can(permission, those).allowed) return
        expect(can(permission, { ...those, grants: [grant, ...those.grants] }).allowed).toBe(true)
      }),
      runs,
    )
  })

  it('time_alone_never_allows (INV-25)', () => {
    fc.assert(
      fc.property(permissions, facts, moments, (permission, those, later) => {
        fc.pre(later >= those.now && those.membership?.derived === undefined)
        if (can(permission, { ...those, now: later }).allowed) expect(can(permission, those).allowed).toBe(true)
      }),
      runs,
    )
  })

  it('the_trace_ends_with_what_decided (ACC-4)', () => {
    fc.assert(
      fc.property(permissions, facts, (permission, those) => {
        const { decision, trace } = explain(permission, those)
        expect(decision).toEqual(can(permission, those))
        expect(trace.filter(({ decides }) => decides)).toEqual([trace.at(-1)])
        expect(trace.at(-1)?.outcome).toBe(decision.allowed ? 'allows' : 'denies')
        expect(trace.at(-1)?.code).toBe(decision.because.at(-1)?.code)
      }),
      runs,
    )
  })

  it('every_way_allows_it_and_no_part_of_it_does (ACC-4)', () => {
    fc.assert(
      fc.property(permissions, facts, (permission, those) => {
        const { ways } = explain(permission, those)
        for (const way of ways) {
          expect(can(permission, way.reduce(factsAfter, those)).allowed).toBe(true)
          way.forEach((_, index) => {
            const part = way.filter((__, at) => at !== index)
            expect(can(permission, part.reduce(factsAfter, those)).allowed).toBe(false)
          })
        }
        expect(ways.length).toBeLessThanOrEqual(5)
        expect(new Set(ways.map(way => JSON.stringify(way))).size).toBe(ways.length)
      }),
      runs,
    )
  })

  it('there_is_a_way_to_whatever_can_be_had (ACC-4)', () => {
    fc.assert(
      fc.property(permissions, facts, (permission, those) => {
        const { decision, ways } = explain(permission, those)
        const isAskedRight = !['permission_of_another_kind', 'resource_of_another_organization'].includes(
          decision.because.at(-1)?.code ?? '',
        )
        if (those.resource.kind !== 'organization') expect(ways.length > 0).toBe(!decision.allowed && isAskedRight)
      }),
      runs,
    )
  })
})

describe('laws of compiled access', () => {
  const inputs: fc.Arbitrary<CompileInput> = fc
    .tuple(commonFacts, compileEntities)
    .map(([common, entities]) => ({ ...common, entities }))

  type Asked = { readonly permission: Permission; readonly those: AccessFacts }

  const questionsOf = ({ entities, ...common }: CompileInput, now: number, stage: string | undefined): Asked[] =>
    Object.values(permissionsByKind)
      .flat()
      .flatMap(permission => [
        { permission, those: { ...common, now, stage, resource: { kind: 'organization', id: 'acme' }, grants: [] } },
        ...entities.map(entity => ({
          permission,
          those: { ...common, now, stage, resource: entity, grants: entity.grants },
        })),
      ])

  it('compiled_access_agrees_with_can_until_it_ends (INV-23)', () => {
    fc.assert(
      fc.property(inputs, moments, fc.option(stages, { nil: undefined }), (input, later, stage) => {
        const access = compileAccess(input)
        const opened = openAccess(JSON.stringify(access))
        for (const now of [input.now, Math.max(later, input.now)]) {
          const isOver = access.until !== null && now >= access.until
          const wrong = questionsOf(input, now, stage).filter(({ permission, those }) => {
            const expected = can(permission, those).allowed && !isOver
            return [access, opened].some(each => each.can(permission, those.resource, now, stage) !== expected)
          })
          expect(wrong).toEqual([])
          expect(access.isFresh(now)).toBe(!isOver)
        }
        expect(opened.toJSON()).toEqual(access.toJSON())
      }),
      { numRuns: 300 },
    )
  })

  it('compiled_access_ends_only_where_something_ends (ACC-5)', () => {
    fc.assert(
      fc.property(inputs, input => {
        const { until } = compileAccess(input)
        if (until === null || input.membership?.assigned?.until === until) return
        const before = questionsOf(input, until - 1, undefined)
        const stagesOf = input.entities.flatMap(({ grants }) => grants.flatMap(grant => grant.stages ?? []))
        const isLess = ['', ...stagesOf].some(stage =>
          before.some(
            ({ permission, those }) =>
              can(permission, { ...those, stage }).allowed && !can(permission, { ...those, stage, now: until }).allowed,
          ),
        )
        expect(isLess).toBe(true)
      }),
      runs,
    )
  })
})

describe('laws of any input', () => {
  it('nothing_throws_and_nonsense_allows_nothing (INV-26)', () => {
    fc.assert(
      fc.property(anything, anything, fc.nat(), ({ it: one }, { it: other }, now) => {
        expect(can(one as Permission, other as AccessFacts).allowed).toBe(false)
        expect(explain('project.view', other as AccessFacts).ways).toEqual([])
        for (const access of [compileAccess(other as CompileInput), openAccess(other)])
          expect(access.can('project.view', { kind: 'project', id: 'cats' }, now)).toBe(false)
      }),
      runs,
    )
  })

  it('facts_with_one_thing_spoiled_never_throw_nor_allow_more (INV-26)', () => {
    const spoiled = facts.chain(those =>
      fc.tuple(
        fc.constant(those),
        fc.constantFrom<(keyof AccessFacts)[]>(
          'now',
          'roles',
          'actor',
          'organization',
          'membership',
          'resource',
          'grants',
        ),
        anything,
      ),
    )
    fc.assert(
      fc.property(permissions, spoiled, (permission, [those, name, { it: nonsense }]) => {
        // Another moment is no nonsense, and may well allow what this one does.
        fc.pre(name !== 'now' || !Number.isFinite(nonsense))
        const answer = explain(permission, { ...those, [name]: nonsense } as AccessFacts)
        if (answer.decision.allowed) expect(name === 'grants' && can(permission, those).allowed).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
