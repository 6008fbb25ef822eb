-- orgcharter's tables, version 1. What createSchema runs; each statement may be run again.

create table if not exists "orgcharter_organization" (
  "id" text not null,
  "name" text not null,
  "kind" text not null,
  "mfa" text not null,
  "mfa_history" text,
  "created_at" integer not null,
  "status" text not null,
  "archived_at" integer,
  "version" text not null,
  primary key ("id")
) strict, without rowid;

create table if not exists "orgcharter_user" (
  "id" text not null,
  "home_organization_id" text not null,
  "email" text not null,
  "site" text not null,
  "verified_by" text not null,
  "name" text,
  "created_at" integer not null,
  "status" text not null,
  "deactivated_at" integer,
  "deactivated_by" text,
  "reason" text,
  "version" text not null,
  primary key ("id")
) strict, without rowid;

create index if not exists "orgcharter_user_by_site" on "orgcharter_user" ("site", "created_at", "id");

create table if not exists "orgcharter_user_email" (
  "address" text not null,
  "user_id" text not null,
  "reserved_until" integer,
  "version" text not null,
  primary key ("address")
) strict, without rowid;

create table if not exists "orgcharter_email_change" (
  "user_id" text not null,
  "email" text not null,
  "token_hash" text not null,
  "requested_by" text not null,
  "by_factor" integer,
  "requested_at" integer not null,
  "expires_at" integer not null,
  "version" text not null,
  primary key ("user_id")
) strict, without rowid;

create table if not exists "orgcharter_membership" (
  "organization_id" text not null,
  "user_id" text not null,
  "term" integer not null,
  "joined_at" integer not null,
  "first_joined_at" integer,
  "removed_term" integer,
  "assigned" text,
  "by_rule" text,
  "by_workforce" text,
  "status" text not null,
  "suspended_at" integer,
  "ended_at" integer,
  "ending" text,
  "reason" text,
  "assigned_role" text,
  "by_workforce_vendor_id" text,
  "by_workforce_term" integer,
  "by_rule_domain" text,
  "by_rule_edition" integer,
  "version" text not null,
  primary key ("organization_id", "user_id")
) strict, without rowid;

create index if not exists "orgcharter_membership_by_organization" on "orgcharter_membership" ("organization_id", "joined_at", "user_id");

create index if not exists "orgcharter_membership_by_user" on "orgcharter_membership" ("user_id", "organization_id");

create index if not exists "orgcharter_membership_by_assigned_role" on "orgcharter_membership" ("organization_id", "assigned_role", "joined_at", "user_id") where "assigned_role" is not null;

create index if not exists "orgcharter_membership_by_vendor" on "orgcharter_membership" ("organization_id", "by_workforce_vendor_id", "joined_at", "user_id") where "by_workforce_vendor_id" is not null;

create index if not exists "orgcharter_membership_by_vendor_of_user" on "orgcharter_membership" ("user_id", "by_workforce_vendor_id", "by_workforce_term", "organization_id") where "by_workforce_vendor_id" is not null and "by_workforce_term" is not null;

create index if not exists "orgcharter_membership_by_rule" on "orgcharter_membership" ("organization_id", "by_rule_domain", "by_rule_edition", "joined_at", "user_id") where "by_rule_domain" is not null and "by_rule_edition" is not null;

create table if not exists "orgcharter_join_request" (
  "organization_id" text not null,
  "user_id" text not null,
  "status" text not null,
  "domain" text not null,
  "at" integer not null,
  "version" text not null,
  primary key ("organization_id", "user_id")
) strict, without rowid;

create index if not exists "orgcharter_join_request_by_organization" on "orgcharter_join_request" ("organization_id", "status", "at", "user_id");

create index if not exists "orgcharter_join_request_by_user" on "orgcharter_join_request" ("user_id", "organization_id");

create table if not exists "orgcharter_member_count" (
  "organization_id" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("organization_id")
) strict, without rowid;

create table if not exists "orgcharter_membership_count" (
  "user_id" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("user_id")
) strict, without rowid;

create table if not exists "orgcharter_admin_count" (
  "organization_id" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("organization_id")
) strict, without rowid;

create table if not exists "orgcharter_guest_home" (
  "organization_id" text not null,
  "home_id" text not null,
  "version" text not null,
  primary key ("organization_id", "home_id")
) strict, without rowid;

create index if not exists "orgcharter_guest_home_by_home" on "orgcharter_guest_home" ("home_id", "organization_id");

