import type { LocalRule } from './rule.ts'
import { agentTaskRule } from './rules/agent-task.ts'
import { codeGenerateRule } from './rules/code-generate.ts'
import { intentBreakdownRule } from './rules/intent-breakdown.ts'
import { intentRequirementsRule } from './rules/intent-requirements.ts'

/** Every rule of the local provider, one for a template. */
export const localRules: readonly LocalRule[] = [
  agentTaskRule,
  codeGenerateRule,
  intentRequirementsRule,
  intentBreakdownRule,
]

export const ruleOf = (
  template: string,
  rules: readonly LocalRule[] = localRules,
): LocalRule | undefined => rules.find((rule) => rule.template === template)
