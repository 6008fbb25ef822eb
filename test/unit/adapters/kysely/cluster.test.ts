import type { CompiledQuery } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mysql } from '../../../../src/adapters/kysely/dialects/mysql.ts'
import { holdingOf, untilItWins } from '../../../../src/adapters/kysely/in-steps/cluster.ts'
import type { Executor } from '../../../../src/adapters/kysely/statements.ts'

const answering = (...answers: readonly (readonly object[] | Error)[]) => {
  const asked: string[] = []
  const executeQuery = async ({ sql }: CompiledQuery) => {
    const answer = answers[asked.push(sql) - 1]
    if (answer instanceof Error) throw answer
    return { rows: answer }
  }
  return { asked, db: { executeQuery } as unknown as Executor }
}

describe('how records that are only read are held', () => {
  it.each([
    ['by_lock', 'a server alone', []],
    ['by_write', 'Galera', [{ Variable_name: 'wsrep_on', Value: 'ON' }]],
    ['by_write', 'a group', [{ Variable_name: 'group_replication_single_primary_mode', Value: 'OFF' }]],
  ])('is %s on %s', async (expected, _, rows) => {
    const { db, asked } = answering(rows)
    const holding = holdingOf(db, mysql.cluster)
    expect([await holding(), await holding()]).toEqual([expected, expected])
    expect(asked).toHaveLength(1)
    for (const { Variable_name, Value } of rows)
      expect(asked[0]).toContain(`variable_name = '${Variable_name}' and value = '${Value}'`)
  })

  it('is asked again where the answer did not come', async () => {
    const { db } = answering(new Error('gone'), [{ Value: 'ON' }])
    const holding = holdingOf(db, mysql.cluster)
    await expect(holding()).rejects.toThrow('gone')
    expect(await holding()).toBe('by_write')
  })

  it('is not asked where no cluster can be', async () => {
    const { db, asked } = answering()
    expect(await holdingOf(db, undefined)()).toBe('by_lock')
    expect(asked).toEqual([])
  })
})

const cluster = mysql.cluster as NonNullable<typeof mysql.cluster>
const lost = Object.assign(new Error('Deadlock found'), { errno: 1213 })

/** Fails so often before it wins. */
const winningAfter = (losses: number, error: unknown = lost) => {
  const attempt = vi.fn(async () => {
    if (attempt.mock.calls.length <= losses) throw error
  })
  return attempt
}

describe('a commit that lost to another server’s', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const end = async (attempt: () => Promise<void>): Promise<unknown> => {
    const ended = untilItWins(cluster, attempt).catch((error: unknown) => error)
    await vi.runAllTimersAsync()
    return ended
  }

  it('is sent again until it wins', async () => {
    const attempt = winningAfter(31)
    expect(await end(attempt)).toBeUndefined()
    expect(attempt).toHaveBeenCalledTimes(32)
  })

  it('is lost for good after 32 times', async () => {
    const attempt = winningAfter(32)
    expect(await end(attempt)).toBe(lost)
    expect(attempt).toHaveBeenCalledTimes(32)
  })

  it.each([
    [3101, 'Plugin instructed the server to rollback the current transaction.'],
    [1180, "Got error 149 - 'Lock deadlock; Retry transaction' during COMMIT"],
    [1180, "Fehler 149 - 'Lock deadlock; Retry transaction' beim COMMIT"],
  ])('is sent again in a group too, and is a conflict when it is lost for good (%i, %s)', async (errno, message) => {
    const error = Object.assign(new Error(message), { errno })
    expect(await end(winningAfter(1, error))).toBeUndefined()
    expect(mysql.isConflict(error)).toBe(true)
  })

  it('is not sent again after anything else', async () => {
    const full = Object.assign(new Error('Got error 28 - No space left on device during COMMIT'), { errno: 1180 })
    expect(mysql.isConflict(full)).toBe(false)
    for (const error of [Object.assign(new Error('duplicate'), { errno: 1062 }), full, new Error('gone')]) {
      const attempt = winningAfter(1, error)
      expect(await end(attempt)).toBe(error)
      expect(attempt).toHaveBeenCalledTimes(1)
    }
  })
})
