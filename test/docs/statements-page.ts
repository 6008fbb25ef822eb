import { useCases } from '../../src/runtime/use-cases.ts'
import type { CommandCalls } from '../support/statements.ts'

const kinds = new Map(
  Object.entries<object>(useCases).flatMap(([room, verbs]) =>
    Object.entries<object>(verbs as never).map(([verb, useCase]) => [`${room}.${verb}`, 'plan' in useCase]),
  ),
)

/** Whether a method commits anything, whatever it is asked. */
export const isCommand = (path: string): boolean => kinds.get(path) ?? false

const rowOf = ({ path, rounds, gets, lists }: CommandCalls): string =>
  `| \`${path}\` | ${rounds} | ${gets + lists} | ${isCommand(path) ? 1 : '–'} |`

/** docs/statements-per-command.md, from what was asked of a store that counts. */
export const statementsPage = (calls: readonly CommandCalls[]): string => `# Statements per command

<!-- Made by \`npm run docs\` from the code. -->

What each method asks of the store: counted on a store that counts, with an organization of a few members, rules, groups
and projects, and an actor who is a member. None of it grows with the number of members; what is wide has pages.

| column | |
|---|---|
| rounds | of reads, one after the other. On PostgreSQL and SQLite a round is one statement, and so one round trip on a pool of any size |
| reads | what is asked of the store in these rounds: all the records of a round by their names, and each page of a list. On MySQL and MariaDB each is a statement; those of a round go out together, on as many connections as are free |
| commit | one call of \`commit\`. On PostgreSQL it is one statement and one round trip, which locks, checks and writes it all; elsewhere a short transaction |

A command that is refused, or finds that nothing is to change, does not commit. A conflict costs the reads and the commit
once more. An operator, of whom nothing is read, costs no more than a member.

| method | rounds | reads | commit |
|---|---|---|---|
${calls.map(rowOf).join('\n')}
`
