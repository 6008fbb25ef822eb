import { nanoid } from 'nanoid'
import type { Change } from '../change.ts'
import type { Dialect } from '../dialect.ts'
import { STANDS_AGAINST_IT } from '../dialects/postgresql.ts'
import { type Executor, run, type textCache } from '../statements.ts'
import type { Tables } from '../tables.ts'
import { addManyValues, manyShape, manyValues, writeAddMany, writeMany } from './many.ts'
import { oneValues, writeOne } from './one.ts'
import { type Step, stepsOf } from './step.ts'
import { startWriting } from './writing.ts'

const shapeOf = (step: Step): string =>
  `${step.table.of.name}:${step.kind}${step.kind === 'many' ? `:${manyShape(step)}` : ''}`

const valuesOf = (step: Step): readonly unknown[] => {
  if (step.kind === 'many') return manyValues(step)
  return step.kind === 'add_many' ? addManyValues(step) : oneValues(step)
}

const textOf = (dialect: Dialect, steps: readonly Step[]): string => {
  const writing = startWriting(dialect)
  for (const step of steps) {
    if (step.kind === 'many') writeMany(writing, step)
    else if (step.kind === 'add_many') writeAddMany(writing, step)
    else writeOne(writing, step.kind, step.table)
  }
  // An error takes back what the statement has written; nothing less does.
  const end = `cast(case when ${writing.isWell} then '1' else '${STANDS_AGAINST_IT}' end as integer)`
  return `with ${writing.steps.join(',\n')}\nselect ${end}, ${writing.version}`
}

/** The change in one statement; what stands against it comes as an error, with which nothing was written. */
export const commitAtOnce = async (
  db: Executor,
  { dialect }: Tables,
  change: Change,
  texts: ReturnType<typeof textCache>,
): Promise<void> => {
  const steps = stepsOf(change)
  let shape = 'commit'
  const parameters: unknown[] = [nanoid()]
  for (const step of steps) {
    shape += `,${shapeOf(step)}`
    parameters.push(...valuesOf(step))
  }
  await run(db, { sql: texts(shape, () => textOf(dialect, steps)), parameters })
}
