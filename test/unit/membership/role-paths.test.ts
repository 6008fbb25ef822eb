import { describe, expect, it } from 'vitest'
import { type Actor, UserId } from '../../../src/core/kernel/index.ts'
import { defaultRoles, extendRoles, type RoleCatalogue, taskerRoles } from '../../../src/core/role/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { as, codeOf, createWorld, DAYS, email, OPERATOR, type Org, START, type World } from '../../support/world.ts'

/**
 * ROL-2, ROL-3, INV-11: who may give which role to whom, on every path by which a role is given, with both catalogues.
 * Each table was written by hand from the model: a row for each actor (`=` the operator), a column for each role that is
 * given, and in each cell a letter for each role that the receiver holds before, strongest first, and last for nobody.
 */
const CODES = {
  '+': 'ok',
  P: 'permission_missing',
  G: 'role_not_yours_to_give',
  Y: 'member_not_yours_to_change',
  C: 'role_ceiling',
  A: 'domain_rule_role_administers',
  T: 'role_target_administers',
  O: 'operator_only',
  E: 'member_exists',
  L: 'last_admin',
  U: 'role_unchanged',
} as const

type Case = {
  readonly world: World
  readonly acme: Org
  readonly roles: RoleCatalogue
  /** Who acts, in the role of the row. */
  readonly actor: Actor
  /** Gives the actor another role; nothing for an operator. */
  readonly become: (role?: string) => Promise<unknown>
  readonly given: string
  /** Whom it is about; null where they hold none. */
  readonly holds: string | null
}

type Path = {
  /** Answers the code of the outcome. */
  readonly ask: (asked: Case) => Promise<string>
  /** What a receiver can hold on this path: nothing, any role, any but those that administer, or any and nothing. */
  readonly receivers: 'nobody' | 'members' | 'by_rule' | 'both'
  /** Where the charter must know more than the catalogue. */
  readonly charter?: (roles: RoleCatalogue) => RoleCatalogue
  readonly default: string
  readonly tasker: string
}

const assigned = (role: string) => ({ assigned: { role, by: OPERATOR, at: START } })
const RECEIVER = 'receiver@people.com'

/** The receiver of a case: a user, and a member where they hold a role. */
const receiver = async ({ world, acme, holds }: Case): Promise<string> => {
  const { id } = await world.user(RECEIVER, acme)
  if (holds) await world.member(acme, id, assigned(holds))
  return id
}

const sent = async ({ world, acme, given }: Case, actor: Actor) => {
  const answer = await world.charter.invitations.send({
    actor,
    organizationId: acme.id,
    invitations: [{ email: RECEIVER, role: given }],
  })
  if (!answer.ok) return { code: codeOf(answer), token: '' }
  const [outcome] = answer.value.outcomes
  return {
    code: outcome?.ok ? 'ok' : String(outcome?.refusal.code),
    token: String(answer.effects[0]?.secret?.['token']),
  }
}

/** The roles of a catalogue under other names, to which a charter that knows both migrates. */
const renamed = (roles: RoleCatalogue): RoleCatalogue =>
  extendRoles<string, string>(roles, {
    strongestFirst: [...roles.strongestFirst, ...roles.strongestFirst.map(name => `new_${name}`)],
    roles: Object.fromEntries(roles.strongestFirst.map(name => [`new_${name}`, roles.roles[name]])) as never,
  })

const rule = (given: string) => ({ domain: 'people.com', match: 'exact', role: given, joining: 'approval' }) as const

