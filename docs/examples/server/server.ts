/**
 * A server that enforces second factors: `npx tsx docs/examples/server/server.ts 3000` after `npm run build` serves Ada and
 * Bob until it is stopped; without a port it shows Bob's first request, and stops. Try it with
 * `curl -c jar -H 'content-type: application/json' -d '{"email":"ada@acme.com","password":"correct horse"}' http://127.0.0.1:3000/login`.
 */
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { createHost } from './host.ts'

const port = Number(process.argv[2] ?? 0)
const host = await createHost(() => Date.now())
const server = serve({ fetch: createApp(host).fetch, port, hostname: '127.0.0.1' })
await new Promise<void>(resolve => server.once('listening', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
console.log(url)

const outbox = setInterval(async () => {
  await host.deliver()
  for (const { to, kind, code = '' } of host.mailbox.splice(0)) console.log(`to ${to}: ${kind} ${code}`)
}, 1_000)

if (port === 0) {
  const body = JSON.stringify({ email: 'bob@acme.com', password: 'correct horse' })
  const response = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  console.log(`Bob signs in: ${await response.text()}`)
  clearInterval(outbox)
  server.close()
}
