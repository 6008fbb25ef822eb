import { describe } from 'vitest'
import { type Database, hasServer, openMariadb, openMysql, openPostgresql, openSqlite } from './servers.ts'

/** A database of each kind that is there, and what a name is put into on it. */
export type Kind = { readonly name: string; open(): Promise<Database>; quote(name: string): string }

const ansi = (name: string): string => `"${name}"`
const backticks = (name: string): string => `\`${name}\``

const kinds: readonly Kind[] = [
  { name: 'SQLite', open: openSqlite, quote: ansi },
  ...((await hasServer('postgresql')) ? [{ name: 'PostgreSQL', open: openPostgresql, quote: ansi }] : []),
  ...((await hasServer('mariadb')) ? [{ name: 'MariaDB', open: openMariadb, quote: backticks }] : []),
  ...((await hasServer('mysql')) ? [{ name: 'MySQL', open: openMysql, quote: backticks }] : []),
]

/** The same tests on each database that is there. */
export const onEachDatabase = (title: string, body: (kind: Kind) => void): void => {
  for (const kind of kinds) describe(`${title}, on ${kind.name}`, () => body(kind))
}
