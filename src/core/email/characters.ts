import type { CharacterFacts } from './refusals.ts'

export const AT = 0x40
export const DOT = 0x2e
export const HYPHEN = 0x2d

export const isLowerOrDigit = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || isDigit(code)

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

export const isUpper = (code: number): boolean => code >= 0x41 && code <= 0x5a

/** What a fact may say of an input: a place and a code point, never the text. */
export const characterFacts = (text: string, position: number): CharacterFacts => ({
  position,
  codePoint: `U+${(text.codePointAt(position) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
})

/** ASCII letters only: `toLowerCase` alone would fold U+212A KELVIN SIGN into `k` and so two mailboxes into one. */
export const asciiLowerCase = (text: string): string => text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