create table if not exists "orgcharter_domain_rule" (
  "organization_id" text not null,
  "domain" text not null,
  "match" text not null,
  "role" text not null,
  "joining" text not null,
  "created_at" integer not null,
  "edition" integer not null,
  "claim" text not null,
  "sweep" text,
  "status" text not null,
  "proof" text,
  "removed_at" integer,
  "proof_until" integer,
  "sweep_from_role" text,
  "version" text not null,
  primary key ("organization_id", "domain")
) strict, without rowid;

create index if not exists "orgcharter_domain_rule_by_domain" on "orgcharter_domain_rule" ("status", "domain", "organization_id");

create index if not exists "orgcharter_domain_rule_by_check" on "orgcharter_domain_rule" ("status", "proof_until", "organization_id", "domain") where "proof_until" is not null;

create index if not exists "orgcharter_domain_rule_by_role" on "orgcharter_domain_rule" ("organization_id", "role", "domain");

create index if not exists "orgcharter_domain_rule_by_former_role" on "orgcharter_domain_rule" ("organization_id", "sweep_from_role", "domain") where "sweep_from_role" is not null;

create table if not exists "orgcharter_domain_owner" (
  "domain" text not null,
  "organization_id" text not null,
  "claim" text not null,
  "tenure" text not null,
  "since" integer not null,
  "dispute" text,
  "version" text not null,
  primary key ("domain")
) strict, without rowid;

create table if not exists "orgcharter_domain_release" (
  "organization_id" text not null,
  "domain" text not null,
  "to" text not null,
  "tenure" text not null,
  "by" text not null,
  "at" integer not null,
  "version" text not null,
  primary key ("organization_id", "domain", "to")
) strict, without rowid;

create table if not exists "orgcharter_domain_override" (
  "domain" text not null,
  "by" text not null,
  "reason" text not null,
  "at" integer not null,
  "version" text not null,
  primary key ("domain")
) strict, without rowid;

create table if not exists "orgcharter_trusted_rule_count" (
  "domain" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("domain")
) strict, without rowid;

create table if not exists "orgcharter_invitation" (
  "organization_id" text not null,
  "id" text not null,
  "email" text not null,
  "address" text not null,
  "role" text not null,
  "grants" text not null,
  "invited_by" text not null,
  "inviter_term" integer,
  "invitee_term" integer not null,
  "created_at" integer not null,
  "sent_at" integer not null,
  "expires_at" integer not null,
  "sent" integer not null,
  "status" text not null,
  "token_hash" text,
  "accepted_at" integer,
  "user_id" text,
  "term" integer,
  "declined_at" integer,
  "revoked_at" integer,
  "revoked_by" text,
  "invited_by_user_id" text,
  "version" text not null,
  primary key ("organization_id", "id")
) strict, without rowid;

create index if not exists "orgcharter_invitation_by_organization" on "orgcharter_invitation" ("organization_id", "created_at", "id");

create index if not exists "orgcharter_invitation_by_status" on "orgcharter_invitation" ("organization_id", "status", "created_at", "id");

create index if not exists "orgcharter_invitation_by_role" on "orgcharter_invitation" ("organization_id", "status", "role", "created_at", "id");

create index if not exists "orgcharter_invitation_by_inviter" on "orgcharter_invitation" ("organization_id", "status", "invited_by_user_id", "inviter_term", "sent_at", "id") where "invited_by_user_id" is not null and "inviter_term" is not null;

create table if not exists "orgcharter_invited_address" (
  "organization_id" text not null,
  "address" text not null,
  "invitation_id" text not null,
  "version" text not null,
  primary key ("organization_id", "address")
) strict, without rowid;

create table if not exists "orgcharter_invitation_token" (
  "hash" text not null,
  "organization_id" text not null,
  "invitation_id" text not null,
  "version" text not null,
  primary key ("hash")
) strict, without rowid;

create table if not exists "orgcharter_group" (
  "organization_id" text not null,
  "id" text not null,
  "name" text not null,
  "created_by" text not null,
  "created_at" integer not null,
  "status" text not null,
  "archived_at" integer,
  "version" text not null,
  primary key ("organization_id", "id")
) strict, without rowid;

create index if not exists "orgcharter_group_by_organization" on "orgcharter_group" ("organization_id", "created_at", "id");

create table if not exists "orgcharter_group_seat" (
  "organization_id" text not null,
  "group_id" text not null,
  "seat" text not null,
  "user_id" text not null,
  "term" integer not null,
  "by" text not null,
  "at" integer not null,
  "version" text not null,
  primary key ("organization_id", "group_id", "seat", "user_id")
) strict, without rowid;

create index if not exists "orgcharter_group_seat_by_group" on "orgcharter_group_seat" ("organization_id", "group_id", "seat", "at", "user_id");

