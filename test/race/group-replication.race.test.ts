import { describe } from 'vitest'
import { attackCluster } from '../support/cluster/attacks.ts'
import { freshReads, hasGroupReplication, openGroup } from '../support/cluster/group-replication.ts'

describe.runIf(hasGroupReplication())('on a group of three MySQL servers with several primaries', () => {
  attackCluster(openGroup, freshReads)
})