const paths: { readonly [path: string]: Path } = {
  'domainRules.add': {
    receivers: 'nobody',
    ask: async ({ world, acme, actor, given }) =>
      codeOf(await world.charter.domainRules.add({ actor, organizationId: acme.id, ...rule(given) })),
    default: `
                admin internal external workforce
      admin       A      +        +        +
      internal    P      P        P        P
      external    P      P        P        P
      workforce   P      P        P        P
      =           A      +        +        +`,
    tasker: `
                         admin workforce_manager member tasker
      admin                A          +            +      +
      workforce_manager    P          P            P      P
      member               P          P            P      P
      tasker               P          P            P      P
      =                    A          +            +      +`,
  },

  'domainRules.update': {
    receivers: 'nobody',
    ask: async ({ world, acme, roles, actor, given }) => {
      const other = roles.strongestFirst.find(name => name !== given && !roles.roles[name]?.administers)
      await world.pending(acme, 'people.com', { role: String(other) })
      const change = { actor, organizationId: acme.id, domain: 'people.com', role: given, existing: 'keep' } as const
      return codeOf(await world.charter.domainRules.update(change))
    },
    default: `
                admin internal external workforce
      admin       A      +        +        +
      internal    P      P        P        P
      external    P      P        P        P
      workforce   P      P        P        P
      =           A      +        +        +`,
    tasker: `
                         admin workforce_manager member tasker
      admin                A          +            +      +
      workforce_manager    P          P            P      P
      member               P          P            P      P
      tasker               P          P            P      P
      =                    A          +            +      +`,
  },

  // By a rule: no rule gives a role that administers, so there is no column for it.
  'members.approve': {
    receivers: 'nobody',
    ask: async ({ world, acme, actor, given }) => {
      await world.rule(acme, 'people.com', rule(given))
      const { user } = unwrap(await world.signUp(RECEIVER))
      return codeOf(await world.charter.members.approve({ actor, organizationId: acme.id, userId: user.id }))
    },
    default: `
                internal external workforce
      admin        +        +        +
      internal     P        P        P
      external     P        P        P
      workforce    P        P        P
      =            +        +        +`,
    tasker: `
                         workforce_manager member tasker
      admin                     +            +      +
      workforce_manager         G            G      +
      member                    P            P      P
      tasker                    P            P      P
      =                         +            +      +`,
  },

  // Whoever is in by a person's act is not invited.
  'invitations.send': {
    receivers: 'both',
    ask: async asked => {
      await receiver(asked)
      return (await sent(asked, asked.actor)).code
    },
    default: `
                admin internal external workforce
      admin     EEEE+  EEEE+    EEEE+    EEEE+
      internal  PPPPP  PPPPP    PPPPP    PPPPP
      external  PPPPP  PPPPP    PPPPP    PPPPP
      workforce PPPPP  PPPPP    PPPPP    PPPPP
      =         EEEE+  EEEE+    EEEE+    EEEE+`,
    tasker: `
                         admin workforce_manager member tasker
      admin              EEEE+      EEEE+        EEEE+  EEEE+
      workforce_manager  EEEEG      EEEEG        EEEEG  EEEE+
      member             PPPPP      PPPPP        PPPPP  PPPPP
      tasker             PPPPP      PPPPP        PPPPP  PPPPP
      =                  EEEE+      EEEE+        EEEE+  EEEE+`,
  },

  // Whoever is here by a rule alone is invited to more, but not above the ceiling and not by whom it is not to change.
  'invitations.send to a member by a rule': {
    receivers: 'by_rule',
    ask: async asked => {
      await asked.world.rule(asked.acme, 'people.com', { ...rule(String(asked.holds)), joining: 'automatic' })
      await asked.world.signUp(RECEIVER)
      return (await sent(asked, asked.actor)).code
    },
    default: `
                admin internal external workforce
      admin      +CC   +++      +++      +++
      internal   PPP   PPP      PPP      PPP
      external   PPP   PPP      PPP      PPP
      workforce  PPP   PPP      PPP      PPP
      =          +CC   +++      +++      +++`,
    tasker: `
                         admin workforce_manager member tasker
      admin               ++C        +++          +++    +++
      workforce_manager   YYC        YYG          YYG    YY+
      member              PPP        PPP          PPP    PPP
      tasker              PPP        PPP          PPP    PPP
      =                   ++C        +++          +++    +++`,
  },

  // The inviter was an admin when they invited, and is what the row says when it is accepted (INVI-2).
  'invitations.accept': {
    receivers: 'nobody',
    ask: async asked => {
      await asked.become('admin')
      const { token } = await sent(asked, asked.actor)
      await asked.become()
      const answer = await asked.world.charter.invitations.accept({ token, email: email(RECEIVER) })
      if (answer.ok || answer.refusal.code !== 'invitation_inviter_may_not') return codeOf(answer)
      return String(answer.refusal.facts.why)
    },
    default: `
                admin internal external workforce
      admin       +      +        +        +
      internal    P      P        P        P
      external    P      P        P        P
      workforce   P      P        P        P
      =           +      +        +        +`,
    tasker: `
                         admin workforce_manager member tasker
      admin                +          +            +      +
      workforce_manager    G          G            G      +
      member               P          P            P      P
      tasker               P          P            P      P
      =                    +          +            +      +`,
  },

  'members.changeRole': {
    receivers: 'members',
    ask: async asked => {
      const { world, acme, actor, given } = asked
      const userId = UserId.parse(await receiver(asked))
      return codeOf(await world.charter.members.changeRole({ actor, organizationId: acme.id, userId, role: given }))
    },
    default: `
                admin internal external workforce
      admin      U+CC   +U++     ++U+     +++U
      internal   PPPP   PPPP     PPPP     PPPP
      external   PPPP   PPPP     PPPP     PPPP
      workforce  PPPP   PPPP     PPPP     PPPP
      =          U+CC   +U++     ++U+     +++U`,
    tasker: `
                         admin workforce_manager member tasker
      admin               U++C       +U++         ++U+   +++U
      workforce_manager   YYYC       YYYG         YYYG   YYYU
      member              PPPP       PPPP         PPPP   PPPP
      tasker              PPPP       PPPP         PPPP   PPPP
      =                   U++C       +U++         ++U+   +++U`,
  },

  // What comes back is given by whoever brings it back.
  'members.reactivate': {
    receivers: 'nobody',
    ask: async asked => {
      const { world, acme, actor, given } = asked
      const userId = UserId.parse(await receiver(asked))
      await world.member(acme, userId, { ...assigned(given), status: 'suspended', suspendedAt: START } as never)
      return codeOf(await world.charter.members.reactivate({ actor, organizationId: acme.id, userId }))
    },
    default: `
                admin internal external workforce
      admin       +      +        +        +
      internal    P      P        P        P
      external    P      P        P        P
      workforce   P      P        P        P
      =           +      +        +        +`,
    tasker: `
                         admin workforce_manager member tasker
      admin                +          +            +      +
      workforce_manager    Y          Y            Y      +
      member               P          P            P      P
      tasker               P          P            P      P
      =                    +          +            +      +`,
  },

  // A role for a time becomes one for good.
  'members.setExpiry': {
    receivers: 'nobody',
    ask: async asked => {
      const { world, acme, actor, given } = asked
      const userId = UserId.parse(await receiver(asked))
      const { assigned: role } = assigned(given)
      await world.member(acme, userId, { assigned: { ...role, until: START + 30 * DAYS } })
      return codeOf(await world.charter.members.setExpiry({ actor, organizationId: acme.id, userId, until: null }))
    },
    default: `
                admin internal external workforce
      admin       +      +        +        +
      internal    P      P        P        P
      external    P      P        P        P
      workforce   P      P        P        P
      =           +      +        +        +`,
    tasker: `
                         admin workforce_manager member tasker
      admin                +          +            +      +
      workforce_manager    Y          Y            Y      +
      member               P          P            P      P
      tasker               P          P            P      P
      =                    +          +            +      +`,
  },

  // By a rule: no rule gives a role that administers, so there is no column for it.
  'members.reconcile': {
    receivers: 'members',
    ask: async asked => {
      const { world, acme, actor, given } = asked
      await world.rule(acme, 'people.com', { ...rule(given), joining: 'automatic' })
      const userId = UserId.parse(await receiver(asked))
      return codeOf(await world.charter.members.reconcile({ actor, organizationId: acme.id, userId }))
    },
    default: `
                internal external workforce
      admin       ++++     ++++     ++++
      internal    PPPP     PPPP     PPPP
      external    PPPP     PPPP     PPPP
      workforce   PPPP     PPPP     PPPP
      =           ++++     ++++     ++++`,
    tasker: `
                         workforce_manager member tasker
      admin                    ++++         ++++   ++++
      workforce_manager        YYYG         YYYG   YYY+
      member                   PPPP         PPPP   PPPP
      tasker                   PPPP         PPPP   PPPP
      =                        ++++         ++++   ++++`,
  },

  // A seat gives no role of the organization, whoever gives it; a manager who manages only some roles seats only those.
  'groups.addMembers by a manager of the group': {
    receivers: 'members',
    ask: async asked => {
      const { world, acme, actor } = asked
      const { charter } = world
      const group = { actor: OPERATOR, organizationId: acme.id, name: 'Drivers' }
      const groupId = unwrap(await charter.groups.create(group)).id
      const which = { organizationId: acme.id, groupId }
      if (actor.kind === 'user')
        unwrap(await charter.groups.addManagers({ actor: OPERATOR, ...which, userIds: [actor.userId] }))
      const userId = UserId.parse(await receiver(asked))
      const role = async () =>
        unwrap(await charter.members.get({ actor: OPERATOR, organizationId: acme.id, userId })).role
      const before = await role()
      const code = codeOf(await charter.groups.addMembers({ actor, ...which, userIds: [userId] }))
      expect(await role()).toBe(before)
      return code
    },
    default: `
                seat
      admin     ++++
      internal  ++++
      external  ++++
      workforce ++++
      =         ++++`,
    tasker: `
                         seat
      admin              ++++
      workforce_manager  YYY+
      member             ++++
      tasker             ++++
      =                  ++++`,
  },

  'members.import': {
    receivers: 'nobody',
    ask: async ({ world, acme, roles, actor, given: role }) => {
      const own = roles.strongestFirst.find(name => !roles.roles[name]?.administers)
      await world.rule(acme, 'people.com', { role: String(own), joining: 'approval' })
      const people = [{ email: email(RECEIVER), role }]
      const answer = await world.charter.members.import({ actor, organizationId: acme.id, people })
      const [outcome] = answer.ok ? answer.value.outcomes : []
      return outcome?.kind === 'refused' ? outcome.refusal.code : codeOf(answer)
    },
    default: `
                admin internal external workforce
      admin       +      +        +        +
      internal    P      P        P        P
      external    P      P        P        P
      workforce   P      P        P        P
      =           +      +        +        +`,
    tasker: `
                         admin workforce_manager member tasker
      admin                +          +            +      +
      workforce_manager    G          G            G      +
      member               P          P            P      P
      tasker               P          P            P      P
      =                    +          +            +      +`,
  },

  'organizations.appointAdmin': {
    receivers: 'both',
    ask: async asked => {
      await receiver(asked)
      const { world, acme, actor } = asked
      const appointment = { actor, organizationId: acme.id, email: email(RECEIVER), reason: 'x' }
      return codeOf(await world.charter.organizations.appointAdmin(appointment))
    },
    default: `
                admin
      admin     OOOOO
      internal  OOOOO
      external  OOOOO
      workforce OOOOO
      =         ++CC+`,
    tasker: `
                         admin
      admin              OOOOO
      workforce_manager  OOOOO
      member             OOOOO
      tasker             OOOOO
      =                  +++C+`,
  },

  // Everybody who holds the role gets the other one; that the last admins would is told before anything happens.
  'members.migrateRoles': {
    receivers: 'members',
    charter: renamed,
    ask: async asked => {
      await receiver(asked)
      const { world, acme, actor, given, holds } = asked
      const targets = { [String(holds)]: `new_${given}` }
      return codeOf(await world.charter.members.migrateRoles({ actor, organizationId: acme.id, targets }))
    },
    default: `
                admin internal external workforce
      admin      OOOO   OOOO     OOOO     OOOO
      internal   OOOO   OOOO     OOOO     OOOO
      external   OOOO   OOOO     OOOO     OOOO
      workforce  OOOO   OOOO     OOOO     OOOO
      =          +TTT   L+++     L+++     L+++`,
    tasker: `
                         admin workforce_manager member tasker
      admin               OOOO       OOOO         OOOO   OOOO
      workforce_manager   OOOO       OOOO         OOOO   OOOO
      member              OOOO       OOOO         OOOO   OOOO
      tasker              OOOO       OOOO         OOOO   OOOO
      =                   +TTT       L+++         L+++   L+++`,
  },
}

