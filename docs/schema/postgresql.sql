-- orgcharter's tables, version 1. What createSchema runs; each statement may be run again.

create table if not exists "orgcharter_organization" (
  "id" text collate "C" not null,
  "name" text not null,
  "kind" text not null,
  "mfa" json not null,
  "mfa_history" json,
  "created_at" bigint not null,
  "status" text not null,
  "archived_at" bigint,
  "version" text not null,
  primary key ("id")
);

create table if not exists "orgcharter_user" (
  "id" text collate "C" not null,
  "home_organization_id" text not null,
  "email" json not null,
  "site" text collate "C" not null,
  "verified_by" text not null,
  "name" text,
  "created_at" bigint not null,
  "status" text not null,
  "deactivated_at" bigint,
  "deactivated_by" json,
  "reason" text,
  "version" text not null,
  primary key ("id")
);

create index if not exists "orgcharter_user_by_site" on "orgcharter_user" ("site", "created_at", "id");

create table if not exists "orgcharter_user_email" (
  "address" text collate "C" not null,
  "user_id" text not null,
  "reserved_until" bigint,
  "version" text not null,
  primary key ("address")
);

create table if not exists "orgcharter_email_change" (
  "user_id" text collate "C" not null,
  "email" json not null,
  "token_hash" text not null,
  "requested_by" json not null,
  "by_factor" boolean,
  "requested_at" bigint not null,
  "expires_at" bigint not null,
  "version" text not null,
  primary key ("user_id")
);

create table if not exists "orgcharter_membership" (
  "organization_id" text collate "C" not null,
  "user_id" text collate "C" not null,
  "term" bigint not null,
  "joined_at" bigint not null,
  "first_joined_at" bigint,
  "removed_term" bigint,
  "assigned" json,
  "by_rule" json,
  "by_workforce" json,
  "status" text not null,
  "suspended_at" bigint,
  "ended_at" bigint,
  "ending" text,
  "reason" text,
  "assigned_role" text collate "C",
  "by_workforce_vendor_id" text collate "C",
  "by_workforce_term" bigint,
  "by_rule_domain" text collate "C",
  "by_rule_edition" bigint,
  "version" text not null,
  primary key ("organization_id", "user_id")
);

create index if not exists "orgcharter_membership_by_organization" on "orgcharter_membership" ("organization_id", "joined_at", "user_id");

create index if not exists "orgcharter_membership_by_user" on "orgcharter_membership" ("user_id", "organization_id");

create index if not exists "orgcharter_membership_by_assigned_role" on "orgcharter_membership" ("organization_id", "assigned_role", "joined_at", "user_id") where "assigned_role" is not null;

create index if not exists "orgcharter_membership_by_vendor" on "orgcharter_membership" ("organization_id", "by_workforce_vendor_id", "joined_at", "user_id") where "by_workforce_vendor_id" is not null;

create index if not exists "orgcharter_membership_by_vendor_of_user" on "orgcharter_membership" ("user_id", "by_workforce_vendor_id", "by_workforce_term", "organization_id") where "by_workforce_vendor_id" is not null and "by_workforce_term" is not null;

create index if not exists "orgcharter_membership_by_rule" on "orgcharter_membership" ("organization_id", "by_rule_domain", "by_rule_edition", "joined_at", "user_id") where "by_rule_domain" is not null and "by_rule_edition" is not null;

create table if not exists "orgcharter_join_request" (
  "organization_id" text collate "C" not null,
  "user_id" text collate "C" not null,
  "status" text collate "C" not null,
  "domain" text not null,
  "at" bigint not null,
  "version" text not null,
  primary key ("organization_id", "user_id")
);

create index if not exists "orgcharter_join_request_by_organization" on "orgcharter_join_request" ("organization_id", "status", "at", "user_id");

create index if not exists "orgcharter_join_request_by_user" on "orgcharter_join_request" ("user_id", "organization_id");

create table if not exists "orgcharter_member_count" (
  "organization_id" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("organization_id")
);

create table if not exists "orgcharter_membership_count" (
  "user_id" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("user_id")
);

create table if not exists "orgcharter_admin_count" (
  "organization_id" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("organization_id")
);

create table if not exists "orgcharter_guest_home" (
  "organization_id" text collate "C" not null,
  "home_id" text collate "C" not null,
  "version" text not null,
  primary key ("organization_id", "home_id")
);

create index if not exists "orgcharter_guest_home_by_home" on "orgcharter_guest_home" ("home_id", "organization_id");

create table if not exists "orgcharter_domain_rule" (
  "organization_id" text collate "C" not null,
  "domain" text collate "C" not null,
  "match" text not null,
  "role" text collate "C" not null,
  "joining" text not null,
  "created_at" bigint not null,
  "edition" bigint not null,
  "claim" json not null,
  "sweep" json,
  "status" text collate "C" not null,
  "proof" json,
  "removed_at" bigint,
  "proof_until" bigint,
  "sweep_from_role" text collate "C",
  "version" text not null,
  primary key ("organization_id", "domain")
);

