import type { LocalRule } from './rule.ts'

/** Every rule of the local provider, one for a template. */
export const localRules: readonly LocalRule[] = []

export const ruleOf = (
  template: string,
  rules: readonly LocalRule[] = localRules,
): LocalRule | undefined => rules.find((rule) => rule.template === template)
