import type { Actor } from '../../src/core/kernel/index.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import { commands, createScene, type Path, type Scene } from './commands.ts'
import { type CountedStore, counted, type StoreCalls } from './store-calls.ts'
import { as, OPERATOR } from './world.ts'

export type CommandCalls = StoreCalls & { readonly path: Path }

type Asking = (command: unknown) => unknown

/** The same charter, which begins to count anew with each call: what a command is prepared with is not counted. */
const fromEachCall = (charter: Charter<string>, begin: () => unknown): Charter<string> => {
  const rooms = Object.entries(charter).map(([room, verbs]) => [
    room,
    Object.fromEntries(
      Object.entries<Asking>(verbs as never).map(([verb, ask]) => [
        verb,
        (command: unknown) => {
          begin()
          return ask(command)
        },
      ]),
    ),
  ])
  return Object.fromEntries(rooms) as Charter<string>
}

/** Whoever may: mostly an admin of Acme, else somebody who was offered to join, else an operator. */
const ACTORS: readonly ((scene: Scene) => Actor)[] = [
  ({ acme }) => acme.admin,
  ({ offered }) => as(offered),
  ({ grace }) => as(grace),
  () => OPERATOR,
]

/** What must have come first. */
const BEFORE: { readonly [P in Path]?: (scene: Scene) => Promise<unknown> } = {
  'organizations.restore': ({ charter, acme }) =>
    charter.organizations.archive({ actor: OPERATOR, organizationId: acme.id }),
}

/** What is asked of the store by the command of the scene, by the first actor to whom it is not refused. */
export const callsOf = async (path: Path): Promise<CommandCalls> => {
  for (const actorOf of ACTORS) {
    const counting: { calls?: CountedStore } = {}
    const scene = await createScene({
      check: 'by_hand',
      before: store => {
        counting.calls = counted(store)
        return counting.calls.store
      },
    })
    await BEFORE[path]?.(scene)
    const charter = fromEachCall(scene.charter, () => counting.calls?.taken())
    const answer = await commands[path](actorOf(scene), { ...scene, charter })
    const calls = counting.calls?.taken()
    if (answer.ok && calls) return { path, ...calls }
  }
  throw new Error(`${path} is refused to everybody`)
}

export const callsOfAll = async (): Promise<readonly CommandCalls[]> => {
  const all: CommandCalls[] = []
  for (const path of Object.keys(commands).sort() as Path[]) all.push(await callsOf(path))
  return all
}