create index if not exists "orgcharter_domain_rule_by_domain" on "orgcharter_domain_rule" ("status", "domain", "organization_id");

create index if not exists "orgcharter_domain_rule_by_check" on "orgcharter_domain_rule" ("status", "proof_until", "organization_id", "domain") where "proof_until" is not null;

create index if not exists "orgcharter_domain_rule_by_role" on "orgcharter_domain_rule" ("organization_id", "role", "domain");

create index if not exists "orgcharter_domain_rule_by_former_role" on "orgcharter_domain_rule" ("organization_id", "sweep_from_role", "domain") where "sweep_from_role" is not null;

create table if not exists "orgcharter_domain_owner" (
  "domain" text collate "C" not null,
  "organization_id" text not null,
  "claim" text not null,
  "tenure" text not null,
  "since" bigint not null,
  "dispute" json,
  "version" text not null,
  primary key ("domain")
);

create table if not exists "orgcharter_domain_release" (
  "organization_id" text collate "C" not null,
  "domain" text collate "C" not null,
  "to" text collate "C" not null,
  "tenure" text not null,
  "by" json not null,
  "at" bigint not null,
  "version" text not null,
  primary key ("organization_id", "domain", "to")
);

create table if not exists "orgcharter_domain_override" (
  "domain" text collate "C" not null,
  "by" json not null,
  "reason" text not null,
  "at" bigint not null,
  "version" text not null,
  primary key ("domain")
);

create table if not exists "orgcharter_trusted_rule_count" (
  "domain" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("domain")
);

create table if not exists "orgcharter_invitation" (
  "organization_id" text collate "C" not null,
  "id" text collate "C" not null,
  "email" json not null,
  "address" text not null,
  "role" text collate "C" not null,
  "grants" json not null,
  "invited_by" json not null,
  "inviter_term" bigint,
  "invitee_term" bigint not null,
  "created_at" bigint not null,
  "sent_at" bigint not null,
  "expires_at" bigint not null,
  "sent" bigint not null,
  "status" text collate "C" not null,
  "token_hash" text,
  "accepted_at" bigint,
  "user_id" text,
  "term" bigint,
  "declined_at" bigint,
  "revoked_at" bigint,
  "revoked_by" json,
  "invited_by_user_id" text collate "C",
  "version" text not null,
  primary key ("organization_id", "id")
);

create index if not exists "orgcharter_invitation_by_organization" on "orgcharter_invitation" ("organization_id", "created_at", "id");

create index if not exists "orgcharter_invitation_by_status" on "orgcharter_invitation" ("organization_id", "status", "created_at", "id");

create index if not exists "orgcharter_invitation_by_role" on "orgcharter_invitation" ("organization_id", "status", "role", "created_at", "id");

create index if not exists "orgcharter_invitation_by_inviter" on "orgcharter_invitation" ("organization_id", "status", "invited_by_user_id", "inviter_term", "sent_at", "id") where "invited_by_user_id" is not null and "inviter_term" is not null;

create table if not exists "orgcharter_invited_address" (
  "organization_id" text collate "C" not null,
  "address" text collate "C" not null,
  "invitation_id" text not null,
  "version" text not null,
  primary key ("organization_id", "address")
);

create table if not exists "orgcharter_invitation_token" (
  "hash" text collate "C" not null,
  "organization_id" text not null,
  "invitation_id" text not null,
  "version" text not null,
  primary key ("hash")
);

create table if not exists "orgcharter_group" (
  "organization_id" text collate "C" not null,
  "id" text collate "C" not null,
  "name" text not null,
  "created_by" json not null,
  "created_at" bigint not null,
  "status" text not null,
  "archived_at" bigint,
  "version" text not null,
  primary key ("organization_id", "id")
);

create index if not exists "orgcharter_group_by_organization" on "orgcharter_group" ("organization_id", "created_at", "id");

create table if not exists "orgcharter_group_seat" (
  "organization_id" text collate "C" not null,
  "group_id" text collate "C" not null,
  "seat" text collate "C" not null,
  "user_id" text collate "C" not null,
  "term" bigint not null,
  "by" json not null,
  "at" bigint not null,
  "version" text not null,
  primary key ("organization_id", "group_id", "seat", "user_id")
);

create index if not exists "orgcharter_group_seat_by_group" on "orgcharter_group_seat" ("organization_id", "group_id", "seat", "at", "user_id");

create index if not exists "orgcharter_group_seat_by_user" on "orgcharter_group_seat" ("organization_id", "user_id", "seat", "at", "group_id");

