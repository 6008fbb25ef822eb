import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createMemoryStore } from '../../src/adapters/memory/index.ts'
import { verifiedEmail } from '../../src/core/email/index.ts'
import type { Store } from '../../src/ports/store.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import { importMembers } from '../../src/runtime/import/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'

const CHUNK = 16_384
const OPERATOR = { kind: 'operator', name: 'migration' } as const

/** Of each hundred rows the last is no address, and the fiftieth that of the row before it. */
const addressOf = (row: number): string =>
  row % 100 === 0 ? `person ${row}` : `person${row % 100 === 50 ? row - 1 : row}@people.com`

/** What must become of so many rows. */
export const expectedOf = (count: number) => {
  const [refused, already_member] = [Math.floor(count / 100), Math.floor((count + 50) / 100)]
  return { joined: count - refused - already_member, already_member, refused, stopped: 0 }
}

/** So many people as CSV; `taken` is told how many rows were asked for by then. */
export function* peopleAsCsv(count: number, taken: (rows: number) => void = () => {}): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  let text = 'email,name,role\r\n'
  for (let row = 1; row <= count; row++) {
    text += `${addressOf(row)},"Person ""${row}"", Ltd.",${row % 3 === 0 ? 'external' : ''}\r\n`
    if (text.length < CHUNK && row < count) continue
    taken(row)
    yield encoder.encode(text)
    text = ''
  }
}

/** Checks and counts, and forgets what came after the first commit: so that what an import itself holds can be seen. */
export const forgetfulStore = (): Store & { readonly written: Map<string, number> } => {
  const store = createMemoryStore()
  const written = new Map<string, number>()
  let isFounded = false
  return {
    written,
    get: refs => store.get(refs),
    list: query => store.list(query),
    commit: async changes => {
      for (const { op, ref } of changes.writes) {
        const name = ref.slice(0, ref.indexOf('/'))
        if (op === 'put') written.set(name, (written.get(name) ?? 0) + 1)
      }
      if (isFounded) return { ok: true }
      isFounded = true
      return store.commit(changes)
    },
  }
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What is alive, in bytes. */
const heap = (): number => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

export type ImportRun = {
  readonly counts: {
    readonly joined: number
    readonly already_member: number
    readonly refused: number
    readonly stopped: number
  }
  readonly seconds: number
  /** By how much more was alive than at the start, at most, and at the end. */
  readonly most: number
  readonly atEnd: number
  /** How many rows were read ahead of the outcomes that were taken, at most. */
  readonly ahead: number
}

/** Imports so many people, and looks at what is alive meanwhile. */
export const runImport = async (store: Store, count: number): Promise<ImportRun> => {
  const charter = createCharter({ store })
  const founders = [{ email: unwrap(verifiedEmail('ada@acme.com', { by: 'mail-link' })) }]
  const founding = { actor: OPERATOR, name: 'Acme', kind: 'standard', founders } as const
  const organizationId = unwrap(await charter.organizations.create(founding)).organization.id
  const counts = { joined: 0, already_member: 0, refused: 0, stopped: 0 }
  let [read, ahead, most] = [0, 0, 0]
  const source = peopleAsCsv(count, rows => {
    read = rows
  })
  const before = heap()
  const start = performance.now()
  const options = { actor: OPERATOR, organizationId, source, format: 'csv', verifiedBy: 'hr-system' } as const
  for await (const { row, kind } of importMembers(charter, { ...options, role: 'internal', importId: 'run' })) {
    counts[kind]++
    ahead = Math.max(ahead, read - row)
    if (row % Math.max(1_000, count / 50) === 0) most = Math.max(most, heap() - before)
  }
  return { counts, seconds: (performance.now() - start) / 1_000, most, atEnd: heap() - before, ahead }
}
