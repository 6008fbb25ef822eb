import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * How a connection ends: `before` what the client sends has left, `sent` when it has and nobody waits for the answer, `after`
 * when it was done and the answer is on its way.
 */
export type Cut = 'before' | 'sent' | 'after'

/** Between a pool and its server; `url` is that of the server through it. */
export type Wire = {
  readonly url: string
  /** Cuts the connection on which the nth message from now is sent; answers how often it has, so far. */
  cutAt(message: number, how: Cut): void
  disarm(): void
  cuts(): number
  /** Ends all connections and takes no more, until `open`. */
  shut(): Promise<void>
  open(): Promise<void>
}

type Pair = { readonly client: Socket; readonly server: Socket }

export const openProxy = async (url: string): Promise<Wire> => {
  const { hostname, port } = new URL(url)
  const pairs = new Set<Pair>()
  let armed: { left: number; readonly how: Cut } | undefined
  let cuts = 0
  const end = (pair: Pair) => {
    pairs.delete(pair)
    pair.client.destroy()
    pair.server.destroy()
  }
  const isNow = (): Cut | undefined => {
    if (!armed || --armed.left > 0) return undefined
    const { how } = armed
    armed = undefined
    cuts++
    return how
  }
  const join = (client: Socket): void => {
    const pair = { client, server: connect({ host: hostname, port: Number(port) }) }
    const { server } = pair
    pairs.add(pair)
    let isLast = false
    client.on('data', data => {
      const how = isLast ? 'before' : isNow()
      if (how === 'before') return end(pair)
      isLast = how === 'after'
      server.write(data, () => how === 'sent' && end(pair))
    })
    server.on('data', data => (isLast ? end(pair) : client.write(data)))
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      socket.on('error', () => end(pair))
      socket.on('close', () => end(pair))
    }
  }
  let listener: Server = createServer(join)
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => listener.once('error', reject).listen(at, '127.0.0.1', resolve))
  await listen(0)
  const own = (listener.address() as { readonly port: number }).port
  const through = new URL(url)
  through.host = `127.0.0.1:${own}`
  return {
    url: through.href,
    cutAt: (left, how) => {
      armed = { left, how }
    },
    disarm: () => {
      armed = undefined
    },
    cuts: () => cuts,
    shut: async () => {
      const closed = new Promise(resolve => listener.close(resolve))
      for (const pair of pairs) end(pair)
      await closed
    },
    open: async () => {
      listener = createServer(join)
      await listen(own)
    },
  }
}
