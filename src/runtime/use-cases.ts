import { canAccess } from '../core/access/use-cases/can.ts'
import { compileMyAccess } from '../core/access/use-cases/compile.ts'
import { explainAccess } from '../core/access/use-cases/explain.ts'
import { whatCanAccess } from '../core/access/use-cases/what-can.ts'
import { whoCanAccess } from '../core/access/use-cases/who-can.ts'
import { acknowledgeEffects } from '../core/audit/use-cases/acknowledge-effects.ts'
import { listAuditEntries } from '../core/audit/use-cases/list.ts'
import { listPlatformEntries } from '../core/audit/use-cases/list-platform.ts'
import { takeEffects } from '../core/audit/use-cases/take-effects.ts'
import { addDomainRule } from '../core/domain-rule/use-cases/add.ts'
import { dueProofs } from '../core/domain-rule/use-cases/due.ts'
import { endOverride } from '../core/domain-rule/use-cases/end-override.ts'
import { listDomainRules } from '../core/domain-rule/use-cases/list.ts'
import { overridePublicDomain } from '../core/domain-rule/use-cases/override-public-domain.ts'
import { previewDomainRule } from '../core/domain-rule/use-cases/preview.ts'
import { proveDomainRule } from '../core/domain-rule/use-cases/prove.ts'
import { releaseDomain } from '../core/domain-rule/use-cases/release.ts'
import { removeDomainRule } from '../core/domain-rule/use-cases/remove.ts'
import { settleDispute } from '../core/domain-rule/use-cases/settle.ts'
import { sweepDomainRule } from '../core/domain-rule/use-cases/sweep.ts'
import { updateDomainRule } from '../core/domain-rule/use-cases/update.ts'
import { withdrawConsent } from '../core/domain-rule/use-cases/withdraw-consent.ts'
import { addGroupManagers } from '../core/group/use-cases/add-managers.ts'
import { addGroupMembers } from '../core/group/use-cases/add-members.ts'
import { archiveGroup } from '../core/group/use-cases/archive.ts'
import { createGroup } from '../core/group/use-cases/create.ts'
import { getGroup } from '../core/group/use-cases/get.ts'
import { listGroups } from '../core/group/use-cases/list.ts'
import { listGroupMembers } from '../core/group/use-cases/members.ts'
import { removeGroupManagers } from '../core/group/use-cases/remove-managers.ts'
import { removeGroupMembers } from '../core/group/use-cases/remove-members.ts'
import { acceptInvitation } from '../core/invitation/use-cases/accept.ts'
import { declineInvitation } from '../core/invitation/use-cases/decline.ts'
import { listInvitations } from '../core/invitation/use-cases/list.ts'
import { resendInvitation } from '../core/invitation/use-cases/resend.ts'
import { revokeInvitation } from '../core/invitation/use-cases/revoke.ts'
import { sendInvitations } from '../core/invitation/use-cases/send.ts'
import { approveJoining } from '../core/membership/use-cases/approve.ts'
import { changeRole } from '../core/membership/use-cases/change-role.ts'
import { declineJoining } from '../core/membership/use-cases/decline.ts'
import { getMember } from '../core/membership/use-cases/get.ts'
import { importMembers } from '../core/membership/use-cases/import.ts'
import { leaveOrganization } from '../core/membership/use-cases/leave.ts'
import { listMembers } from '../core/membership/use-cases/list.ts'
import { migrateRoles } from '../core/membership/use-cases/migrate-roles.ts'
import { planRemoval } from '../core/membership/use-cases/plan-removal.ts'
import { previewCatalogue } from '../core/membership/use-cases/preview-catalogue.ts'
import { reactivateMember } from '../core/membership/use-cases/reactivate.ts'
import { reconcileMember } from '../core/membership/use-cases/reconcile.ts'
import { removeMember } from '../core/membership/use-cases/remove.ts'
import { setExpiry } from '../core/membership/use-cases/set-expiry.ts'
import { suspendMember } from '../core/membership/use-cases/suspend.ts'
import { sweepMember } from '../core/membership/use-cases/sweep.ts'
import { appointAdmin } from '../core/organization/use-cases/appoint-admin.ts'
import { archiveOrganization } from '../core/organization/use-cases/archive.ts'
import { createOrganization } from '../core/organization/use-cases/create.ts'
import { getOrganization } from '../core/organization/use-cases/get.ts'
import { listOrganizations } from '../core/organization/use-cases/list.ts'
import { renameOrganization } from '../core/organization/use-cases/rename.ts'
import { restoreOrganization } from '../core/organization/use-cases/restore.ts'
import { organizationSettings } from '../core/organization/use-cases/settings.ts'
import { changeEmail } from '../core/user/use-cases/change-email.ts'
import { confirmEmail } from '../core/user/use-cases/confirm-email.ts'
import { deactivateUser } from '../core/user/use-cases/deactivate.ts'
import { getUser } from '../core/user/use-cases/get.ts'
import { joinOffered } from '../core/user/use-cases/join-offered.ts'
import { reactivateUser } from '../core/user/use-cases/reactivate.ts'
import { signIn } from '../core/user/use-cases/sign-in.ts'
import { signUp } from '../core/user/use-cases/sign-up.ts'
import { endEngagement } from '../core/workforce/use-cases/end.ts'
import { listEngagements } from '../core/workforce/use-cases/list.ts'
import { openEngagement } from '../core/workforce/use-cases/open.ts'
import { sweepWorkforce } from '../core/workforce/use-cases/sweep.ts'
import { updateEngagement } from '../core/workforce/use-cases/update.ts'
import { contentUseCases } from './content-use-cases.ts'
import { mfaUseCases } from './mfa-use-cases.ts'

