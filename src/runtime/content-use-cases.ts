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
    /**
     * ENT-2, ENT-7: makes a project, with its ontology, and datasets and a workflow if wanted, and its first admins in
     * the same commit.
     *
     * @refuses entity_admins_invalid when one of them is no active member for good
     * @refuses part_of_another_organization when what it is to have is not of the organization
     */
    create: createEntity(projectRoom),
    /**
     * ROL-6, ROL-7: one project, for whoever may see it; also when it is archived.
     *
     * @refuses entity_permission_missing when the actor may not see it
     */
    get: getEntity(projectRoom),
    /**
     * ROL-4: all projects of an organization, for whoever sees all of them; others ask `access.whatCan`.
     *
     * @refuses permission_missing when the actor does not
     */
    list: listEntities(projectRoom),
    /**
     * ENT-8: another name, or other fields of the host's, of a project.
     *
     * @refuses fields_invalid when the host's schema does not take them
     */
    update: updateEntity(projectRoom),
    /**
     * ENT-6: another status; paused, completed and cancelled keep annotators and reviewers out.
     *
     * @refuses entity_permission_missing when the actor may not control its tasks
     */
    setStatus: setProjectStatus,
    /**
     * ENT-1, ENT-3: gives a project a dataset of its organization.
     *
     * @refuses part_attached_already when it has it
     * @refuses part_of_another_organization when the dataset is not of its organization
     */
    attachDataset: attachPart(projectRoom, partFields.attachDataset),
    /**
     * ENT-1: takes a dataset away from a project.
     *
     * @refuses part_not_attached when the project does not have it
     */
    detachDataset: detachPart(projectRoom, partFields.detachDataset),
    /**
     * ENT-2: gives a project another ontology in one commit, so that it never has none or two.
     *
     * @refuses part_of_another_organization when the ontology is not of its organization
     */
    switchOntology: switchPart(projectRoom, partFields.switchOntology),
    /**
     * ENT-1, ENT-2: gives a project its workflow, another one in one step, or none.
     *
     * @refuses part_of_another_organization when the workflow is not of its organization
     */
    setWorkflow: setProjectWorkflow,
    /**
     * ENT-1: what a project has by a relation, for whoever may see it.
     *
     * @refuses relation_unknown when a project has nothing by that name
     */
    parts: partsOf(projectRoom),
    /**
     * ENT-5: makes a project like another, with its ontology, its admins, and whatever else is named.
     *
     * @refuses project_too_large when it has too many of something to be copied at once
     */
    copy: copyProject,
    /**
     * ENT-4: archives a project: it keeps its grants and its parts, and allows nothing but looking at it.
     *
     * @refuses entity_archived when it is archived already
     */
    archive: archiveEntity(projectRoom),
    /**
     * ENT-4: brings an archived project back as it was.
     *
     * @refuses entity_not_archived when there is nothing to restore
     */
    restore: restoreEntity(projectRoom),
    /**
     * ROL-5, GRP-2: gives a user, or a group, a role on a project, or another one than they had.
     *
     * @refuses not_a_member when the user is no member, and no vendor lets them in (WRK-4)
     * @refuses entities_left_without_admin when its last admin would be none any more (INV-08)
     * @refuses own_grant_upward when the actor would give themselves more
     */
    grant: grantEntity(projectRoom),
    /**
     * GRP-2, INV-08: takes back what a user, or a group, was granted on a project; anybody may give back their own.
     *
     * @refuses grant_not_found when there is none
     * @refuses entities_left_without_admin when nobody else administers it for good
     */
    revoke: revokeEntity(projectRoom),
    /**
     * ROL-7, INV-14: what users, or groups, were granted on a project, as far as it gives something now.
     *
     * @refuses entity_permission_missing when the actor may not see it
     */
    team: teamOf(projectRoom),
  },
  datasets: {
    /**
     * ENT-2, ENT-7: makes a dataset, and its first admins in the same commit.
     *
     * @refuses entity_admins_invalid when one of them is no active member for good
     * @refuses permission_missing when the actor's role does not create content
     */
    create: createEntity(datasetRoom),
    /**
     * ROL-6, ROL-7: one dataset, for whoever may see it; also when it is archived.
     *
     * @refuses entity_permission_missing when the actor may not see it
     */
    get: getEntity(datasetRoom),
    /**
     * ROL-4: all datasets of an organization, for whoever sees all of them; others ask `access.whatCan`.
     *
     * @refuses permission_missing when the actor does not
     */
    list: listEntities(datasetRoom),
    /**
     * ENT-8: another name, or other fields of the host's, of a dataset.
     *
     * @refuses fields_invalid when the host's schema does not take them
     */
    update: updateEntity(datasetRoom),
    /**
     * ENT-4: what uses a dataset, for whoever may see it.
     *
     * @refuses entity_permission_missing when the actor may not see it
     */
    uses: usesOf(datasetRoom),
    /**
     * ENT-4: archives a dataset; with `detach: true` it is taken away from what uses it in the same commit.
     *
     * @refuses entity_in_use when something uses it, without `detach` or in more than a hundred places
     */
    archive: archiveEntity(datasetRoom),
    /**
     * ENT-4: brings an archived dataset back as it was.
     *
     * @refuses entity_not_archived when there is nothing to restore
     */
    restore: restoreEntity(datasetRoom),
    /**
     * ROL-6, GRP-2: gives a user, or a group, a role on a dataset, or another one than they had.
     *
     * @refuses not_a_member when the user is no member, and no vendor lets them in (WRK-4)
     * @refuses entities_left_without_admin when its last admin would be none any more (INV-08)
     * @refuses own_grant_upward when the actor would give themselves more
     */
    grant: grantEntity(datasetRoom),
    /**
     * GRP-2, INV-08: takes back what a user, or a group, was granted on a dataset; anybody may give back their own.
     *
     * @refuses grant_not_found when there is none
     * @refuses entities_left_without_admin when nobody else administers it for good
     */
    revoke: revokeEntity(datasetRoom),
    /**
     * ROL-7, INV-14: what users, or groups, were granted on a dataset, as far as it gives something now.
     *
     * @refuses entity_permission_missing when the actor may not see it
     */
    team: teamOf(datasetRoom),
  },
  ontologies: {
    /**
     * ENT-2, ENT-7: makes an ontology, and its first admins in the same commit.
     *
     * @refuses entity_admins_invalid when one of them is no active member for good
     * @refuses permission_missing when the actor's role does not create content
     */
    create: createEntity(ontologyRoom),
    /**
     * ROL-6, ROL-7: one ontology, for whoever may see it; also when it is archived.
     *
     * @refuses entity_permission_missing when the actor may not see it
     */
    get: getEntity(ontologyRoom),
    /**
     * ROL-4: all ontologies of an organization, for whoever sees all of them; others ask `access.whatCan`.
     *
     * @refuses permission_missing when the actor does not
     */
    list: listEntities(ontologyRoom),
    /**
     * ENT-8: another name, or other fields of the host's, of an ontology.
     *
     * @refuses fields_invalid when the host's schema does not take them
     */
    update: updateEntity(ontologyRoom),
    /**
     * ENT-4: what uses an ontology, for whoever may see it.
     *
     * @refuses entity_permission_missing when the actor may not see it
     */
    uses: usesOf(ontologyRoom),
    /**
     * ENT-4: archives an ontology that no project uses.
     *
     * @refuses entity_in_use when something uses it
     */
    archive: archiveEntity(ontologyRoom),
    /**
     * ENT-4: brings an archived ontology back as it was.
     *
     * @refuses entity_not_archived when there is nothing to restore
     */
    restore: restoreEntity(ontologyRoom),
    /**
     * ROL-6, GRP-2: gives a user, or a group, a role on an ontology, or another one than they had.
     *
     * @refuses not_a_member when the user is no member (WRK-3, WRK-4)
     * @refuses entities_left_without_admin when its last admin would be none any more (INV-08)
     * @refuses own_grant_upward when the actor would give themselves more
     */
    grant: grantEntity(ontologyRoom),
    /**
     * GRP-2, INV-08: takes back what a user, or a group, was granted on an ontology; anybody may give back their own.
     *
     * @refuses grant_not_found when there is none
     * @refuses entities_left_without_admin when nobody else administers it for good
     */
    revoke: revokeEntity(ontologyRoom),
    /**
     * ROL-7, INV-14: what users, or groups, were granted on an ontology, as far as it gives something now.
     *
     * @refuses entity_permission_missing when the actor may not see it
     */
    team: teamOf(ontologyRoom),
  },
  workflows: {
    /**
     * ORG-3, ENT-1: makes a workflow, with its stages.
     *
     * @refuses permission_missing when the actor's role does not create content
     */
    create: createEntity(workflowRoom),
    /**
     * ENT-4: one workflow, for whoever may create content; also when it is archived.
     *
     * @refuses permission_missing when the actor's role does not create content
     */
    get: getEntity(workflowRoom),
    /**
     * ROL-4: all workflows of an organization, for whoever may create content.
     *
     * @refuses permission_missing when the actor's role does not
     */
    list: listEntities(workflowRoom),
    /**
     * ENT-8, ROL-5: another name, other fields of the host's, or other stages of a workflow.
     *
     * @refuses fields_invalid when the host's schema does not take them
     */
    update: updateEntity(workflowRoom),
    /**
     * ENT-4: what uses a workflow, for whoever may see it.
     *
     * @refuses permission_missing when the actor's role does not create content
     */
    uses: usesOf(workflowRoom),
    /**
     * ENT-4: archives a workflow; with `detach: true` it is taken away from what uses it in the same commit.
     *
     * @refuses entity_in_use when something uses it, without `detach` or in more than a hundred places
     */
    archive: archiveEntity(workflowRoom),
    /**
     * ENT-4: brings an archived workflow back as it was.
     *
     * @refuses entity_not_archived when there is nothing to restore
     */
    restore: restoreEntity(workflowRoom),
  },
  entities: {
    /**
     * ENT-1: makes a thing of a kind of the host's own, with what it must have.
     *
     * @refuses entity_kind_unknown when no relation names the kind
     */
    create: createEntity(ownRoom),
    /**
     * ENT-1: one thing of a kind of the host's own, for whoever may create content; also when it is archived.
     *
     * @refuses entity_kind_unknown when no relation names the kind
     */
    get: getEntity(ownRoom),
    /**
     * ROL-4: all things of a kind of the host's own in an organization, for whoever may create content.
     *
     * @refuses entity_kind_unknown when no relation names the kind
     */
    list: listEntities(ownRoom),
    /**
     * ENT-8: another name, or other fields, of a thing of a kind of the host's own.
     *
     * @refuses fields_invalid when the host's schema does not take them
     */
    update: updateEntity(ownRoom),
    /**
     * ENT-4: archives a thing of a kind of the host's own; with `detach: true` it is taken away from what uses it.
     *
     * @refuses entity_in_use when something uses it, without `detach` or in more than a hundred places
     */
    archive: archiveEntity(ownRoom),
    /**
     * ENT-4: brings an archived thing of a kind of the host's own back as it was.
     *
     * @refuses entity_not_archived when there is nothing to restore
     */
    restore: restoreEntity(ownRoom),
    /**
     * ENT-1, ENT-3: gives a thing of any kind another, as far as the relation has room.
     *
     * @refuses relation_too_many when it has none
     * @refuses part_used_elsewhere when the part is not shared, and another has it
     */
    attach: attachPart(anyRoom, partFields.attach),
    /**
     * ENT-1: takes one thing away from another of any kind, as long as what must be there stays.
     *
     * @refuses relation_too_few when it would not
     * @refuses part_not_attached when it is not there
     */
    detach: detachPart(anyRoom, partFields.detach),
    /**
     * ENT-2: the one that a thing has becomes another in one commit.
     *
     * @refuses relation_not_single when it can have several
     */
    switch: switchPart(anyRoom, partFields.switch),
    /**
     * ENT-1: what a thing of any kind has by a relation, for whoever may see it.
     *
     * @refuses relation_unknown when it has nothing by that name
     */
    parts: partsOf(anyRoom),
    /**
     * ENT-4: what uses a thing of any kind, for whoever may see it.
     *
     * @refuses entity_kind_unknown when there is no such kind
     */
    uses: usesOf(anyRoom),
  },
} as const
