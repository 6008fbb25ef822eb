/**
 * A server that enforces MFA: `npx tsx docs/examples/server/main.ts` after `npm run build`, then
 * `curl -c jar -H 'content-type: application/json' -d '{"email":"ada@acme.com","password":"correct horse"}' http://127.0.0.1:3000/login`.
 */
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { createHost } from './host.ts'

const host = await createHost(() => Date.now())
setInterval(() => {
  void host.deliver().then(() => {
    for (const { to, kind, code = '' } of host.mailbox.splice(0)) console.log(`to ${to}: ${kind} ${code}`)
  })
}, 1_000)

serve({ fetch: createApp(host).fetch, port: 3000, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`)
})
