export { idna } from './adapters/idna/index.ts'
export { unicodeLocalParts } from './core/email/unicode-local.ts'
export type { Idna } from './ports/idna.ts'
export type { LocalParts } from './ports/local-parts.ts'
