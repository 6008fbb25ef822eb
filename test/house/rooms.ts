import { createRequire } from 'node:module'
import { cruise, type IForbiddenRuleType } from 'dependency-cruiser'

const { forbidden }: { readonly forbidden: IForbiddenRuleType[] } = createRequire(import.meta.url)(
  './dependency-cruiser.cjs',
)

export const RULES = forbidden.map(({ name = '' }) => name)

/** `rule: from → to` for each import below `house`/src that the rooms do not allow. */
export const trespasses = async (house: string): Promise<readonly string[]> => {
  const { output } = await cruise(['src'], {
    baseDir: house,
    ruleSet: { forbidden },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  })
  if (typeof output === 'string') throw new TypeError('the report is text')
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort()
}
