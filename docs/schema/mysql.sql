-- orgcharter's tables, version 1. What createSchema runs; each statement may be run again.

create table if not exists `orgcharter_organization` (
  `id` varchar(64) not null,
  `name` varchar(200) not null,
  `kind` varchar(64) not null,
  `mfa` longtext not null,
  `mfa_history` longtext,
  `created_at` bigint not null,
  `status` varchar(64) not null,
  `archived_at` bigint,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_user` (
  `id` varchar(64) not null,
  `home_organization_id` varchar(64) not null,
  `email` longtext not null,
  `site` varchar(320) not null,
  `verified_by` longtext not null,
  `name` varchar(200),
  `created_at` bigint not null,
  `status` varchar(64) not null,
  `deactivated_at` bigint,
  `deactivated_by` longtext,
  `reason` varchar(500),
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`id`),
  index `orgcharter_user_by_site` (`site`, `created_at`, `id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_user_email` (
  `address` varchar(320) not null,
  `user_id` varchar(64) not null,
  `reserved_until` bigint,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`address`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_email_change` (
  `user_id` varchar(64) not null,
  `email` longtext not null,
  `token_hash` varchar(64) not null,
  `requested_by` longtext not null,
  `by_factor` boolean,
  `requested_at` bigint not null,
  `expires_at` bigint not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`user_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_membership` (
  `organization_id` varchar(64) not null,
  `user_id` varchar(64) not null,
  `term` bigint not null,
  `joined_at` bigint not null,
  `first_joined_at` bigint,
  `removed_term` bigint,
  `assigned` longtext,
  `by_rule` longtext,
  `by_workforce` longtext,
  `status` varchar(64) not null,
  `suspended_at` bigint,
  `ended_at` bigint,
  `ending` varchar(64),
  `reason` varchar(500),
  `assigned_role` varchar(40),
  `by_workforce_vendor_id` varchar(64),
  `by_workforce_term` bigint,
  `by_rule_domain` varchar(320),
  `by_rule_edition` bigint,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `user_id`),
  index `orgcharter_membership_by_organization` (`organization_id`, `joined_at`, `user_id`),
  index `orgcharter_membership_by_user` (`user_id`, `organization_id`),
  index `orgcharter_membership_by_assigned_role` (`organization_id`, `assigned_role`, `joined_at`, `user_id`),
  index `orgcharter_membership_by_vendor` (`organization_id`, `by_workforce_vendor_id`, `joined_at`, `user_id`),
  index `orgcharter_membership_by_vendor_of_user` (`user_id`, `by_workforce_vendor_id`, `by_workforce_term`, `organization_id`),
  index `orgcharter_membership_by_rule` (`organization_id`, `by_rule_domain`, `by_rule_edition`, `joined_at`, `user_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_join_request` (
  `organization_id` varchar(64) not null,
  `user_id` varchar(64) not null,
  `status` varchar(64) not null,
  `domain` longtext not null,
  `at` bigint not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `user_id`),
  index `orgcharter_join_request_by_organization` (`organization_id`, `status`, `at`, `user_id`),
  index `orgcharter_join_request_by_user` (`user_id`, `organization_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_member_count` (
  `organization_id` varchar(320) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`organization_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_membership_count` (
  `user_id` varchar(320) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`user_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_admin_count` (
  `organization_id` varchar(320) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`organization_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_guest_home` (
  `organization_id` varchar(64) not null,
  `home_id` varchar(64) not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `home_id`),
  index `orgcharter_guest_home_by_home` (`home_id`, `organization_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_domain_rule` (
  `organization_id` varchar(64) not null,
  `domain` varchar(320) not null,
  `match` varchar(64) not null,
  `role` varchar(40) not null,
  `joining` varchar(64) not null,
  `created_at` bigint not null,
  `edition` bigint not null,
  `claim` longtext not null,
  `sweep` longtext,
  `status` varchar(64) not null,
  `proof` longtext,
  `removed_at` bigint,
  `proof_until` bigint,
  `sweep_from_role` varchar(40),
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `domain`),
  index `orgcharter_domain_rule_by_domain` (`status`, `domain`, `organization_id`),
  index `orgcharter_domain_rule_by_check` (`status`, `proof_until`, `organization_id`, `domain`),
  index `orgcharter_domain_rule_by_role` (`organization_id`, `role`, `domain`),
  index `orgcharter_domain_rule_by_former_role` (`organization_id`, `sweep_from_role`, `domain`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_domain_owner` (
  `domain` varchar(320) not null,
  `organization_id` varchar(64) not null,
  `claim` varchar(40) not null,
  `tenure` varchar(40) not null,
  `since` bigint not null,
  `dispute` longtext,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`domain`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_domain_release` (
  `organization_id` varchar(64) not null,
  `domain` varchar(320) not null,
  `to` varchar(64) not null,
  `tenure` varchar(40) not null,
  `by` longtext not null,
  `at` bigint not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `domain`, `to`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_domain_override` (
  `domain` varchar(320) not null,
  `by` longtext not null,
  `reason` longtext not null,
  `at` bigint not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`domain`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_trusted_rule_count` (
  `domain` varchar(320) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`domain`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_invitation` (
  `organization_id` varchar(64) not null,
  `id` varchar(64) not null,
  `email` longtext not null,
  `address` longtext not null,
  `role` varchar(40) not null,
  `grants` longtext not null,
  `invited_by` longtext not null,
  `inviter_term` bigint,
  `invitee_term` bigint not null,
  `created_at` bigint not null,
  `sent_at` bigint not null,
  `expires_at` bigint not null,
  `sent` bigint not null,
  `status` varchar(64) not null,
  `token_hash` varchar(64),
  `accepted_at` bigint,
  `user_id` varchar(64),
  `term` bigint,
  `declined_at` bigint,
  `revoked_at` bigint,
  `revoked_by` longtext,
  `invited_by_user_id` varchar(64),
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `id`),
  index `orgcharter_invitation_by_organization` (`organization_id`, `created_at`, `id`),
  index `orgcharter_invitation_by_status` (`organization_id`, `status`, `created_at`, `id`),
  index `orgcharter_invitation_by_role` (`organization_id`, `status`, `role`, `created_at`, `id`),
  index `orgcharter_invitation_by_inviter` (`organization_id`, `status`, `invited_by_user_id`, `inviter_term`, `sent_at`, `id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_invited_address` (
  `organization_id` varchar(64) not null,
  `address` varchar(320) not null,
  `invitation_id` varchar(64) not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `address`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_invitation_token` (
  `hash` varchar(64) not null,
  `organization_id` varchar(64) not null,
  `invitation_id` varchar(64) not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`hash`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_group` (
  `organization_id` varchar(64) not null,
  `id` varchar(64) not null,
  `name` varchar(200) not null,
  `created_by` longtext not null,
  `created_at` bigint not null,
  `status` varchar(64) not null,
  `archived_at` bigint,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `id`),
  index `orgcharter_group_by_organization` (`organization_id`, `created_at`, `id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_group_seat` (
  `organization_id` varchar(64) not null,
  `group_id` varchar(64) not null,
  `seat` varchar(64) not null,
  `user_id` varchar(64) not null,
  `term` bigint not null,
  `by` longtext not null,
  `at` bigint not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `group_id`, `seat`, `user_id`),
  index `orgcharter_group_seat_by_group` (`organization_id`, `group_id`, `seat`, `at`, `user_id`),
  index `orgcharter_group_seat_by_user` (`organization_id`, `user_id`, `seat`, `at`, `group_id`),
  index `orgcharter_group_seat_by_holder` (`organization_id`, `user_id`, `term`, `at`, `group_id`, `seat`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_group_seat_count` (
  `organization_id` varchar(213) not null,
  `group_id` varchar(213) not null,
  `seat` varchar(213) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`organization_id`, `group_id`, `seat`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_entity` (
  `kind` varchar(40) not null,
  `id` varchar(64) not null,
  `organization_id` varchar(64) not null,
  `name` varchar(200) not null,
  `created_by` longtext not null,
  `created_at` bigint not null,
  `progress` varchar(64),
  `stages` longtext,
  `fields` longtext,
  `status` varchar(64) not null,
  `archived_at` bigint,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`kind`, `id`),
  index `orgcharter_entity_by_organization` (`organization_id`, `kind`, `created_at`, `id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_link` (
  `from_kind` varchar(40) not null,
  `from_id` varchar(64) not null,
  `relation` varchar(40) not null,
  `to_id` varchar(64) not null,
  `organization_id` varchar(64) not null,
  `to_kind` varchar(40) not null,
  `by` longtext not null,
  `at` bigint not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`from_kind`, `from_id`, `relation`, `to_id`),
  index `orgcharter_link_by_from` (`from_kind`, `from_id`, `relation`, `at`, `to_id`),
  index `orgcharter_link_by_to` (`to_kind`, `to_id`, `at`, `from_kind`, `from_id`, `relation`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_link_count` (
  `from_kind` varchar(213) not null,
  `from_id` varchar(213) not null,
  `relation` varchar(213) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`from_kind`, `from_id`, `relation`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_use_count` (
  `to_kind` varchar(320) not null,
  `to_id` varchar(320) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`to_kind`, `to_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_relation_use_count` (
  `from_kind` varchar(213) not null,
  `relation` varchar(213) not null,
  `to_id` varchar(213) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`from_kind`, `relation`, `to_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_grant` (
  `organization_id` varchar(64) not null,
  `kind` varchar(64) not null,
  `entity_id` varchar(64) not null,
  `subject` varchar(64) not null,
  `subject_id` varchar(64) not null,
  `role` varchar(64) not null,
  `by` longtext not null,
  `at` bigint not null,
  `until` bigint,
  `stages` longtext,
  `term` bigint,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `kind`, `entity_id`, `subject`, `subject_id`),
  index `orgcharter_grant_by_entity` (`organization_id`, `kind`, `entity_id`, `subject`, `at`, `subject_id`),
  index `orgcharter_grant_by_subject` (`organization_id`, `subject`, `subject_id`, `at`, `kind`, `entity_id`),
  index `orgcharter_grant_by_term` (`organization_id`, `subject_id`, `term`, `at`, `kind`, `entity_id`, `subject`),
  index `orgcharter_grant_by_holder` (`subject`, `subject_id`, `role`, `at`, `organization_id`, `kind`, `entity_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_entity_admin_count` (
  `organization_id` varchar(213) not null,
  `kind` varchar(213) not null,
  `entity_id` varchar(213) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`organization_id`, `kind`, `entity_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_admin_grant_count` (
  `user_id` varchar(320) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`user_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_group_grant_count` (
  `organization_id` varchar(213) not null,
  `kind` varchar(213) not null,
  `entity_id` varchar(213) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`organization_id`, `kind`, `entity_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_offboarding` (
  `organization_id` varchar(64) not null,
  `user_id` varchar(64) not null,
  `term` bigint not null,
  `by` longtext not null,
  `at` bigint not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `user_id`),
  index `orgcharter_offboarding_by_organization` (`organization_id`, `at`, `user_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_engagement` (
  `organization_id` varchar(64) not null,
  `vendor_id` varchar(64) not null,
  `edition` bigint not null,
  `opened_by` longtext not null,
  `opened_at` bigint not null,
  `from` bigint,
  `until` bigint,
  `seats` bigint,
  `scope` longtext,
  `status` varchar(64) not null,
  `ended_by` longtext,
  `ended_at` bigint,
  `people` bigint,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `vendor_id`),
  index `orgcharter_engagement_by_organization` (`organization_id`, `opened_at`, `vendor_id`),
  index `orgcharter_engagement_by_vendor` (`vendor_id`, `opened_at`, `organization_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_workforce_count` (
  `organization_id` varchar(213) not null,
  `vendor_id` varchar(213) not null,
  `edition` varchar(213) not null,
  `count` bigint not null,
  `version` varchar(64) not null,
  check (count between -9007199254740991 and 9007199254740991),
  primary key (`organization_id`, `vendor_id`, `edition`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_holding` (
  `organization_id` varchar(64) not null,
  `subject` varchar(64) not null,
  `subject_id` varchar(64) not null,
  `term` bigint,
  `lasting` bigint not null,
  `timed` longtext not null,
  `closed` boolean,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `subject`, `subject_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_user_factors` (
  `user_id` varchar(64) not null,
  `home_organization_id` varchar(64) not null,
  `edition` bigint not null,
  `factors` longtext not null,
  `recovery` longtext,
  `failures` longtext,
  `sends` longtext,
  `reset_at` bigint,
  `reset_reason` varchar(500),
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`user_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_factor_secret` (
  `user_id` varchar(64) not null,
  `factor_id` varchar(64) not null,
  `list` varchar(64) not null,
  `sealed` longtext not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`user_id`, `factor_id`),
  index `orgcharter_factor_secret_in_all` (`list`, `user_id`, `factor_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_live_challenge` (
  `user_id` varchar(64) not null,
  `factor_id` varchar(64) not null,
  `id` varchar(64) not null,
  `expires_at` bigint not null,
  `tries` bigint not null,
  `sealed_code_hash` longtext,
  `challenge_hash` varchar(64),
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`user_id`, `factor_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_trusted_device` (
  `user_id` varchar(64) not null,
  `id` varchar(64) not null,
  `token_hash` varchar(64) not null,
  `label` varchar(200),
  `method` varchar(64) not null,
  `at` bigint not null,
  `until` bigint not null,
  `edition` bigint not null,
  `organizations` longtext not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`user_id`, `id`),
  index `orgcharter_trusted_device_by_user` (`user_id`, `at`, `id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_revoked_factor` (
  `user_id` varchar(64) not null,
  `factor_id` varchar(64) not null,
  `kind` varchar(64) not null,
  `enrolled_at` bigint not null,
  `revoked_at` bigint not null,
  `why` varchar(64) not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`user_id`, `factor_id`),
  index `orgcharter_revoked_factor_by_user` (`user_id`, `revoked_at`, `factor_id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_webauthn_credential` (
  `digest` varchar(64) not null,
  `user_id` varchar(64) not null,
  `factor_id` varchar(64) not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`digest`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_audit_entry` (
  `organization_id` varchar(64) not null,
  `id` varchar(64) not null,
  `at` bigint not null,
  `actor` longtext not null,
  `acting_organization_id` varchar(64),
  `action` longtext not null,
  `changes` longtext not null,
  `rules` longtext not null,
  `correlation_id` longtext,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`organization_id`, `id`),
  index `orgcharter_audit_entry_by_organization` (`organization_id`, `at`, `id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_effect` (
  `id` varchar(64) not null,
  `queue` varchar(64) not null,
  `kind` longtext not null,
  `organization_id` varchar(64),
  `payload` longtext not null,
  `sealed` longtext,
  `created_at` bigint not null,
  `available_at` bigint not null,
  `attempts` bigint not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`id`),
  index `orgcharter_effect_by_queue` (`queue`, `available_at`, `id`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_idempotency` (
  `scope` varchar(320) not null,
  `key` varchar(320) not null,
  `action` longtext not null,
  `fingerprint` longtext not null,
  `sealed_fingerprint` longtext,
  `outcome` longtext not null,
  `expires_at` bigint not null,
  `version` varchar(64) not null,
  held boolean not null default false,
  primary key (`scope`, `key`)
) engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists `orgcharter_schema` (
  version bigint not null primary key
);

insert into `orgcharter_schema` (version) values (1) on duplicate key update version = values(version);
