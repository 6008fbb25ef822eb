/**
 * The model test for as long as one likes: `npx tsx test/model/soak.ts 10000 [seed]` plays so many worlds beside the
 * naive charter, and says what was asked, what came of it, and how fast.
 */
import fc from 'fast-check'
import { worlds } from '../../src/testing/worlds/index.ts'
import { type Figures, playBeside } from './agreement.ts'

const [count = '1000', given] = process.argv.slice(2)
const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given)
const figures: Figures = new Map()
const start = performance.now()

const report = await fc.check(
  fc.asyncProperty(worlds(fc, 60), world => playBeside(world, figures)),
  { numRuns: Number(count), seed },
)
const steps = [...figures].reduce((sum, [what, times]) => sum + (what.includes('.') ? times : 0), 0)
const seconds = (performance.now() - start) / 1_000
for (const [what, times] of [...figures].sort()) console.log(`${String(times).padStart(9)} ${what}`)
console.log(`seed ${seed}: ${report.numRuns} worlds, ${steps} commands in ${seconds.toFixed(1)} s`)
if (report.failed) {
  console.log(fc.defaultReportMessage(report), report.errorInstance)
  process.exitCode = 1
}
