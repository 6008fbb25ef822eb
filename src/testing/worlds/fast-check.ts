import type fc from 'fast-check'

/** What is needed of fast-check: its default export, or `import * as fc`. @since 0.1.0 */
export type FastCheckOfWorlds = Pick<
  typeof fc,
  'array' | 'constant' | 'constantFrom' | 'integer' | 'oneof' | 'record' | 'tuple'
>
