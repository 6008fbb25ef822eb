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

/** Those of organizations, of who is in them, and of what may be asked and has to be done. */
const peopleUseCases = {
  organizations: {
    /**
     * ORG-1, RES-4: founds an organization with its first admins in one commit; a founder who is no user yet becomes
     * one.
     *
     * @refuses founder_not_actor when a user founds one and is not among its founders
     * @refuses email_repeated when two founders have one address
     * @refuses email_reserved when the address was left by its user, and is still kept from others
     */
    create: createOrganization,
    /**
     * ORG-4: the name, the kind and the status of an organization, for whoever is in it and for the operator.
     *
     * @refuses not_a_member when the actor is not in it now
     */
    get: getOrganization,
    /**
     * MEM-6: the organizations that a user is in, with the role in each; for the user and the operator.
     *
     * @refuses not_yourself when a user asks about another one
     */
    list: listOrganizations,
    /**
     * ORG-4: an organization as only its admins see it, with its MFA policy.
     *
     * @refuses permission_missing when the actor's role does not see settings
     */
    settings: organizationSettings,
    /** ORG-4: another name for an organization; the name is a setting, so only admins and the operator change it. */
    rename: renameOrganization,
    /**
     * ORG-5: archives an organization in one small commit, whatever its size; every other command then refuses.
     *
     * @refuses organization_archived when it is archived already
     */
    archive: archiveOrganization,
    /**
     * ORG-5: brings an archived organization back, with all that it had.
     *
     * @refuses organization_not_archived when there is nothing to restore
     */
    restore: restoreOrganization,
    /**
     * ORG-6: the operator gives an organization an admin, also where its last one has died.
     *
     * @refuses operator_only when a user asks
     * @refuses role_ceiling when the person is an external or workforce member there (ROL-2)
     */
    appointAdmin: appointAdmin,
  },
  domainRules: {
    /**
     * DOM-1, DOM-3: a rule that takes people at a domain in with a role; pending, and without effect, until it is
     * proven.
     *
     * @refuses domain_is_public_provider when anybody can get an address there (EML-4)
     * @refuses domain_rule_exists when the organization has a rule for the domain
     * @refuses domain_rule_role_administers when the role administers (DOM-2)
     */
    add: addDomainRule,
    /**
     * DOM-3: gives a rule its trust, or renews it, by the TXT records that host code found, an operator's word or the
     * owner's consent.
     *
     * @refuses domain_proof_missing when none of the records is the one that was asked for
     * @refuses domain_owned when another organization owns the domain, and this is no proof by DNS
     * @refuses domain_owned_above when another owns a domain above it and has not released it (DOM-4)
     */
    prove: proveDomainRule,
    /**
     * DOM-5: changes what a rule gives, to whom and how, and says what becomes of those who are in.
     *
     * @refuses domain_rule_sweeping when the change before has not reached everybody
     * @refuses domain_rule_reconcile_untrusted when reconciling would put everybody out who came by it
     */
    update: updateDomainRule,
    /**
     * DOM-5: ends joining by a rule with this commit; `sweep` reaches whoever came by it, and then the rule is gone.
     *
     * @refuses domain_rule_sweeping when the change before has not reached everybody
     */
    remove: removeDomainRule,
    /**
     * DOM-5: one bounded commit of a change or removal of a rule, up to a hundred members. Call it until `finished`.
     */
    sweep: sweepDomainRule,
    /**
     * DOM-4: the owner of a domain lets one other organization own a domain below it.
     *
     * @refuses domain_not_yours when the organization is not the nearest owner above
     */
    release: releaseDomain,
    /**
     * DOM-3: the owner of a domain takes its consent back: joining by the rule ends at once, and nobody who is in is
     * changed.
     *
     * @refuses domain_not_owned when nobody owns it, or the actor is no member of the owner
     * @refuses domain_consent_not_given when the rule does not rest on the owner's consent
     */
    withdrawConsent: withdrawConsent,
    /**
     * DOM-3: the operator decides which of two organizations owns a disputed domain; nobody who is in is changed.
     *
     * @refuses domain_not_disputed when nobody disputes it
     * @refuses domain_dispute_not_a_party when the organization is neither of the two
     */
    settle: settleDispute,
    /**
     * EML-4: the operator lets one public domain carry rules, with a reason.
     *
     * @refuses operator_only when a user asks
     */
    overridePublicDomain: overridePublicDomain,
    /**
     * EML-4: ends an override, and with it the effect of every rule on the domain; nobody who is in is changed.
     *
     * @refuses domain_not_overridden when there is none
     */
    endOverride: endOverride,
    /**
     * DOM-3: the rules of an organization in the order of their domains, each with how it stands now.
     *
     * @refuses permission_missing when the actor's role does not see settings
     */
    list: listDomainRules,
    /**
     * DOM-3: the operator's list of the proofs that lapse before an instant, the earliest first, to check again.
     *
     * @refuses operator_only when a user asks
     */
    due: dueProofs,
    /** DOM-5: who would gain, lose or change a role if a rule were added and proven, changed or removed. */
    preview: previewDomainRule,
  },
  users: {
    /**
     * RES-3, RES-4: a new user within the organization that the rules make their home, who joins wherever a rule is
     * automatic.
     *
     * @refuses no_organization_for_domain when no rule takes the address
     * @refuses email_taken when a user has it
     * @refuses email_reserved when its user left it, and it is still kept from others
     */
    signUp: signUp,
    /**
     * DOM-1: at a verified sign-in a user joins what has come since by automatic rules, and hears of what is offered.
     *
     * @refuses email_unknown when no user has the address
     * @refuses user_deactivated when the user is
     */
    signIn: signIn,
    /**
     * DOM-1: a user accepts what a rule offered them.
     *
     * @refuses join_request_not_found when nothing is offered
     * @refuses domain_rule_no_longer_applies when no rule offers it any more
     */
    joinOffered: joinOffered,
    /**
     * ORG-6: a user's record, for the user alone and for the operator.
     *
     * @refuses not_yourself when a user asks about another one
     */
    get: getUser,
    /**
     * MEM-5: asks for another address; nothing changes before `confirmEmail` has the proof of it.
     *
     * @refuses email_taken when another user has it
     * @refuses step_up_required when codes go to the old address and no factor was used lately (MFA-13)
     */
    changeEmail: changeEmail,
    /**
     * MEM-5, EML-3: makes the proven address the user's, with the roles that the rules give at it, in one commit.
     *
     * @refuses email_change_not_found when no change waits for the token
     * @refuses email_change_expired when the proof comes too late
     * @refuses entities_left_without_admin when the user goes out by it and alone administers something
     */
    confirmEmail: confirmEmail,
    /**
     * MEM-7: ends every access of a user at once, everywhere, in a way that can come back.
     *
     * @refuses last_admin when an organization would be left without one
     * @refuses entities_left_without_admin when they alone administer something
     * @refuses user_not_yours when their home is no organization of the actor's
     */
    deactivate: deactivateUser,
    /**
     * MEM-7: brings a user back with what their memberships still give.
     *
     * @refuses operator_only when an operator deactivated them
     */
    reactivate: reactivateUser,
  },
  members: {
    /**
     * ROL-4: the members of an organization, in the order in which they joined; for whoever sees all of them.
     *
     * @refuses permission_missing when the actor does not
     */
    list: listMembers,
    /**
     * ROL-4, WRK-6: one membership: one's own, or one that the actor may see.
     *
     * @refuses member_not_found when the user was never a member
     * @refuses permission_missing when the actor sees neither all members nor this one
     */
    get: getMember,
    /**
     * MEM-10: up to 250 people become members in one commit, and users where they are none; each has an outcome of
     * their own.
     */
    import: importMembers,
    /**
     * DOM-1: an admin lets somebody in whom a rule asks them about.
     *
     * @refuses join_request_not_found when nothing waits
     * @refuses domain_rule_no_longer_applies when no rule asks any more
     */
    approve: approveJoining,
    /**
     * DOM-1: an admin declines a request, or a user what was offered to them; no sign-in asks again.
     *
     * @refuses join_request_not_found when nothing waits
     */
    decline: declineJoining,
    /**
     * ROL-1: whose role would have another name, and who would gain or lose permissions, by another catalogue.
     *
     * @refuses role_target_missing when a role goes and nothing says what its members hold then
     */
    previewCatalogue: previewCatalogue,
    /**
     * ROL-1: one bounded commit of a change of the catalogue, up to a hundred members. Call it until `finished`.
     *
     * @refuses operator_only when a user asks
     * @refuses role_target_administers when the role in its place administers and it does not
     */
    migrateRoles: migrateRoles,
    /**
     * MEM-1, ROL-2, ROL-3: gives a member another role, for good or for a time.
     *
     * @refuses role_not_yours_to_give when the actor's role does not let them
     * @refuses role_ceiling when an external or workforce member would administer
     * @refuses last_admin when the organization would be left without one
     */
    changeRole: changeRole,
    /**
     * MEM-2, MEM-3: ends a member's access from now on, and keeps all they have for when they are back.
     *
     * @refuses last_admin when the organization would be left without one
     * @refuses entities_left_without_admin when they alone administer something
     * @refuses member_not_yours_to_change when their role is beyond the actor's
     */
    suspend: suspendMember,
    /**
     * MEM-2, ROL-3: brings a suspended member back with all they had.
     *
     * @refuses member_state when they are not suspended
     * @refuses member_not_yours_to_change when their role is beyond the actor's
     */
    reactivate: reactivateMember,
    /**
     * MEM-1, MEM-3: says until when a member has the role that a person gave them.
     *
     * @refuses role_not_assigned when no person gave them one that is not over
     * @refuses last_admin when the organization would be left without one whose role does not expire
     * @refuses expiry_past when it would be over already
     */
    setExpiry: setExpiry,
    /**
     * MEM-3, MEM-4: a member goes of their own accord, and hands over what they alone administer.
     *
     * @refuses last_admin when the organization would be left without one
     * @refuses entities_left_without_admin when something has no replacement
     * @refuses replacement_invalid when who is named cannot take it over
     */
    leave: leaveOrganization,
    /**
     * MEM-4: what the removal of a member, or one's own leaving, would take; they then do just that.
     *
     * @refuses member_not_yours_to_change when their role is beyond the actor's
     */
    planRemoval: planRemoval,
    /**
     * MEM-4: puts a member out: this commit ends all access, and `sweep` clears away what they leave behind.
     *
     * @refuses last_admin when the organization would be left without one
     * @refuses entities_left_without_admin when something has no replacement
     * @refuses member_not_yours_to_change when their role is beyond the actor's
     */
    remove: removeMember,
    /**
     * MEM-4: one bounded commit of clearing away what somebody who is out has left behind. Call it until `finished`.
     */
    sweep: sweepMember,
    /**
     * MEM-1, INV-12: gives a member what the rules give now, and takes what none gives; what a person assigned stays.
     *
     * @refuses entities_left_without_admin when they go out by it and alone administer something
     */
    reconcile: reconcileMember,
  },
  groups: {
    /**
     * GRP-1: a new group without members, managed by the user who made it; an operator's has no manager yet.
     *
     * @refuses permission_missing when the actor's role does not create groups
     */
    create: createGroup,
    /**
     * GRP-1, GRP-2: members of a group, all of them or none; what it is granted is theirs from this commit on.
     *
     * @refuses group_not_yours when the actor does not manage it
     * @refuses group_candidates_invalid when not all of them can be
     * @refuses own_seat when a manager would seat themselves
     */
    addMembers: addGroupMembers,
    /**
     * GRP-2: takes people out of a group; what it is granted is theirs no more from this commit on.
     *
     * @refuses group_not_yours when the actor does not manage it
     */
    removeMembers: removeGroupMembers,
    /**
     * GRP-1: managers, who say who the members are; what the group is granted is not theirs by it.
     *
     * @refuses group_candidates_invalid when not all of them are active members of the organization
     */
    addManagers: addGroupManagers,
    /** GRP-1: takes managers away; where none is left, admins manage the group. */
    removeManagers: removeGroupManagers,
    /**
     * GRP-2: archives a group for good: what it is granted stays written down, and gives nobody anything.
     *
     * @refuses group_archived when it is archived already
     */
    archive: archiveGroup,
    /** ROL-4: all groups for whoever sees all members; for others those in which they have a seat. */
    list: listGroups,
    /**
     * ROL-4: one group, for whoever sees all members or has a seat in it.
     *
     * @refuses group_not_found when the organization has no such group
     */
    get: getGroup,
    /**
     * ROL-4, WRK-6: the members of a group, or its managers, as far as the actor sees them.
     *
     * @refuses group_not_found when the organization has no such group
     */
    members: listGroupMembers,
  },
  engagements: {
    /**
     * WRK-5: says from when, until when, how many and on what a vendor's people work here.
     *
     * @refuses vendor_invalid when the other one is no workforce organization
     * @refuses engagement_open when one is open already
     */
    open: openEngagement,
    /**
     * WRK-5: changes what is named of an engagement, and takes away the limit that is null.
     *
     * @refuses engagement_not_found when there is none
     * @refuses engagement_ended when it is over
     */
    update: updateEngagement,
    /**
     * WRK-5: from this commit on nobody of the vendor has access by it; `sweep` then ends their memberships.
     *
     * @refuses engagement_ended when it has been ended already
     */
    end: endEngagement,
    /**
     * WRK-2, WRK-5: one bounded commit of writing down who of a vendor is out for good. Call it until there is no
     * `next`.
     */
    sweep: sweepWorkforce,
    /** ORG-4, WRK-5: with whom an organization works, as host or as vendor; for whoever sees its settings. */
    list: listEngagements,
  },
  invitations: {
    /**
     * INVI-1, INVI-3: invites up to a thousand addresses in one commit; each has an outcome of its own.
     *
     * @refuses permission_missing when the actor's role does not invite
     */
    send: sendInvitations,
    /**
     * INVI-3: a new token for an invitation that waits or has expired, and the end of the old one.
     *
     * @refuses invitation_accepted when it has been
     * @refuses role_not_yours_to_give when the actor may not give its role
     */
    resend: resendInvitation,
    /**
     * INVI-1: takes an invitation back.
     *
     * @refuses invitation_accepted when it has been
     * @refuses role_not_yours_to_give when the actor may not give its role
     */
    revoke: revokeInvitation,
    /**
     * INVI-2, INV-15: whoever holds the token and has proven the invited address becomes a member, with the grants.
     *
     * @refuses invitation_not_found when the token is none, or an old one
     * @refuses invitation_expired when it comes too late
     * @refuses invitation_inviter_may_not when whoever invited may not give the role any more
     */
    accept: acceptInvitation,
    /**
     * INVI-1: whoever holds the token says no for good, without a proof of the address.
     *
     * @refuses invitation_not_found when the token is none, or an old one
     */
    decline: declineInvitation,
    /**
     * INVI-1: the invitations of an organization, oldest first; a page can have fewer than asked for, and a next one.
     *
     * @refuses permission_missing when the actor's role does not invite
     */
    list: listInvitations,
  },
  audit: {
    /**
     * AUD-1: what happened in an organization, the oldest first; for whoever reads its trail.
     *
     * @refuses permission_missing when the actor's role does not
     */
    list: listAuditEntries,
    /**
     * AUD-1, ORG-6: what was done in no organization, such as the override of a public domain; for the operator.
     *
     * @refuses operator_only when a user asks
     */
    platform: listPlatformEntries,
  },
  effects: {
    /**
     * AUD-7: hands a worker of the host effects that wait, the oldest first, for the length of a lease.
     *
     * @refuses operator_only when a user asks
     */
    take: takeEffects,
    /**
     * AUD-7: takes what the host has done out of the outbox; what is not there any more is no error.
     *
     * @refuses operator_only when a user asks
     */
    acknowledge: acknowledgeEffects,
  },
  access: {
    /** ACC-1: whether the actor may do this, and why; everybody is answered, and a session can only narrow it. */
    can: canAccess,
    /**
     * ACC-4: why somebody may do this or may not, and what would change it; about oneself, and for whoever may ask
     * about others.
     *
     * @refuses permission_missing when the actor may ask about themselves alone
     */
    explain: explainAccess,
    /**
     * ACC-3: who may do this, in pages; for admins, whoever manages the team of the thing, and the operator.
     *
     * @refuses entity_permission_missing when the actor neither administers nor manages the team
     */
    whoCan: whoCanAccess,
    /**
     * ACC-3: on what somebody may do this, in pages; for themselves, for admins and for the operator.
     *
     * @refuses permission_missing when the actor may ask about themselves alone
     */
    whatCan: whatCanAccess,
    /**
     * ACC-5: all that the actor may do in an organization, as a plain value for `openAccess`.
     *
     * @refuses access_too_wide when it does not fit into one value
     */
    compile: compileMyAccess,
  },
} as const

/**
 * Every use case by the name under which host code calls it: `charter.organizations.create` and so on. Its type names the
 * tables, since of what is spread the declarations of the package have no docstrings.
 *
 * @since 0.1.0
 */
export const useCases: typeof peopleUseCases & typeof contentUseCases & typeof mfaUseCases = {
  ...peopleUseCases,
  ...contentUseCases,
  ...mfaUseCases,
}
