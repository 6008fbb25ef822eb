export { idna } from './adapters/idna/index.ts'
export type { Idna } from './ports/idna.ts'
