import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

/** A token as it could stand in a text: whatever is longer than the longest is none. */
const TOKENS = /[A-Za-z0-9_-]{20,200}/g
const HASH_FIELD = /hash$/i
const HASH = /^[0-9a-f]{64}$/

type Text = { readonly field: string; readonly text: string }

/**
 * INV-21: of a token only the hash is stored, so no text anywhere has one of those hashes: not in an effect, in the
 * outcome that is kept for repeats, in an audit entry or in a record. The breach does not repeat what it found.
 */
export const secrets = (whole: Whole): readonly Breach[] => {
  const hashes = new Map<string, string>()
  for (const { ref, record } of whole.rows)
    for (const { field, text } of textsOf(record)) if (HASH_FIELD.test(field) && HASH.test(text)) hashes.set(text, ref)
  if (hashes.size === 0) return []
  const harmless = new Set<string>()
  return whole.rows.flatMap(({ ref, record }) => {
    const shown = new Set<string>()
    for (const { text } of textsOf(record))
      for (const [token] of text.matchAll(TOKENS)) {
        if (harmless.has(token)) continue
        const of = hashes.get(bytesToHex(sha256(utf8ToBytes(token))))
        if (of === undefined) harmless.add(token)
        else shown.add(of)
      }
    return [...shown].map(of => breach('INV-21', [ref, of], { problem: 'secret_in_the_clear' }))
  })
}

/** Every text of a record, however deep, and the names of its fields, with the field that each is in. */
function* textsOf(record: unknown): Generator<Text> {
  const left: { field: string; value: unknown }[] = [{ field: '', value: record }]
  for (let next = left.pop(); next; next = left.pop()) {
    const { field, value } = next
    if (typeof value === 'string') yield { field, text: value }
    else if (Array.isArray(value)) for (const item of value) left.push({ field, value: item })
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) {
        yield { field: '', text: name }
        left.push({ field: name, value: item })
      }
  }
}
