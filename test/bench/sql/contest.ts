/** What is measured of each; what they do differently is in docs/benchmarks.md. */
export const ASKED = [
  'sign-up into an organization',
  'add member',
  'add member, to a large one',
  'change role',
  'permission check',
  'page of 100 members',
] as const

export type Asked = (typeof ASKED)[number]

/** The n-th time that it is asked: each person is taken once. */
export type Turn = (n: number) => Promise<unknown>

export type Turns = { readonly [A in Asked]: Turn }

export type Opened = { readonly turns: Turns; close(): Promise<void> }

/** One of those that are compared, with a database of its own in which the world of `Sizes` stands. */
export type Contestant = {
  readonly name: string
  open(connections: number): Promise<Opened>
}

export type Sizes = {
  /** Of the large organization. */
  readonly members: number
  /** Users who are nobody’s member yet, for each of the two. */
  readonly people: number
}

/** Members of the organization into which people sign up and are added, when it begins. */
export const SMALL = 100

export const smallAddress = (n: number): string => `small${n}@small.com`
export const memberAddress = (n: number): string => `member${n}@large.com`
export const personAddress = (home: 'small' | 'large', n: number): string => `person${n}@${home}-people.com`
export const newAddress = (n: number): string => `new${n}@small.com`

/** Whose role is changed: every member in turn, to and fro. */
export const turnOf = (n: number, { members }: Sizes) => ({
  member: n % members,
  isBack: Math.floor(n / members) % 2 === 1,
})

/** An answer that is not as it should be would be measured all the same. */
export const sure = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`${what}: not as it should be`)
}
