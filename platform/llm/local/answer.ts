import type { CompletionRequest } from '../port.ts'
import { smallestInstance } from './instance.ts'
import type { LocalRule } from './rule.ts'
import { ruleOf } from './rules.ts'

export type LocalAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none'; readonly why: string }

const honest = (asked: string): string =>
  `This is the local provider of the hub. It answers by rules, understands no language, and has no rule for ${asked}. To have it answered by a language model, an operator names one in the settings (QHUB_LLM).`

/** By the rule of the template; without one the least that the schema allows, or a sentence that says so. */
export const answerOf = (
  { prompt, responseSchema }: Pick<CompletionRequest, 'prompt' | 'responseSchema'>,
  rules?: readonly LocalRule[],
): LocalAnswer => {
  const rule = prompt === undefined ? undefined : ruleOf(prompt.template, rules)
  if (prompt !== undefined && rule !== undefined)
    try {
      return { kind: 'text', text: rule.answer(prompt.variables) }
    } catch (error) {
      const why = `the rule for ${prompt.template} cannot answer these variables: ${String(error)}`
      return { kind: 'none', why }
    }
  const asked = prompt === undefined ? 'what was asked' : `the template ${prompt.template}`
  if (responseSchema === undefined) return { kind: 'text', text: honest(asked) }
  const value = smallestInstance(responseSchema)
  return value === undefined
    ? { kind: 'none', why: `${honest(asked)} Nor can it fill the form of the answer by itself.` }
    : { kind: 'text', text: JSON.stringify(value) }
}
