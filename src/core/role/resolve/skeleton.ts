import type { Idna } from '../../../ports/idna.ts'
import type { Domain } from '../../email/domain.ts'
import { attempt } from '../../kernel/attempt.ts'
import { lookAlikes } from './look-alikes.ts'

/**
 * What a domain looks like: two domains with one skeleton are easily taken for each other. Accents are taken off,
 * each look-alike becomes its ASCII letter, and pairs that run together become what they seem.
 */
export const skeletonOf = (domain: Domain, idna?: Idna): string =>
  shown(domain, idna)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^ -~]/g, asciiOf)
    .replace(/0/g, 'o')
    .replace(/1/g, 'l')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')

const asciiOf = (letter: string): string => {
  for (const [from, ascii] of lookAlikes) {
    const seen = ascii[letter.charCodeAt(0) - from]
    if (seen?.trim()) return seen
  }
  return letter
}

const shown = (domain: Domain, idna: Idna | undefined): string =>
  attempt(() => (domain.includes('xn--') && idna?.toUnicode(domain)) || domain, domain)
