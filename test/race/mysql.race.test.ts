import { serverRaces } from '../support/server-races.ts'

await serverRaces('mysql')
