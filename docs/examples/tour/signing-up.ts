import { describe, verifiedEmail } from 'orgcharter'
import { describeReason } from 'orgcharter/prose'
import type { Affiliations, Contributor } from './affiliations.ts'
import type { Host } from './host.ts'
import { heading, type Print, percent, progress, table, tally } from './paper.ts'

type SignUpAnswer = Awaited<ReturnType<Host['charter']['users']['signUp']>>
type Joined = Extract<SignUpAnswer, { ok: true }>['value']['joined'][number]

/** One address of one contributor, and what became of its sign-up. */
export type SignUp = {
  readonly contributor: Contributor
  readonly address: string
  readonly domain: string
  /** Empty where nobody takes the address. */
  readonly joined: readonly Joined[]
  readonly because: readonly { readonly rules: readonly string[]; readonly code: string }[]
  /** Of an address that nobody takes: why, in a word and in a sentence. */
  readonly why?: string
  readonly refusal?: string
  /** What is said of the rules that gave nothing. */
  readonly considered: readonly string[]
}

/** Each address by itself: whether two addresses are one person's is not for a domain rule to say. */
export const signUpAll = async (host: Host, { people }: Affiliations, print: Print): Promise<readonly SignUp[]> => {
  heading(print, '6. Sign-ups: every address that the contributors have had')
  print('  A user has one address, so each address is a sign-up of its own, and a contributor is several users.')
  const wanted = people.flatMap(contributor => contributor.domains.map(domain => ({ contributor, domain })))
  const tick = progress(print, 'sign-ups', wanted.length)
  const signUps: SignUp[] = []
  for (const { contributor, domain } of wanted) {
    signUps.push(await signUp(host, contributor, domain))
    tick(signUps.length)
  }
  return signUps
}

const signUp = async ({ charter }: Host, contributor: Contributor, domain: string): Promise<SignUp> => {
  const address = `${contributor.id}@${domain}`
  const nobody = { contributor, address, domain, joined: [], because: [], considered: [] }
  const email = verifiedEmail(address, { by: 'tour' })
  if (!email.ok) return { ...nobody, why: email.refusal.code, refusal: describe(email.refusal) }
  const answer = await charter.users.signUp({ email: email.value, name: contributor.id })
  if (answer.ok) return { ...nobody, joined: answer.value.joined, because: answer.because }
  return { ...nobody, ...whyNobody(answer.refusal), refusal: describe(answer.refusal) }
}

type Refusal = Extract<SignUpAnswer, { ok: false }>['refusal']

const whyNobody = (refusal: Refusal): Pick<SignUp, 'considered'> & { readonly why: string } => {
  if (refusal.code !== 'no_organization_for_domain') return { why: refusal.code, considered: [] }
  const considered = refusal.facts.considered.map(({ because }) => describeReason({ code: because }))
  if (refusal.facts.isPublic) return { why: 'Anybody can have an address there.', considered }
  return { why: considered[0] ?? 'No organization has a rule for the domain.', considered }
}

/** By which kind of rule somebody joined. */
const kindOf = ({ role, because }: Joined): string => {
  const where = because[0]?.code === 'exact_domain' ? 'for the domain itself' : 'for a domain above'
  return role === 'workforce' ? `${where}, by its owner’s consent` : `${where}, proven by DNS`
}

export const showJoined = (signUps: readonly SignUp[], people: number, print: Print): void => {
  const joined = signUps.filter(signUp => signUp.joined.length > 0)
  const reached = new Set(joined.map(({ contributor }) => contributor.id)).size
  print('')
  for (const line of table(
    ['', 'number', 'share'],
    [
      ['sign-ups', signUps.length, ''],
      ['joined an organization', joined.length, percent(joined.length, signUps.length)],
      ['nobody takes them', signUps.length - joined.length, percent(signUps.length - joined.length, signUps.length)],
      ['contributors', people, ''],
      ['with an address that joined', reached, percent(reached, people)],
    ],
  ))
    print(line)
  print('')
  const memberships = joined.flatMap(signUp => signUp.joined)
  const kinds = tally(memberships.map(one => `${one.role}|${kindOf(one)}`))
  for (const line of table(
    ['role', 'by a rule', 'memberships'],
    kinds.map(([kind, n]) => [...kind.split('|'), n]),
  ))
    print(line)
  const twice = joined.filter(signUp => signUp.joined.length > 1).length
  print(`  (${twice} joined two organizations at once: the vendor they are of, and its client.)`)
}

export const showUnmatched = (signUps: readonly SignUp[], print: Print): void => {
  const unmatched = signUps.filter(({ why }) => why !== undefined)
  print('')
  print('  Whom nobody takes, and why:')
  const rows = tally(unmatched.map(({ why = '' }) => why)).map(([why, n]) => {
    const domains = tally(unmatched.filter(one => one.why === why).map(({ domain }) => domain))
    return [
      why,
      n,
      domains
        .slice(0, 3)
        .map(([domain, times]) => `${domain} ${times}`)
        .join(', '),
    ]
  })
  for (const line of table(['why', 'sign-ups', 'most often'], rows)) print(line)
}
