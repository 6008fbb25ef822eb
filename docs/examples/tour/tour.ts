import { tour } from './run.ts'

await tour(line => console.log(line))
