import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Json, Slice } from '../kernel/index.ts'

/** More than these are told by a digest alone. */
const MOST_RECORDS = 100

/**
 * ACC-5. The version of each record that a value was made from, or where they are many their number and digest: made
 * again from the same records, it is the same.
 */
export const madeFrom = (slice: Slice): Json => {
  const records = [...slice.versions()].sort(([a], [b]) => (a < b ? -1 : 1))
  if (records.length <= MOST_RECORDS) return { records: Object.fromEntries(records) }
  return { count: records.length, sha256: bytesToHex(sha256(utf8ToBytes(JSON.stringify(records)))) }
}
