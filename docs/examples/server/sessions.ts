import { randomBytes } from 'node:crypto'
import type { Session } from 'orgcharter'

/** What the server keeps of a browser: who it is said to be, and what has been proven. The browser holds a random name of it. */
export type Kept = { readonly userId: string; readonly session: Session }

const LASTS = 12 * 3_600_000

export type Sessions = ReturnType<typeof createSessions>

/** Sessions in the memory of this process; yours are in your database, or in Redis. */
export const createSessions = (now: () => number) => {
  const kept = new Map<string, Kept & { readonly until: number }>()
  const put = (name: string, value: Kept): void => void kept.set(name, { ...value, until: now() + LASTS })
  return {
    begin: (value: Kept): string => {
      const name = randomBytes(32).toString('base64url')
      put(name, value)
      return name
    },
    get: (name: string | undefined): Kept | undefined => {
      const found = name === undefined ? undefined : kept.get(name)
      return found && now() < found.until ? found : undefined
    },
    /** What is proven since. A session that may do more has another name, so that nobody has known it before. */
    renew: (name: string, value: Kept): string => {
      kept.delete(name)
      const next = randomBytes(32).toString('base64url')
      put(next, value)
      return next
    },
    end: (name: string): void => void kept.delete(name),
    /** What `end_sessions` and `rotate_sessions` ask for. */
    endAllOf: (userId: string): void => {
      for (const [name, value] of kept) if (value.userId === userId) kept.delete(name)
    },
  }
}
