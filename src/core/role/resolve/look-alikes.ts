/**
 * Letters that a domain name can hold and that look like ASCII ones in common fonts: stretches of Latin, Greek, Cyrillic
 * and Armenian, each from a code point on, and for each of their letters the one that it looks like, or a space.
 * Reviewed by hand from Unicode's confusables; accents are taken off before, so none stands here.
 */
export const lookAlikes: readonly (readonly [from: number, ascii: string])[] = [
  [0x131, 'i'],
  [0x3b1, 'a y   n ik  v o p otu x w'],
  [0x430, 'a  r e    k m onpcty xu w   b       esi j                            v'],
  [0x4af, 'y y         h e                 l'],
  [0x501, 'd                         q w'],
  [0x561, 'w    q   d     h    j  n    u   g  fo'],
]
