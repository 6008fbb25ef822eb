import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { root } from '../setup/entry-points.ts'

const FORBIDDEN = [
  ...['fetch', 'process', 'crypto', 'console', 'performance', 'Buffer', 'require', 'structuredClone'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Intl', 'WebAssembly'],
]

/** Runs before anything else in the room: every way out of it throws, also when it is only looked at. */
const SEAL = `
  for (const name of ${JSON.stringify(FORBIDDEN)})
    Object.defineProperty(globalThis, name, { get() { throw new Error(name + ' was asked for') } })
  Math.random = () => { throw new Error('Math.random was asked for') }
  globalThis.Date = new Proxy(Date, {
    construct(target, given) {
      if (given.length === 0) throw new Error('new Date() was asked for')
      return new target(...given)
    },
    apply() { throw new Error('Date() was asked for') },
    get(target, key) {
      if (key === 'now') throw new Error('Date.now was asked for')
      return target[key]
    },
  })
`

/** What the TypeScript answers, built as for users and run where there is no clock, no chance and no outside. JSON only. */
export const inSealedRoom = async (typescript: string): Promise<unknown> => {
  const { outputFiles } = await build({
    stdin: { contents: typescript, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'room',
    target: 'es2022',
    logLevel: 'silent',
  })
  const context = createContext({})
  runInContext(SEAL, context)
  runInContext(outputFiles[0]?.text ?? '', context)
  return JSON.parse(String(runInContext('JSON.stringify(room.answer)', context)))
}
