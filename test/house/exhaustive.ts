import ts from 'typescript'
import { everyNode, finding, type Source } from './sources.ts'

/** A `default` hides from the compiler that a case was added elsewhere, unless it says that nothing can get there. */
export const openSwitches = (source: Source): readonly string[] =>
  [...everyNode(source.ast)]
    .filter(ts.isDefaultClause)
    .filter(({ statements }) => !statements.some(statement => /\bunreachable\(/.test(statement.getText(source.ast))))
    .map(clause => finding(source, clause, 'a default for cases that nobody has thought of'))
