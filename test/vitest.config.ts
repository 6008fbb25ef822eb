import { defineConfig } from 'vitest/config'
import { entryPoints, root } from './setup/entry-points.ts'

const SUFFIXES = '{test,prop.test,race.test,model.test,contract.test}'

/** Two kinds of test: of the sources, and of the package that is built from them. */
export default defineConfig({
  root,
  test: {
    // A test says what is right; how long it takes on a busy machine is no fault.
    testTimeout: 60_000,
    reporters: ['default', './test/setup/closing-line-reporter.ts'],
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
    projects: [
      {
        extends: true,
        // In examples and tests `orgcharter/roles` is src/roles.ts; in the tests of the package it is what is built.
        resolve: {
          alias: entryPoints.map(({ specifier, source }) => ({
            find: new RegExp(`^${specifier}$`),
            replacement: source,
          })),
        },
        test: {
          name: 'source',
          include: [`test/**/*.${SUFFIXES}.ts`],
          exclude: ['test/package/**'],
          typecheck: {
            enabled: true,
            include: ['test/**/*.test-d.ts'],
            tsconfig: 'test/tsconfig.json',
            ignoreSourceErrors: true,
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: [`test/package/**/*.${SUFFIXES}.ts`],
          globalSetup: ['test/setup/consumer.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