create index if not exists "orgcharter_group_seat_by_holder" on "orgcharter_group_seat" ("organization_id", "user_id", "term", "at", "group_id", "seat");

create table if not exists "orgcharter_group_seat_count" (
  "organization_id" text collate "C" not null,
  "group_id" text collate "C" not null,
  "seat" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("organization_id", "group_id", "seat")
);

create table if not exists "orgcharter_entity" (
  "kind" text collate "C" not null,
  "id" text collate "C" not null,
  "organization_id" text collate "C" not null,
  "name" text not null,
  "created_by" json not null,
  "created_at" bigint not null,
  "progress" text,
  "stages" json,
  "fields" json,
  "status" text not null,
  "archived_at" bigint,
  "version" text not null,
  primary key ("kind", "id")
);

create index if not exists "orgcharter_entity_by_organization" on "orgcharter_entity" ("organization_id", "kind", "created_at", "id");

create table if not exists "orgcharter_link" (
  "from_kind" text collate "C" not null,
  "from_id" text collate "C" not null,
  "relation" text collate "C" not null,
  "to_id" text collate "C" not null,
  "organization_id" text not null,
  "to_kind" text collate "C" not null,
  "by" json not null,
  "at" bigint not null,
  "version" text not null,
  primary key ("from_kind", "from_id", "relation", "to_id")
);

create index if not exists "orgcharter_link_by_from" on "orgcharter_link" ("from_kind", "from_id", "relation", "at", "to_id");

create index if not exists "orgcharter_link_by_to" on "orgcharter_link" ("to_kind", "to_id", "at", "from_kind", "from_id", "relation");

create table if not exists "orgcharter_link_count" (
  "from_kind" text collate "C" not null,
  "from_id" text collate "C" not null,
  "relation" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("from_kind", "from_id", "relation")
);

create table if not exists "orgcharter_use_count" (
  "to_kind" text collate "C" not null,
  "to_id" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("to_kind", "to_id")
);

create table if not exists "orgcharter_relation_use_count" (
  "from_kind" text collate "C" not null,
  "relation" text collate "C" not null,
  "to_id" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("from_kind", "relation", "to_id")
);

create table if not exists "orgcharter_grant" (
  "organization_id" text collate "C" not null,
  "kind" text collate "C" not null,
  "entity_id" text collate "C" not null,
  "subject" text collate "C" not null,
  "subject_id" text collate "C" not null,
  "role" text collate "C" not null,
  "by" json not null,
  "at" bigint not null,
  "until" bigint,
  "stages" json,
  "term" bigint,
  "version" text not null,
  primary key ("organization_id", "kind", "entity_id", "subject", "subject_id")
);

create index if not exists "orgcharter_grant_by_entity" on "orgcharter_grant" ("organization_id", "kind", "entity_id", "subject", "at", "subject_id");

create index if not exists "orgcharter_grant_by_subject" on "orgcharter_grant" ("organization_id", "subject", "subject_id", "at", "kind", "entity_id");

create index if not exists "orgcharter_grant_by_term" on "orgcharter_grant" ("organization_id", "subject_id", "term", "at", "kind", "entity_id", "subject") where "term" is not null;

create index if not exists "orgcharter_grant_by_holder" on "orgcharter_grant" ("subject", "subject_id", "role", "at", "organization_id", "kind", "entity_id");

create table if not exists "orgcharter_entity_admin_count" (
  "organization_id" text collate "C" not null,
  "kind" text collate "C" not null,
  "entity_id" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("organization_id", "kind", "entity_id")
);

create table if not exists "orgcharter_admin_grant_count" (
  "user_id" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("user_id")
);

create table if not exists "orgcharter_group_grant_count" (
  "organization_id" text collate "C" not null,
  "kind" text collate "C" not null,
  "entity_id" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("organization_id", "kind", "entity_id")
);

create table if not exists "orgcharter_offboarding" (
  "organization_id" text collate "C" not null,
  "user_id" text collate "C" not null,
  "term" bigint not null,
  "by" json not null,
  "at" bigint not null,
  "version" text not null,
  primary key ("organization_id", "user_id")
);

create index if not exists "orgcharter_offboarding_by_organization" on "orgcharter_offboarding" ("organization_id", "at", "user_id");

create table if not exists "orgcharter_engagement" (
  "organization_id" text collate "C" not null,
  "vendor_id" text collate "C" not null,
  "edition" bigint not null,
  "opened_by" json not null,
  "opened_at" bigint not null,
  "from" bigint,
  "until" bigint,
  "seats" bigint,
  "scope" json,
  "status" text not null,
  "ended_by" json,
  "ended_at" bigint,
  "people" bigint,
  "version" text not null,
  primary key ("organization_id", "vendor_id")
);

