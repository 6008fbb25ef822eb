import { describeReason } from 'orgcharter/prose'
import type { Founded } from './founding.ts'
import { heading, type Print, percent, table, tally } from './paper.ts'
import type { SignUp } from './signing-up.ts'

type Named = (organizationId: string) => string

export const namesOf = (founded: readonly Founded[]): Named => {
  const names = new Map(founded.map(({ id, name }) => [id, name]))
  return organizationId => names.get(organizationId) ?? organizationId
}

export const showLargest = (signUps: readonly SignUp[], name: Named, print: Print): void => {
  heading(print, '7. The ten largest organizations')
  const members = signUps.flatMap(({ joined }) => joined)
  const rows = tally(members.map(({ organizationId }) => organizationId))
    .slice(0, 10)
    .map(([id, n]) => {
      const domains = tally(members.filter(one => one.organizationId === id).map(({ rule }) => rule.domain))
      return [name(id), n, domains.map(([domain, times]) => `${domain} ${times}`).join(', ')]
    })
  for (const line of table(['organization', 'joined', 'by its rules for'], rows)) print(line)
}

/** Of all contributors the one with the most to explain. */
const mostToExplain = (signUps: readonly SignUp[]): readonly SignUp[] => {
  const byContributor = new Map<string, SignUp[]>()
  for (const signUp of signUps) {
    const { id } = signUp.contributor
    byContributor.set(id, [...(byContributor.get(id) ?? []), signUp])
  }
  const worth = (all: readonly SignUp[]) =>
    new Set(
      all.flatMap(({ joined, why }) => [
        why,
        joined.length > 1,
        ...joined.flatMap(({ role, because }) => [role, because[0]?.code]),
      ]),
    ).size
  return [...byContributor.values()].reduce((best, all) => (worth(all) > worth(best) ? all : best), [])
}

export const explainOne = (signUps: readonly SignUp[], name: Named, print: Print): void => {
  const own = mostToExplain(signUps)
  heading(print, `8. Why: everything about contributor ${own[0]?.contributor.id}`)
  const say = (reasons: SignUp['because']) => {
    for (const reason of reasons) {
      const sentence = describeReason(reason).replace(/(?<=whose home is ).+(?=\.$)/, name)
      print(`      ${reason.rules.join(', ')}: ${sentence}`)
    }
  }
  for (const { address, joined, because, refusal, considered } of own) {
    print(`  ${address}`)
    if (refusal) print(`    not matched. ${[refusal, ...considered].join(' ')}`)
    say(because)
    for (const { organizationId, role, rule, because } of joined) {
      print(`    ${name(organizationId)}, as ${role}, by its rule for ${rule.domain} (${rule.match}, ${rule.joining})`)
      say(because)
    }
  }
  const jobs = own[0]?.contributor.employments ?? []
  print(
    `  Employers on record: ${jobs.map(({ organization, until }) => `${organization} (until ${until ?? 'now'})`).join(', ')}`,
  )
}

type Compared = {
  readonly organization: string
  readonly role: string
  readonly employers: readonly string[]
  /** What the same sign-up joined beside it. */
  readonly beside: readonly string[]
}

const explanation = ({ role, employers, beside }: Compared, known: ReadonlySet<string>): string => {
  if (beside.some(other => employers.includes(other)))
    return `its ${role === 'workforce' ? 'vendor' : 'client'} is the employer on record`
  if (employers.every(employer => employer === 'independent')) return 'on record only as independent'
  if (employers.some(employer => known.has(employer))) return 'on record with others: a contractor, or a job left out'
  return 'on record under a name that the list does not have'
}

/** A domain says who gives somebody an address; the records say who they worked for. How often is it the same? */
export const compareWithEmployers = (
  signUps: readonly SignUp[],
  founded: readonly Founded[],
  name: Named,
  print: Print,
): { readonly compared: number; readonly agreed: number } => {
  const known = new Set(founded.map(organization => organization.name))
  const compared = signUps.flatMap(({ contributor, joined }) =>
    joined.map(({ organizationId, role }) => {
      const organization = name(organizationId)
      const employers = [...new Set(contributor.employments.map(job => job.organization))]
      const beside = joined.map(other => name(other.organizationId)).filter(other => other !== organization)
      return { organization, role, employers, beside, agrees: employers.includes(organization) }
    }),
  )
  heading(print, '9. Is the organization that was joined an employer on record?')
  for (const line of table(
    ['role', 'memberships', 'an employer', 'share'],
    tally(compared.map(({ role }) => role)).map(([role, n]) => {
      const agreed = compared.filter(one => one.role === role && one.agrees).length
      return [role, n, agreed, percent(agreed, n)]
    }),
  ))
    print(line)
  const misses = compared.filter(({ agrees }) => !agrees)
  print('')
  print(`  The misses (${misses.length}), the most frequent first. An address says who gave it, not who pays:`)
  const rows = tally(
    misses.map(miss => JSON.stringify([miss.organization, miss.employers.join(', '), explanation(miss, known)])),
  )
    .slice(0, 12)
    .map(([key, n]): [string, string, string, number] => {
      const [organization, employers, why]: [string, string, string] = JSON.parse(key)
      return [organization, employers, why, n]
    })
  for (const line of table(['joined', 'employers on record', 'because', 'times'], rows)) print(line)
  return { compared: compared.length, agreed: compared.length - misses.length }
}
