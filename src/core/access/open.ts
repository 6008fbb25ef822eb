import type { EntityKind } from '../entity/index.ts'
import type { Instant, Json } from '../kernel/index.ts'
import { CLOSED, validData } from './compiled-data.ts'
import { bitsOf, type CompiledAccessData, type Mask } from './compiled-format.ts'
import type { Permission } from './model.ts'

/** What is asked about: only what was compiled in is ever permitted. @since 0.2.0 */
export type CompiledResource = { readonly kind: EntityKind | 'organization'; readonly id: string }

/** ACC-5. One user's access in one organization, as it was at `madeAt`. @since 0.2.0 */
export type CompiledAccess = {
  readonly userId: string
  readonly organizationId: string
  /** Epoch ms. */
  readonly madeAt: Instant
  /** Epoch ms; from then on nothing is permitted. Null where nothing that it rests on ends. */
  readonly until: Instant | null
  /** What `compileAccess` was told of the records that it was made from; null where it was not. */
  readonly madeFrom: Json
  /** Whether it was permitted at `madeAt`, and nothing that it rests on has ended by `now` (epoch ms). Without reasons. */
  readonly can: (permission: Permission, resource: CompiledResource, now: Instant, stage?: string) => boolean
  /** Whether it answers at all by then: `now` (epoch ms) is before `until`. */
  readonly isFresh: (now: Instant) => boolean
  readonly toJSON: () => CompiledAccessData
}

/**
 * ACC-5. What `JSON.stringify` made of a compiled access, ready to answer again. It checks the shape, and cannot know who
 * made it: sign what goes through other hands.
 *
 * @invariant INV-26: it never throws, and what comes of anything else permits nothing.
 * @param json The text, or what `JSON.parse` makes of it.
 * @returns What answers as before.
 * @example
 * import { openAccess } from 'orgcharter/access'
 * const access = openAccess('{}')
 * access.can('project.view', { kind: 'project', id: 'cats' }, 1_767_225_600_000) // false
 * @since 0.2.0
 */
export const openAccess = (json: unknown): CompiledAccess => {
  try {
    return opened(validData(typeof json === 'string' ? JSON.parse(json) : json))
  } catch {
    return opened(CLOSED) // INV-26: no JSON, a proxy or a getter that throws
  }
}

type Masks = ReadonlyMap<string, Mask>

/** Of data that is valid. */
export const opened = (data: CompiledAccessData): CompiledAccess => {
  const { userId, organizationId, madeAt, until, madeFrom } = data
  const end = until ?? Number.POSITIVE_INFINITY
  const organization: Masks = new Map([[organizationId, data.organization]])
  const project: Masks = new Map(Object.entries(data.entities.project))
  const dataset: Masks = new Map(Object.entries(data.entities.dataset))
  const ontology: Masks = new Map(Object.entries(data.entities.ontology))
  const staged = new Map(Object.entries(data.stages).map(([id, stages]) => [id, new Map(Object.entries(stages))]))
  const judged = (permission: string, { kind, id }: CompiledResource, stage: string | undefined): boolean => {
    if (kind === 'project')
      return isSet(project, id, bitsOf.project, permission) || (stage !== undefined && inStage(id, permission, stage))
    if (kind === 'dataset') return isSet(dataset, id, bitsOf.dataset, permission)
    if (kind === 'ontology') return isSet(ontology, id, bitsOf.ontology, permission)
    return kind === 'organization' && isSet(organization, id, bitsOf.organization, permission)
  }
  const inStage = (id: string, permission: string, stage: string): boolean => {
    const masks = staged.get(id)
    return masks !== undefined && isSet(masks, stage, bitsOf.project, permission)
  }
  return {
    ...{ userId, organizationId, madeAt, until, madeFrom },
    can: (permission, resource, now, stage) => {
      try {
        return now < end && judged(permission, resource, stage)
      } catch {
        return false // INV-26: null, a proxy or a getter that throws
      }
    },
    isFresh: now => now < end,
    toJSON: () => data,
  }
}

/** A permission of another kind has no bit, and what was not compiled in has no mask. */
const isSet = (masks: Masks, key: string, bits: Masks, permission: string): boolean =>
  ((masks.get(key) ?? 0) & (bits.get(permission) ?? 0)) !== 0
