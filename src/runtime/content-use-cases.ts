import {
  anyRoom,
  datasetRoom,
  ontologyRoom,
  ownRoom,
  partFields,
  projectRoom,
  workflowRoom,
} from '../core/entity/index.ts'
import { archiveEntity } from '../core/entity/use-cases/archive.ts'
import { attachPart } from '../core/entity/use-cases/attach.ts'
import { copyProject } from '../core/entity/use-cases/copy.ts'
import { createEntity } from '../core/entity/use-cases/create.ts'
import { detachPart } from '../core/entity/use-cases/detach.ts'
import { getEntity } from '../core/entity/use-cases/get.ts'
import { listEntities } from '../core/entity/use-cases/list.ts'
import { partsOf } from '../core/entity/use-cases/parts.ts'
import { restoreEntity } from '../core/entity/use-cases/restore.ts'
import { setProjectStatus } from '../core/entity/use-cases/set-status.ts'
import { setProjectWorkflow } from '../core/entity/use-cases/set-workflow.ts'
import { switchPart } from '../core/entity/use-cases/switch.ts'
import { updateEntity } from '../core/entity/use-cases/update.ts'
import { usesOf } from '../core/entity/use-cases/uses.ts'
import { grantEntity } from '../core/grant/use-cases/grant.ts'
import { revokeEntity } from '../core/grant/use-cases/revoke.ts'
import { teamOf } from '../core/grant/use-cases/team.ts'

/** Those of projects and what they hold: the same use cases over one room each, by the name of the room. */
export const contentUseCases = {
  projects: {
    create: createEntity(projectRoom),
    get: getEntity(projectRoom),
    list: listEntities(projectRoom),
    update: updateEntity(projectRoom),
    setStatus: setProjectStatus,
    attachDataset: attachPart(projectRoom, partFields.attachDataset),
    detachDataset: detachPart(projectRoom, partFields.detachDataset),
    switchOntology: switchPart(projectRoom, partFields.switchOntology),
    setWorkflow: setProjectWorkflow,
    parts: partsOf(projectRoom),
    copy: copyProject,
    archive: archiveEntity(projectRoom),
    restore: restoreEntity(projectRoom),
    grant: grantEntity(projectRoom),
    revoke: revokeEntity(projectRoom),
    team: teamOf(projectRoom),
  },
  datasets: {
    create: createEntity(datasetRoom),
    get: getEntity(datasetRoom),
    list: listEntities(datasetRoom),
    update: updateEntity(datasetRoom),
    uses: usesOf(datasetRoom),
    archive: archiveEntity(datasetRoom),
    restore: restoreEntity(datasetRoom),
    grant: grantEntity(datasetRoom),
    revoke: revokeEntity(datasetRoom),
    team: teamOf(datasetRoom),
  },
  ontologies: {
    create: createEntity(ontologyRoom),
    get: getEntity(ontologyRoom),
    list: listEntities(ontologyRoom),
    update: updateEntity(ontologyRoom),
    uses: usesOf(ontologyRoom),
    archive: archiveEntity(ontologyRoom),
    restore: restoreEntity(ontologyRoom),
    grant: grantEntity(ontologyRoom),
    revoke: revokeEntity(ontologyRoom),
    team: teamOf(ontologyRoom),
  },
  workflows: {
    create: createEntity(workflowRoom),
    get: getEntity(workflowRoom),
    list: listEntities(workflowRoom),
    update: updateEntity(workflowRoom),
    uses: usesOf(workflowRoom),
    archive: archiveEntity(workflowRoom),
    restore: restoreEntity(workflowRoom),
  },
  entities: {
    create: createEntity(ownRoom),
    get: getEntity(ownRoom),
    list: listEntities(ownRoom),
    update: updateEntity(ownRoom),
    archive: archiveEntity(ownRoom),
    restore: restoreEntity(ownRoom),
    attach: attachPart(anyRoom, partFields.attach),
    detach: detachPart(anyRoom, partFields.detach),
    switch: switchPart(anyRoom, partFields.switch),
    parts: partsOf(anyRoom),
    uses: usesOf(anyRoom),
  },
} as const
