export { type ImportedRow, type ImportingCharter, importMembers } from './import-members.ts'
export type { ImportOptions } from './options.ts'
export type { ImportSource } from './text.ts'