create index if not exists "orgcharter_group_seat_by_user" on "orgcharter_group_seat" ("organization_id", "user_id", "seat", "at", "group_id");

create index if not exists "orgcharter_group_seat_by_holder" on "orgcharter_group_seat" ("organization_id", "user_id", "term", "at", "group_id", "seat");

create table if not exists "orgcharter_group_seat_count" (
  "organization_id" text not null,
  "group_id" text not null,
  "seat" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("organization_id", "group_id", "seat")
) strict, without rowid;

create table if not exists "orgcharter_entity" (
  "kind" text not null,
  "id" text not null,
  "organization_id" text not null,
  "name" text not null,
  "created_by" text not null,
  "created_at" integer not null,
  "progress" text,
  "stages" text,
  "fields" text,
  "status" text not null,
  "archived_at" integer,
  "version" text not null,
  primary key ("kind", "id")
) strict, without rowid;

create index if not exists "orgcharter_entity_by_organization" on "orgcharter_entity" ("organization_id", "kind", "created_at", "id");

create table if not exists "orgcharter_link" (
  "from_kind" text not null,
  "from_id" text not null,
  "relation" text not null,
  "to_id" text not null,
  "organization_id" text not null,
  "to_kind" text not null,
  "by" text not null,
  "at" integer not null,
  "version" text not null,
  primary key ("from_kind", "from_id", "relation", "to_id")
) strict, without rowid;

create index if not exists "orgcharter_link_by_from" on "orgcharter_link" ("from_kind", "from_id", "relation", "at", "to_id");

create index if not exists "orgcharter_link_by_to" on "orgcharter_link" ("to_kind", "to_id", "at", "from_kind", "from_id", "relation");

create table if not exists "orgcharter_link_count" (
  "from_kind" text not null,
  "from_id" text not null,
  "relation" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("from_kind", "from_id", "relation")
) strict, without rowid;

create table if not exists "orgcharter_use_count" (
  "to_kind" text not null,
  "to_id" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("to_kind", "to_id")
) strict, without rowid;

create table if not exists "orgcharter_relation_use_count" (
  "from_kind" text not null,
  "relation" text not null,
  "to_id" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("from_kind", "relation", "to_id")
) strict, without rowid;

create table if not exists "orgcharter_grant" (
  "organization_id" text not null,
  "kind" text not null,
  "entity_id" text not null,
  "subject" text not null,
  "subject_id" text not null,
  "role" text not null,
  "by" text not null,
  "at" integer not null,
  "until" integer,
  "stages" text,
  "term" integer,
  "version" text not null,
  primary key ("organization_id", "kind", "entity_id", "subject", "subject_id")
) strict, without rowid;

create index if not exists "orgcharter_grant_by_entity" on "orgcharter_grant" ("organization_id", "kind", "entity_id", "subject", "at", "subject_id");

create index if not exists "orgcharter_grant_by_subject" on "orgcharter_grant" ("organization_id", "subject", "subject_id", "at", "kind", "entity_id");

create index if not exists "orgcharter_grant_by_term" on "orgcharter_grant" ("organization_id", "subject_id", "term", "at", "kind", "entity_id", "subject") where "term" is not null;

create index if not exists "orgcharter_grant_by_holder" on "orgcharter_grant" ("subject", "subject_id", "role", "at", "organization_id", "kind", "entity_id");

create table if not exists "orgcharter_entity_admin_count" (
  "organization_id" text not null,
  "kind" text not null,
  "entity_id" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("organization_id", "kind", "entity_id")
) strict, without rowid;

create table if not exists "orgcharter_admin_grant_count" (
  "user_id" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("user_id")
) strict, without rowid;

create table if not exists "orgcharter_group_grant_count" (
  "organization_id" text not null,
  "kind" text not null,
  "entity_id" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("organization_id", "kind", "entity_id")
) strict, without rowid;

create table if not exists "orgcharter_offboarding" (
  "organization_id" text not null,
  "user_id" text not null,
  "term" integer not null,
  "by" text not null,
  "at" integer not null,
  "version" text not null,
  primary key ("organization_id", "user_id")
) strict, without rowid;

create index if not exists "orgcharter_offboarding_by_organization" on "orgcharter_offboarding" ("organization_id", "at", "user_id");

create table if not exists "orgcharter_engagement" (
  "organization_id" text not null,
  "vendor_id" text not null,
  "edition" integer not null,
  "opened_by" text not null,
  "opened_at" integer not null,
  "from" integer,
  "until" integer,
  "seats" integer,
  "scope" text,
  "status" text not null,
  "ended_by" text,
  "ended_at" integer,
  "people" integer,
  "version" text not null,
  primary key ("organization_id", "vendor_id")
) strict, without rowid;

