/**
 * Every benchmark, side by side in one process: `npm run bench`. Ratios are what holds from machine to machine.
 * It is bundled first, as users run it: a loader that keeps the names of functions slows all of it.
 * `--smoke` runs small sizes, to show that all of them still work; its figures mean nothing. `--sql` runs those alone that
 * need a database.
 */
import { bench as access, allowed } from './access.bench.ts'
import { decided, bench as mfa } from './mfa.bench.ts'
import { bench as policy } from './policy.bench.ts'
import { found, bench as resolve } from './resolve.bench.ts'
import { bench as signUp } from './sign-up.bench.ts'
import { SMOKE, bench as sql } from './sql.bench.ts'
import { benchSweep, bench as workforce } from './workforce.bench.ts'

const isSmoke = process.argv.includes('--smoke')
const isSqlAlone = process.argv.includes('--sql')

const rounded = (row: object) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(3)) : value,
    ]),
  )

const show = (title: string, rows: readonly object[] = []) => {
  console.log(`\n${title}`)
  console.table(rows.map(rounded))
}

console.log(`node ${process.version}, ${process.platform} ${process.arch}, ${new Date().toISOString().slice(0, 10)}`)
if (!isSqlAlone) {
  show('A sign-up on the memory store, in microseconds', await signUp(isSmoke ? [100, 1_000] : undefined))
  show(
    'A vendor’s person added to a project on the memory store, in microseconds',
    await workforce(isSmoke ? [100, 1_000] : undefined),
  )
  show('The memberships of an engagement that has ended', await benchSweep(isSmoke ? 500 : undefined))
  show('How all members stand under a policy', await policy(isSmoke ? 2_500 : undefined))
  show('The organizations and roles of an address, in nanoseconds', await resolve(isSmoke ? [10, 1_000] : undefined))
  show('Whether somebody may do something on a project, in nanoseconds', await access(isSmoke ? 20 : undefined))
  show('How a sign-in is decided, and whether a code is right', await mfa(isSmoke ? 20 : undefined))
}
for (const place of ['postgresql', 'sqlite'] as const)
  show(`A backend’s requests on ${place}, how many a second`, await sql(place, isSmoke ? SMOKE : undefined))
// Said, so that no engine may leave out what nobody looks at.
console.log(
  `${found.count} addresses were found, ${allowed.count} questions answered with yes, ${decided.count} sign-ins and codes accepted`,
)
