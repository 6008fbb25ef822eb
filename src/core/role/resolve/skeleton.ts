import type { Idna } from '../../../ports/idna.ts'
import type { Domain } from '../../email/domain.ts'
import { lookAlikes } from './look-alikes.ts'

const asciiOf: ReadonlyMap<string, string | undefined> = new Map(
  lookAlikes.flatMap(([ascii, ...letters]) => letters.map(letter => [letter, ascii])),
)

/**
 * What a domain looks like: two domains with one skeleton are easily taken for each other. Accents are taken off,
 * each look-alike becomes its ASCII letter, and pairs that run together become what they seem.
 */
export const skeletonOf = (domain: Domain, idna?: Idna): string => {
  let skeleton = ''
  for (const letter of shown(domain, idna).normalize('NFD')) {
    if (ACCENT.test(letter)) continue
    skeleton += asciiOf.get(letter) ?? letter
  }
  return skeleton.replace(/rn|vv/g, pair => (pair === 'rn' ? 'm' : 'w'))
}

const ACCENT = /[\u0300-\u036f]/

const shown = (domain: Domain, idna: Idna | undefined): string => {
  try {
    return (domain.includes('xn--') && idna?.toUnicode(domain)) || domain
  } catch {
    return domain
  }
}
