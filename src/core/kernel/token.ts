import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Random } from '../../ports/system.ts'

const TOKEN_BYTES = 20

/** 160 bits in hex, for a link or a record: nobody guesses it, and no other is the same. */
export const newToken = (random: Random): string => bytesToHex(random(TOKEN_BYTES))

/** What is stored of a token (INV-21): so many bits need no salt and no slow hash, since nobody tries them all. */
export const hashOfToken = (token: string): string => bytesToHex(sha256(utf8ToBytes(token)))
