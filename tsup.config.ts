import { defineConfig } from 'tsup'

const shared = { target: 'es2022', dts: true, treeshake: true, sourcemap: true } as const

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      roles: 'src/roles.ts',
      idna: 'src/idna.ts',
      access: 'src/access.ts',
      mfa: 'src/mfa.ts',
      memory: 'src/memory.ts',
      kysely: 'src/kysely.ts',
      import: 'src/import.ts',
      prose: 'src/prose.ts',
      testing: 'src/testing.ts',
    },
    format: 'esm',
    splitting: true,
  },
  // Only these two stand without ESM-only dependencies, so only these two have a CommonJS twin that works.
  { ...shared, entry: { roles: 'src/roles.ts', idna: 'src/idna.ts' }, format: 'cjs', splitting: false },
  // Kysely has other types for CommonJS, of which ours must speak there; the code is the same.
  { ...shared, entry: { kysely: 'src/kysely.ts' }, format: 'cjs', dts: { only: true } },
])
