import { describe } from 'vitest'
import { attackCluster } from '../support/cluster/attacks.ts'
import { freshReads, hasGalera, openGalera } from '../support/cluster/galera.ts'

describe.runIf(hasGalera())('on a Galera cluster of three', () => {
  attackCluster(openGalera, freshReads)
})
