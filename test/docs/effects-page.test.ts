import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { root } from '../setup/entry-points.ts'

const core = join(root, 'src/core')
const page = readFileSync(join(root, 'docs/effects-and-audit.md'), 'utf8')

type Kinds = Map<string, Set<string>>

const sorted = (kinds: Kinds) =>
  Object.fromEntries(
    [...kinds].map(([kind, abouts]) => [kind, [...abouts].sort()] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const assigned = (object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined => {
  for (const property of object.properties)
    if (ts.isPropertyAssignment(property) && property.name.getText() === name) return property.initializer
  return undefined
}

/** An effect is written as `{ kind: '…', payload: { about: '…' } }`; those of factors by `notice`, whose type lists them. */
const emitted = (): Kinds => {
  const kinds: Kinds = new Map()
  const note = (kind: string, about?: string) => {
    const abouts = kinds.get(kind) ?? new Set()
    kinds.set(kind, about === undefined ? abouts : abouts.add(about))
  }
  const look = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const [kind, payload] = [assigned(node, 'kind'), assigned(node, 'payload')]
      if (kind && payload && ts.isStringLiteral(kind)) {
        const about = ts.isObjectLiteralExpression(payload) ? assigned(payload, 'about') : undefined
        note(kind.text, about && ts.isStringLiteral(about) ? about.text : undefined)
      }
    }
    if (ts.isTypeAliasDeclaration(node) && node.name.text === 'FactorNotice' && ts.isUnionTypeNode(node.type))
      for (const type of node.type.types)
        if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) note('notify_user', type.literal.text)
    ts.forEachChild(node, look)
  }
  for (const name of readdirSync(core, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.ts'))
      look(ts.createSourceFile(name, readFileSync(join(core, name), 'utf8'), ts.ScriptTarget.ES2022, true))
  return kinds
}

/** Of each row the kind, and what follows `about`, without what comes with it. */
const described = (): Kinds => {
  const rows = [...page.matchAll(/^\| `(\w+)` \|[^|]*\|([^|]*)\|$/gm)]
  return new Map(
    rows.map(([, kind = '', payload = '']) => {
      const [, abouts = ''] = payload.replace(/\([^)]*\)/g, '').split('`about`:')
      return [kind, new Set([...abouts.matchAll(/`(\w+)`/g)].map(([, about = '']) => about))]
    }),
  )
}

describe('the table of effects', () => {
  it('has each kind, and all that each may be about (AUD-7)', () => {
    const { notify_user: ofUsers = [], ...others } = sorted(emitted())
    expect(ofUsers).toContain('granted')
    expect(ofUsers).toContain('credential_cloned')
    expect(Object.keys(others).length).toBeGreaterThan(8)
    expect(sorted(described())).toEqual(sorted(emitted()))
  })
})
