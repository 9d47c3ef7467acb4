import t from 'tap'
import { prompts } from '../../../domain/agents/prompts/registry.ts'
import { localRules } from '../../../platform/llm/local/rules.ts'

/** People's own words: no rule answers those. */
const withoutRule: readonly string[] = ['call.text']

t.test('each prompt of the hub can be answered without a model, and each rule is for one', (t) => {
  const templates = new Set(prompts.map(({ template }) => template))
  const ruled = localRules.map(({ template }) => template)
  t.same(ruled.toSorted(), [...templates].filter((each) => !withoutRule.includes(each)).toSorted())
  t.end()
})
