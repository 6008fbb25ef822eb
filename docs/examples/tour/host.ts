import { createCharter, unwrap, verifiedEmail } from 'orgcharter'
import { createMemoryStore } from 'orgcharter/memory'

/** What a host has around the library: a store, its own staff, and a resolver. */
export const createHost = () => {
  const store = createMemoryStore()
  return { store, charter: createCharter({ store }), dns: createDns() }
}

export type Host = ReturnType<typeof createHost>

export const operator = { kind: 'operator', name: 'the tour' } as const

export type Actor = { readonly kind: 'user'; readonly userId: string }

/** Where a host would send a link and wait for the click. */
export const proven = (address: string) => unwrap(verifiedEmail(address, { by: 'tour' }))

/** Stands for the DNS: owners publish into it, and the host looks up in it. A real host asks its own resolver. */
const createDns = () => {
  const zone = new Map<string, string[]>()
  return {
    publish: ({ name, value }: { readonly name: string; readonly value: string }) => {
      zone.set(name, [...(zone.get(name) ?? []), value])
    },
    /** As `dns.promises.resolveTxt` answers: each record in its chunks. */
    resolveTxt: async (name: string): Promise<string[][]> => (zone.get(name) ?? []).map(value => [value]),
  }
}
