export { commands, type FastCheckOfWorlds } from './commands.ts'
export type { Method, Step, Word } from './steps.ts'
export { type Played, startUniverse, type Universe, type UniverseOptions } from './universe.ts'
export { type ReachableWorld, worlds } from './worlds.ts'