/** Every use case by the name under which host code calls it: `charter.organizations.create` and so on. @since 0.1.0 */
export const useCases = {
  organizations: {
    create: createOrganization,
    get: getOrganization,
    list: listOrganizations,
    settings: organizationSettings,
    rename: renameOrganization,
    archive: archiveOrganization,
    restore: restoreOrganization,
    appointAdmin: appointAdmin,
  },
  domainRules: {
    add: addDomainRule,
    prove: proveDomainRule,
    update: updateDomainRule,
    remove: removeDomainRule,
    sweep: sweepDomainRule,
    release: releaseDomain,
    withdrawConsent: withdrawConsent,
    settle: settleDispute,
    overridePublicDomain: overridePublicDomain,
    endOverride: endOverride,
    list: listDomainRules,
    due: dueProofs,
    preview: previewDomainRule,
  },
  users: {
    signUp: signUp,
    signIn: signIn,
    joinOffered: joinOffered,
    get: getUser,
    changeEmail: changeEmail,
    confirmEmail: confirmEmail,
    deactivate: deactivateUser,
    reactivate: reactivateUser,
  },
  members: {
    list: listMembers,
    get: getMember,
    import: importMembers,
    approve: approveJoining,
    decline: declineJoining,
    previewCatalogue: previewCatalogue,
    migrateRoles: migrateRoles,
    changeRole: changeRole,
    suspend: suspendMember,
    reactivate: reactivateMember,
    setExpiry: setExpiry,
    leave: leaveOrganization,
    planRemoval: planRemoval,
    remove: removeMember,
    sweep: sweepMember,
    reconcile: reconcileMember,
  },
  groups: {
    create: createGroup,
    addMembers: addGroupMembers,
    removeMembers: removeGroupMembers,
    addManagers: addGroupManagers,
    removeManagers: removeGroupManagers,
    archive: archiveGroup,
    list: listGroups,
    get: getGroup,
    members: listGroupMembers,
  },
  ...contentUseCases,
  ...mfaUseCases,
  engagements: {
    open: openEngagement,
    update: updateEngagement,
    end: endEngagement,
    sweep: sweepWorkforce,
    list: listEngagements,
  },
  invitations: {
    send: sendInvitations,
    resend: resendInvitation,
    revoke: revokeInvitation,
    accept: acceptInvitation,
    decline: declineInvitation,
    list: listInvitations,
  },
  audit: { list: listAuditEntries, platform: listPlatformEntries },
  effects: { take: takeEffects, acknowledge: acknowledgeEffects },
  access: {
    can: canAccess,
    explain: explainAccess,
    whoCan: whoCanAccess,
    whatCan: whatCanAccess,
    compile: compileMyAccess,
  },
} as const
