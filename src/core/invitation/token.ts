import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Random } from '../../ports/system.ts'

const TOKEN_BYTES = 20

/** 160 bits, for a link: 40 letters and digits. */
export const newToken = (random: Random): string => bytesToHex(random(TOKEN_BYTES))

/** So many bits need no salt and no slow hash: nobody tries them all. */
export const hashOf = (token: string): string => bytesToHex(sha256(utf8ToBytes(token)))
