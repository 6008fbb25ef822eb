import type { z } from 'zod'
import { acknowledgeEffects } from '../core/audit/use-cases/acknowledge-effects.ts'
import { listAuditEntries } from '../core/audit/use-cases/list.ts'
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
import type { Env } from '../core/env.ts'
import type { AnyRefusal, CommandFields, KernelRefusal, UseCase, View } from '../core/kernel/index.ts'
import { approveJoining } from '../core/membership/use-cases/approve.ts'
import { declineJoining } from '../core/membership/use-cases/decline.ts'
import { getMember } from '../core/membership/use-cases/get.ts'
import { listMembers } from '../core/membership/use-cases/list.ts'
import { appointAdmin } from '../core/organization/use-cases/appoint-admin.ts'
import { archiveOrganization } from '../core/organization/use-cases/archive.ts'
import { createOrganization } from '../core/organization/use-cases/create.ts'
import { getOrganization } from '../core/organization/use-cases/get.ts'
import { listOrganizations } from '../core/organization/use-cases/list.ts'
import { renameOrganization } from '../core/organization/use-cases/rename.ts'
import { restoreOrganization } from '../core/organization/use-cases/restore.ts'
import { getUser } from '../core/user/use-cases/get.ts'
import { joinOffered } from '../core/user/use-cases/join-offered.ts'
import { signIn } from '../core/user/use-cases/sign-in.ts'
import { signUp } from '../core/user/use-cases/sign-up.ts'
import { type Answer, execute, look, type Runtime } from './execute.ts'

type Method<S extends z.ZodType, V, R extends AnyRefusal> = (
  command: z.input<S>,
) => Promise<Answer<V, R | KernelRefusal>>

/** Every use case by the name under which host code calls it. */
export const bind = (runtime: Runtime) => {
  const does =
    <S extends z.ZodType<CommandFields>, V, R extends AnyRefusal>(useCase: UseCase<S, V, R, Env>): Method<S, V, R> =>
    command =>
      execute(runtime, useCase, command)
  const shows =
    <S extends z.ZodType, V, R extends AnyRefusal>(view: View<S, V, R, Env>): Method<S, V, R> =>
    command =>
      look(runtime, view, command)
  return {
    organizations: {
      create: does(createOrganization),
      get: shows(getOrganization),
      list: shows(listOrganizations),
      rename: does(renameOrganization),
      archive: does(archiveOrganization),
      restore: does(restoreOrganization),
      appointAdmin: does(appointAdmin),
    },
    domainRules: {
      add: does(addDomainRule),
      prove: does(proveDomainRule),
      update: does(updateDomainRule),
      remove: does(removeDomainRule),
      sweep: does(sweepDomainRule),
      release: does(releaseDomain),
      withdrawConsent: does(withdrawConsent),
      settle: does(settleDispute),
      overridePublicDomain: does(overridePublicDomain),
      endOverride: does(endOverride),
      list: shows(listDomainRules),
      due: shows(dueProofs),
      preview: shows(previewDomainRule),
    },
    users: {
      signUp: does(signUp),
      signIn: does(signIn),
      joinOffered: does(joinOffered),
      get: shows(getUser),
    },
    members: {
      list: shows(listMembers),
      get: shows(getMember),
      approve: does(approveJoining),
      decline: does(declineJoining),
    },
    audit: { list: shows(listAuditEntries) },
    effects: { take: does(takeEffects), acknowledge: does(acknowledgeEffects) },
  }
}

/**
 * The use cases of the library over one store: each method takes a command, resolves to
 * `{ ok: true, value, because, effects }` or `{ ok: false, refusal }`, and rejects only where the store fails.
 *
 * @since 0.1.0
 */
export type Charter = ReturnType<typeof bind>