create index if not exists "orgcharter_engagement_by_organization" on "orgcharter_engagement" ("organization_id", "opened_at", "vendor_id");

create index if not exists "orgcharter_engagement_by_vendor" on "orgcharter_engagement" ("vendor_id", "opened_at", "organization_id");

create table if not exists "orgcharter_workforce_count" (
  "organization_id" text collate "C" not null,
  "vendor_id" text collate "C" not null,
  "edition" text collate "C" not null,
  "count" bigint not null,
  "version" text not null,
  primary key ("organization_id", "vendor_id", "edition")
);

create table if not exists "orgcharter_holding" (
  "organization_id" text collate "C" not null,
  "subject" text collate "C" not null,
  "subject_id" text collate "C" not null,
  "term" bigint,
  "lasting" bigint not null,
  "timed" json not null,
  "closed" boolean,
  "version" text not null,
  primary key ("organization_id", "subject", "subject_id")
);

create table if not exists "orgcharter_user_factors" (
  "user_id" text collate "C" not null,
  "home_organization_id" text not null,
  "edition" bigint not null,
  "factors" json not null,
  "recovery" json,
  "failures" json,
  "sends" json,
  "reset_at" bigint,
  "reset_reason" text,
  "version" text not null,
  primary key ("user_id")
);

create table if not exists "orgcharter_factor_secret" (
  "user_id" text collate "C" not null,
  "factor_id" text collate "C" not null,
  "list" text collate "C" not null,
  "sealed" text not null,
  "version" text not null,
  primary key ("user_id", "factor_id")
);

create index if not exists "orgcharter_factor_secret_in_all" on "orgcharter_factor_secret" ("list", "user_id", "factor_id");

create table if not exists "orgcharter_live_challenge" (
  "user_id" text collate "C" not null,
  "factor_id" text collate "C" not null,
  "id" text not null,
  "expires_at" bigint not null,
  "tries" bigint not null,
  "sealed_code_hash" text,
  "challenge_hash" text,
  "version" text not null,
  primary key ("user_id", "factor_id")
);

create table if not exists "orgcharter_trusted_device" (
  "user_id" text collate "C" not null,
  "id" text collate "C" not null,
  "token_hash" text not null,
  "label" text,
  "method" text not null,
  "at" bigint not null,
  "until" bigint not null,
  "edition" bigint not null,
  "organizations" json not null,
  "version" text not null,
  primary key ("user_id", "id")
);

create index if not exists "orgcharter_trusted_device_by_user" on "orgcharter_trusted_device" ("user_id", "at", "id");

create table if not exists "orgcharter_revoked_factor" (
  "user_id" text collate "C" not null,
  "factor_id" text collate "C" not null,
  "kind" text not null,
  "enrolled_at" bigint not null,
  "revoked_at" bigint not null,
  "why" text not null,
  "version" text not null,
  primary key ("user_id", "factor_id")
);

create index if not exists "orgcharter_revoked_factor_by_user" on "orgcharter_revoked_factor" ("user_id", "revoked_at", "factor_id");

create table if not exists "orgcharter_webauthn_credential" (
  "digest" text collate "C" not null,
  "user_id" text not null,
  "factor_id" text not null,
  "version" text not null,
  primary key ("digest")
);

create table if not exists "orgcharter_audit_entry" (
  "organization_id" text collate "C" not null,
  "id" text collate "C" not null,
  "at" bigint not null,
  "actor" json not null,
  "acting_organization_id" text,
  "action" text not null,
  "changes" json not null,
  "rules" json not null,
  "correlation_id" text,
  "version" text not null,
  primary key ("organization_id", "id")
);

create index if not exists "orgcharter_audit_entry_by_organization" on "orgcharter_audit_entry" ("organization_id", "at", "id");

create table if not exists "orgcharter_effect" (
  "id" text collate "C" not null,
  "queue" text collate "C" not null,
  "kind" text not null,
  "organization_id" text,
  "payload" json not null,
  "sealed" text,
  "created_at" bigint not null,
  "available_at" bigint not null,
  "attempts" bigint not null,
  "version" text not null,
  primary key ("id")
);

create index if not exists "orgcharter_effect_by_queue" on "orgcharter_effect" ("queue", "available_at", "id");

create table if not exists "orgcharter_idempotency" (
  "scope" text collate "C" not null,
  "key" text collate "C" not null,
  "action" text not null,
  "fingerprint" text not null,
  "sealed_fingerprint" text,
  "outcome" json not null,
  "expires_at" bigint not null,
  "version" text not null,
  primary key ("scope", "key")
);

create table if not exists "orgcharter_schema" (
  version bigint not null primary key
);

insert into "orgcharter_schema" (version) values (1) on conflict (version) do update set version = excluded.version;
