import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultRelations } from '../../src/core/entity/index.ts'
import { allRefusals } from '../../src/core/prose/index.ts'
import { refusalSentences } from '../../src/core/prose/sentences.ts'
import { root } from '../setup/entry-points.ts'
import { callsOfAll } from '../support/statements.ts'
import { refusalsPage } from './refusals-page.ts'
import { withDiagram } from './relations-diagram.ts'
import { schemaFiles } from './schema-files.ts'
import { statementsPage } from './statements-page.ts'

export type Page = { readonly path: string; readonly text: string }

const PROJECTS = 'docs/projects.md'

/** Each page that is made from the code, or in which something is, as it should stand in the repository. */
export const generatedPages = async (): Promise<readonly Page[]> => [
  { path: 'docs/refusals.md', text: refusalsPage(allRefusals, refusalSentences) },
  ...schemaFiles(),
  { path: 'docs/statements-per-command.md', text: statementsPage(await callsOfAll()) },
  { path: PROJECTS, text: withDiagram(readFileSync(join(root, PROJECTS), 'utf8'), defaultRelations) },
]
