import { idempotencyRecords } from '../../kernel/index.ts'
import { users } from '../../user/index.ts'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

const DIGEST = /^[0-9a-f]{64}$/
const SCOPE = /^(?:host|(?:operator|email|token):[0-9a-f]{64})$/
const OF_USER = 'user:'

/** INV-27: a first outcome is kept for somebody, and of a command that can be told from others. */
export const outcomes = (whole: Whole): readonly Breach[] =>
  whole
    .all(idempotencyRecords)
    .filter(({ scope, fingerprint }) => !DIGEST.test(fingerprint) || !isScope(scope, whole))
    .map(({ scope, key }) => breach('INV-27', [scope, key], { problem: 'outcome_of_nobody' }))

const isScope = (scope: string, whole: Whole): boolean =>
  SCOPE.test(scope) || (scope.startsWith(OF_USER) && whole.has(users, scope.slice(OF_USER.length)))
