import { existsSync, readFileSync } from 'node:fs'

const beside = new URL('../../../shared/vectors/', import.meta.url)
const own = new URL('./data/', import.meta.url)

/** The text of a vector file: from `shared/vectors` beside the project where it is there, else the project's copy. */
export const readVector = (path: string): string => {
  const shared = new URL(path, beside)
  return readFileSync(existsSync(shared) ? shared : new URL(path, own), 'utf8')
}
