import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { root } from '../../setup/entry-points.ts'
import type { Line } from './ledger.ts'
import type { WorkerOptions } from './worker.ts'

/** Makes one file of the worker, which starts sooner than many. */
export const bundleWorker = async (): Promise<string> => {
  const folder = join(root, 'node_modules', '.cache')
  mkdirSync(folder, { recursive: true })
  const outfile = join(folder, 'crash-worker.mjs')
  await build({
    entryPoints: [join(root, 'test/support/crash/worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
    outfile,
  })
  return outfile
}

export type Worker = {
  readonly isReady: Promise<void>
  /** Lets it begin; `tell` is given each line. */
  begin(tell: (line: Line) => void): void
  /** Ends it as the power would, and waits until all that it had said is told. */
  kill(): Promise<void>
}

export const startWorker = (file: string, options: WorkerOptions): Worker => {
  const child: ChildProcess = spawn(process.execPath, [file, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const { stdin, stdout } = child
  if (!stdin || !stdout) throw new Error('no pipes')
  stdin.on('error', () => {})
  let tell: (line: Line) => void = () => {}
  let ready: () => void = () => {}
  const isReady = new Promise<void>(resolve => {
    ready = resolve
  })
  const lines = createInterface({ input: stdout })
  const ended = new Promise<void>(resolve => lines.once('close', resolve))
  lines.on('line', text => {
    // A line that was cut off was not said.
    if (!text.endsWith('}')) return
    const line = parsed(text)
    if (line && 'ready' in line) ready()
    else if (line) tell(line)
  })
  return {
    isReady,
    begin: to => {
      tell = to
      stdin.write('go\n')
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

const parsed = (text: string): Line | { readonly ready: true } | undefined => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
