import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** How a run ended: a file that did not load and an error outside any test count as one failed test each. */
export const closingLine = (modules: readonly TestModule[], unhandled: readonly SerializedError[]): string => {
  const count = { passed: 0, failed: unhandled.length, skipped: 0 }
  for (const module of modules) {
    count.failed += module.errors().length
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state !== 'pending') count[state]++
    }
  }
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
  return `${count.passed} passed, ${count.failed} failed${skipped}`
}

/** The last line of a run, alone: `120 passed, 0 failed`. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    // Once the other reporters are through, and whatever closes after the run has closed.
    process.once('exit', () => process.stdout.write(`${closingLine(modules, unhandled)}\n`))
  }
}
