import { type Made, ok, type Result, refused, type Slice } from '../kernel/index.ts'
import { organizations } from '../organization/index.ts'
import { workforceRefusals } from './refusals.ts'

/** WRK-1, ORG-2: another organization, which is active and of the workforce kind. */
export const judgeVendor = (
  { organizationId, vendorId }: { readonly organizationId: string; readonly vendorId: string },
  slice: Pick<Slice, 'get'>,
): Result<null, Made<typeof workforceRefusals.vendor_invalid>> => {
  const vendor = slice.get(organizations, vendorId)
  const problem = !vendor
    ? 'not_found'
    : vendorId === organizationId
      ? 'host_itself'
      : vendor.kind !== 'workforce'
        ? 'not_workforce'
        : vendor.status === 'archived'
          ? 'archived'
          : undefined
  return problem ? refused(workforceRefusals.vendor_invalid({ vendorId, problem })) : ok(null)
}
