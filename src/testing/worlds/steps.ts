import type { Charter } from '../../runtime/charter.ts'

type Verbs = { readonly [G in keyof Charter]: `${G}.${keyof Charter[G] & string}` }

/** The methods of the charter by their names: `organizations.create` and so on. @since 0.1.0 */
export type Method = Verbs[keyof Verbs]

/** A command in words that can be written down before the ids are known. @since 0.1.0 */
export type Word = null | boolean | number | string | readonly Word[] | { readonly [field: string]: Word }

/**
 * One step of a history, plain JSON: a method of the charter with its command, or the clock moved by so many ms, which
 * may be back. In a command stand for what is only known when the step is made:
 *
 * - `{ $organization: 0 }`: the id of the first organization that was founded (an id of nobody's if there is none)
 * - `{ $user: 'ada@acme.com' }`: the id of the user with this address
 * - `{ $verified: 'ada@acme.com' }`: the address, verified
 * - `{ $txt: [0, 'acme.com'] }`: the TXT value that proves that organization's rule for the domain as it is now
 * - `{ $group: 0 }`, `{ $dataset: 0 }`, `{ $ontology: 0 }`, `{ $project: 0 }`, `{ $workflow: 0 }`: the id of the first one that was made
 * - `{ $group: [0, -1] }` and so on: the id of the last one of the first organization
 * - `{ $invitation: [0, 'ada@acme.com'] }`: the id of that organization's last invitation to the address
 * - `{ $token: 'ada@acme.com' }`, `{ $oldToken: … }`: the token that was delivered to it last, and the one before
 * - `{ $factor: 'ada@acme.com' }`: the id of the user's last factor; `{ $factor: ['ada@acme.com', 0] }` of the first
 * - `{ $app: … }`, `{ $message: … }`, `{ $listed: ['ada@acme.com', 0] }`: what the user's last app shows now, the code that
 *   was sent last, and one of the last recovery codes
 * - `{ $session: 'ada@acme.com' }`: a session with a password just now, and what the user proved by factors
 * - `{ $effects: 2 }`: the ids of so many effects in the outbox
 *
 * @since 0.1.0
 */
export type Step = { readonly method: Method; readonly command: Word } | { readonly advance: number }