create index if not exists "orgcharter_engagement_by_organization" on "orgcharter_engagement" ("organization_id", "opened_at", "vendor_id");

create index if not exists "orgcharter_engagement_by_vendor" on "orgcharter_engagement" ("vendor_id", "opened_at", "organization_id");

create table if not exists "orgcharter_workforce_count" (
  "organization_id" text not null,
  "vendor_id" text not null,
  "edition" text not null,
  "count" integer not null,
  "version" text not null,
  primary key ("organization_id", "vendor_id", "edition")
) strict, without rowid;

create table if not exists "orgcharter_holding" (
  "organization_id" text not null,
  "subject" text not null,
  "subject_id" text not null,
  "term" integer,
  "lasting" integer not null,
  "timed" text not null,
  "closed" integer,
  "version" text not null,
  primary key ("organization_id", "subject", "subject_id")
) strict, without rowid;

create table if not exists "orgcharter_user_factors" (
  "user_id" text not null,
  "home_organization_id" text not null,
  "edition" integer not null,
  "factors" text not null,
  "recovery" text,
  "failures" text,
  "sends" text,
  "reset_at" integer,
  "reset_reason" text,
  "version" text not null,
  primary key ("user_id")
) strict, without rowid;

create table if not exists "orgcharter_factor_secret" (
  "user_id" text not null,
  "factor_id" text not null,
  "list" text not null,
  "sealed" text not null,
  "version" text not null,
  primary key ("user_id", "factor_id")
) strict, without rowid;

create index if not exists "orgcharter_factor_secret_in_all" on "orgcharter_factor_secret" ("list", "user_id", "factor_id");

create table if not exists "orgcharter_live_challenge" (
  "user_id" text not null,
  "factor_id" text not null,
  "id" text not null,
  "expires_at" integer not null,
  "tries" integer not null,
  "sealed_code_hash" text,
  "challenge_hash" text,
  "version" text not null,
  primary key ("user_id", "factor_id")
) strict, without rowid;

create table if not exists "orgcharter_trusted_device" (
  "user_id" text not null,
  "id" text not null,
  "token_hash" text not null,
  "label" text,
  "method" text not null,
  "at" integer not null,
  "until" integer not null,
  "edition" integer not null,
  "organizations" text not null,
  "version" text not null,
  primary key ("user_id", "id")
) strict, without rowid;

create index if not exists "orgcharter_trusted_device_by_user" on "orgcharter_trusted_device" ("user_id", "at", "id");

create table if not exists "orgcharter_revoked_factor" (
  "user_id" text not null,
  "factor_id" text not null,
  "kind" text not null,
  "enrolled_at" integer not null,
  "revoked_at" integer not null,
  "why" text not null,
  "version" text not null,
  primary key ("user_id", "factor_id")
) strict, without rowid;

create index if not exists "orgcharter_revoked_factor_by_user" on "orgcharter_revoked_factor" ("user_id", "revoked_at", "factor_id");

create table if not exists "orgcharter_webauthn_credential" (
  "digest" text not null,
  "user_id" text not null,
  "factor_id" text not null,
  "version" text not null,
  primary key ("digest")
) strict, without rowid;

create table if not exists "orgcharter_audit_entry" (
  "organization_id" text not null,
  "id" text not null,
  "at" integer not null,
  "actor" text not null,
  "acting_organization_id" text,
  "action" text not null,
  "changes" text not null,
  "rules" text not null,
  "correlation_id" text,
  "version" text not null,
  primary key ("organization_id", "id")
) strict, without rowid;

create index if not exists "orgcharter_audit_entry_by_organization" on "orgcharter_audit_entry" ("organization_id", "at", "id");

create table if not exists "orgcharter_effect" (
  "id" text not null,
  "queue" text not null,
  "kind" text not null,
  "organization_id" text,
  "payload" text not null,
  "sealed" text,
  "created_at" integer not null,
  "available_at" integer not null,
  "attempts" integer not null,
  "version" text not null,
  primary key ("id")
) strict, without rowid;

create index if not exists "orgcharter_effect_by_queue" on "orgcharter_effect" ("queue", "available_at", "id");

create table if not exists "orgcharter_idempotency" (
  "scope" text not null,
  "key" text not null,
  "action" text not null,
  "fingerprint" text not null,
  "sealed_fingerprint" text,
  "outcome" text not null,
  "expires_at" integer not null,
  "version" text not null,
  primary key ("scope", "key")
) strict, without rowid;

create table if not exists "orgcharter_schema" (
  version integer not null primary key
);

insert into "orgcharter_schema" (version) values (1) on conflict (version) do update set version = excluded.version;
