/** MySQL or MariaDB by `mysql2`: the pool with callbacks, which is what Kysely takes, not that of `mysql2/promise`. */
import { Kysely, MysqlDialect } from 'kysely'
import { createPool } from 'mysql2'

export const openMysql2 = (uri: string): Kysely<unknown> =>
  new Kysely({ dialect: new MysqlDialect({ pool: createPool({ uri, connectionLimit: 10 }) }) })
