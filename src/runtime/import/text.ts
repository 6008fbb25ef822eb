/** Chunks as they come: text, or UTF-8 cut anywhere. @since 0.5.0 */
export type ImportSource = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

type Decoder = { decode(bytes: Uint8Array, options?: { readonly stream: boolean }): string }
type WebEncoding = {
  readonly TextDecoder: new (
    label: string,
    options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
  ) => Decoder
}

const decoder = (): Decoder =>
  new (globalThis as unknown as WebEncoding).TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** So that a chunk of any size costs no more memory beside itself than this. */
const PIECE = 65_536
const MARK = '\uFEFF'

/** What is not UTF-8 ends the text; all that stands before it is given first. */
export const NOT_UTF8: unique symbol = Symbol('not UTF-8')

/** The text of a source, without its byte order mark. */
export async function* textOf(source: ImportSource): AsyncGenerator<string | typeof NOT_UTF8, void, undefined> {
  let isFirst = true
  for await (const text of decoded(source)) {
    if (text === '') continue
    yield typeof text === 'string' && isFirst && text.startsWith(MARK) ? text.slice(1) : text
    isFirst = false
  }
}

async function* decoded(source: ImportSource): AsyncGenerator<string | typeof NOT_UTF8, void, undefined> {
  const utf8 = decoder()
  let held = new Uint8Array()
  for await (const chunk of source) {
    if (typeof chunk === 'string') {
      if (held.length > 0) return yield NOT_UTF8
      yield chunk
      continue
    }
    if (!isBytes(chunk)) throw new TypeError('importMembers: the source gave a chunk that is neither text nor bytes')
    for (let at = 0; at < chunk.length; at += PIECE) {
      const bytes = joined(held, chunk.subarray(at, at + PIECE))
      const whole = bytes.length - openEnd(bytes)
      const { text, isWhole } = read(bytes.subarray(0, whole), utf8)
      yield text
      if (!isWhole) return yield NOT_UTF8
      held = bytes.slice(whole)
    }
  }
  if (held.length > 0) yield NOT_UTF8
}

/** By its tag and not by `instanceof`, which does not know the array of another realm. */
const isBytes = (chunk: unknown): boolean => Object.prototype.toString.call(chunk) === '[object Uint8Array]'

const joined = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  if (first.length === 0) return second
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

/** How many of the last bytes begin a character that goes on in the next chunk. */
const openEnd = (bytes: Uint8Array): number => {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}

/** All of it, or all up to the first byte that is no text: what is read does not depend on where chunks were cut. */
const read = (bytes: Uint8Array, utf8: Decoder): { readonly text: string; readonly isWhole: boolean } => {
  try {
    return { text: utf8.decode(bytes), isWhole: true }
  } catch {
    return { text: beforeTheFault(bytes), isWhole: false }
  }
}

const beforeTheFault = (bytes: Uint8Array): string => {
  const stream = decoder()
  let text = ''
  try {
    for (let at = 0; at < bytes.length; at++) text += stream.decode(bytes.subarray(at, at + 1), { stream: true })
  } catch {
    // It ends here.
  }
  return text
}