const CATALOGUES = { default: defaultRoles, tasker: taskerRoles } as const satisfies Record<string, RoleCatalogue>

/** What a receiver can hold, in the order of the letters of a cell. */
const heldOn = ({ receivers }: Path, { strongestFirst, roles }: RoleCatalogue): readonly (string | null)[] =>
  ({
    nobody: [null],
    members: strongestFirst,
    by_rule: strongestFirst.filter(name => !roles[name]?.administers),
    both: [...strongestFirst, null],
  })[receivers]

const read = (table: string) => {
  const [header = [], ...rows] = table
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/))
  return rows.flatMap(([actor = '', ...cells]) =>
    cells.map((cell, column) => ({ actor, given: header[column] ?? '', cell })),
  )
}

const tables = Object.entries(paths).flatMap(([name, path]) =>
  (['default', 'tasker'] as const).map(catalogue => ({ name, path, catalogue })),
)

describe('every path by which a role is given (ROL-2, ROL-3, INV-11)', () => {
  it.each(tables)('$name, with the $catalogue roles: every actor and every role', ({ path, catalogue }) => {
    const roles: RoleCatalogue = CATALOGUES[catalogue]
    const cells = read(path[catalogue])
    expect([...new Set(cells.map(({ actor }) => actor))]).toEqual([...roles.strongestFirst, '='])
    for (const { cell } of cells) expect(cell).toHaveLength(heldOn(path, roles).length)
  })

  const rows = tables.flatMap(({ name, path, catalogue }) =>
    read(path[catalogue]).map(cell => ({ name, path, catalogue, ...cell })),
  )
  it.each(rows)('$name, $catalogue: $given by $actor is $cell', async ({ path, catalogue, actor, given, cell }) => {
    const roles: RoleCatalogue = CATALOGUES[catalogue]
    const outcomes = await Promise.all(
      heldOn(path, roles).map(async holds => {
        const world = createWorld({ roles: path.charter?.(roles) ?? roles })
        const acme = await world.found('Acme')
        const acts = actor === '=' ? undefined : await world.user('actor@people.org', acme)
        const become = async (role = actor) => acts && world.member(acme, acts.id, assigned(role))
        await become()
        const asked = { world, acme, roles, actor: acts ? as(acts.id) : OPERATOR, become, given, holds }
        const before = world.snapshot()
        const code = await path.ask(asked)
        if (code === 'ok') expect(world.snapshot()).not.toEqual(before)
        return code
      }),
    )
    expect(outcomes).toEqual([...cell].map(letter => CODES[letter as keyof typeof CODES]))
  })
})
