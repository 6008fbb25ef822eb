// The rooms of src and who may import whom; rooms.test.ts asks it of src, and of a house where each rule is broken.

/** Modules of the core: each may import those before it. What a module offers is its index.ts. */
const MODULES = [
  'kernel',
  'email',
  'role',
  'organization',
  'user',
  'workforce',
  'membership',
  'domain-rule',
  'invitation',
  'group',
  'entity',
  'grant',
  'access',
  'mfa',
  'factor',
  'audit',
  'analytics',
  'world',
  'prose',
]
const CORE_PACKAGES = ['zod', 'immer', '@noble/hashes', '@scure/base', 'uqr']

/** What `orgcharter/roles` and `orgcharter/mfa` are made of, without zod: so not by the index.ts of the kernel. */
const STANDALONE = '^src/core/(email|role/resolve|mfa)/'
const WITH_SCHEMAS = '(index|model|verified-input)\\.ts$'
const INDEX = '^src/core/([^/]+|role/resolve)/index\\.ts$'
const USE_CASE = '^src/core/([^/]+)/use-cases/'
const TYPES = ['type-only', 'type-import']
const someOf = names => `(${names.join('|')})`

const order = MODULES.map((name, index) => ({
  name: `order-${name}`,
  comment: `the model of ${name} rests only on the modules before it`,
  severity: 'error',
  from: { path: `^src/core/${name}/(?!use-cases/)` },
  to: { path: `^src/core/${someOf(MODULES.slice(index + 1).concat('no-such-module'))}/` },
}))

const forbidden = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    forbidden('no-cycles', 'types included', {}, { circular: true }),
    forbidden('resolvable', 'every import is of something that is there', {}, { couldNotResolve: true }),
    forbidden(
      'no-undeclared-packages',
      'what src imports is a dependency of the package',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'undetermined'], dependencyTypesNot: ['npm-peer'] },
    ),
    forbidden(
      'nothing-of-test',
      'what is shipped knows nothing outside of src',
      { path: '^src/' },
      { dependencyTypes: ['local'], pathNot: '^src/' },
    ),
    forbidden('no-entry-points', 'entry points are for users', { path: '^src/' }, { path: '^src/[^/]+\\.ts$' }),

    forbidden('core-is-alone', 'the core imports the core', { path: '^src/core/' }, { path: '^src/(?!core/|ports/)' }),
    forbidden(
      'core-packages',
      'and few packages',
      { path: '^src/core/' },
      { path: 'node_modules/', pathNot: `node_modules/${someOf(CORE_PACKAGES)}/` },
    ),
    forbidden('core-is-pure', 'no module of the platform', { path: '^src/core/' }, { dependencyTypes: ['core'] }),
    forbidden(
      'ports-are-types-in-core',
      'of ports the core knows types',
      { path: '^src/core/' },
      { path: '^src/ports/', dependencyTypesNot: TYPES },
    ),

    forbidden('ports-import-types', 'of what they name', { path: '^src/ports/' }, { dependencyTypesNot: TYPES }),
    forbidden('ports-know-core', 'ports speak of the core', { path: '^src/ports/' }, { path: '^src/(?!core/|ports/)' }),

    forbidden(
      'runtime-knows-no-adapter',
      'but for the defaults',
      { path: '^src/runtime/', pathNot: '^src/runtime/defaults\\.ts$' },
      { path: '^src/adapters/' },
    ),
    forbidden('runtime-ships', 'not for tests', { path: '^src/(runtime|adapters)/' }, { path: '^src/testing/' }),
    forbidden(
      'adapters-know-ports',
      'ports, the kernel, and the table of what is stored',
      { path: '^src/adapters/' },
      { path: '^src/(?!adapters/|ports/|core/(kernel|world)/)' },
    ),
    forbidden(
      'adapters-are-apart',
      'an adapter knows no other',
      { path: '^src/adapters/([^/]+)/' },
      { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
    ),

    ...order,
    forbidden(
      'module-by-its-index',
      'others import what a module offers; types may be named where they stand by ports and env.ts',
      { path: '^src/core/([^/]+)/', pathNot: STANDALONE },
      { path: '^src/core/[^/]+/(?!use-cases/)', pathNot: ['^src/core/$1/', INDEX] },
    ),
    forbidden(
      'module-by-its-index-outside',
      'the same for whoever is outside of the core',
      { path: '^src/(runtime|adapters|testing|index|memory|access)' },
      { path: '^src/core/[^/]+/(?!use-cases/)', pathNot: INDEX },
    ),
    forbidden(
      'module-by-its-index-types',
      'ports and env.ts name types where they stand',
      { path: '^src/(ports/|core/env\\.ts)' },
      { path: '^src/core/[^/]+/(?!index\\.ts$)', dependencyTypesNot: TYPES },
    ),
    forbidden('use-case-one-by-one', 'no use case imports another', { path: USE_CASE }, { path: USE_CASE }),
    forbidden(
      'use-cases-for-runtime',
      'use cases are called by the runtime',
      { pathNot: '^src/runtime/' },
      { path: USE_CASE },
    ),
    forbidden(
      'standalone-roles',
      'the resolver rests on e-mail, and on what in the kernel needs no package',
      { path: '^src/(core/role/resolve/|roles\\.ts)' },
      { couldNotResolve: false, pathNot: '^src/(core/(kernel|email|role/resolve)/|ports/)' },
    ),
    forbidden(
      'standalone-mfa',
      'what judges a sign-in rests on what in the kernel needs no package, and on hashes',
      { path: '^src/(core/mfa/|mfa\\.ts)' },
      {
        couldNotResolve: false,
        pathNot: '^src/core/(kernel/(?!index\\.ts)|mfa/)|node_modules/@noble/hashes/',
        dependencyTypesNot: TYPES,
      },
    ),
    forbidden(
      'standalone-by-file',
      'what is exported beside them rests on zod',
      { path: '^src/(core/(role/resolve|email)/|roles\\.ts)', pathNot: `^src/core/email/${WITH_SCHEMAS}` },
      { path: `^src/core/(email/${WITH_SCHEMAS}|kernel/index\\.ts$)`, dependencyTypesNot: TYPES },
    ),
    forbidden(
      'env-is-late',
      'what is configured is not known to what is configured with it',
      { path: '^src/core/(kernel|email|role)/' },
      { path: '^src/core/env\\.ts$' },
    ),
    forbidden(
      'env-is-types',
      'env.ts has nothing to run',
      { path: '^src/core/env\\.ts$' },
      { dependencyTypesNot: TYPES },
    ),
    forbidden(
      'modules-are-ordered',
      'the core is env.ts and modules; a new one gets its place in MODULES above',
      {},
      { path: `^src/core/(?!${someOf(MODULES)}/|env\\.ts$)` },
    ),
  ],
}
