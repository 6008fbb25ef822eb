import type { Collection, Slice } from '../kernel/index.ts'
import { type Organization, organizations } from '../organization/index.ts'

/** The records as they would be with this one in the place of what the organization is now. */
export const asIf = (organization: Organization, slice: Slice): Slice => ({
  ...slice,
  get: <R>(of: Collection<R>, ...key: readonly string[]) =>
    of.name === organizations.name && key[0] === organization.id
      ? (organization as unknown as R)
      : slice.get(of, ...key),
})
