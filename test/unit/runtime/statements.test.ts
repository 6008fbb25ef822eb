import { describe, expect, it } from 'vitest'
import { isCommand } from '../../docs/statements-page.ts'
import { type CommandCalls, callsOfAll } from '../../support/statements.ts'

const all = await callsOfAll()

const callsOf = (path: string): CommandCalls => {
  const calls = all.find(each => each.path === path)
  if (!calls) throw new Error(`${path} was not counted`)
  return calls
}

describe('the statements of a command', () => {
  it.each([
    ['users.signUp', { rounds: 2, gets: 2, lists: 2, commits: 1 }],
    ['members.import', { rounds: 2, gets: 2, lists: 0, commits: 1 }],
    ['members.changeRole', { rounds: 1, gets: 1, lists: 1, commits: 1 }],
    ['access.can', { rounds: 1, gets: 1, lists: 0, commits: 0 }],
    ['members.list', { rounds: 1, gets: 1, lists: 1, commits: 0 }],
  ])('are what every request waits for, in at most two rounds: %s', (path, expected) => {
    expect(callsOf(path)).toEqual({ path, ...expected })
  })

  it('are committed at once by a command, and never by what only looks', () => {
    const wrong = all.filter(({ path, commits }) => commits > Number(isCommand(path)))
    expect(wrong).toEqual([])
    expect(all.filter(({ commits }) => commits === 1).length).toBeGreaterThan(60)
  })

  it('are read in at most four rounds', () => {
    expect(all.filter(({ rounds }) => rounds > 4)).toEqual([])
  })
})
