export { type Given, type GivenRecord, given, type Then } from './given.ts'
