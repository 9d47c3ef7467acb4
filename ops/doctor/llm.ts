import { ModelRoute } from '../../domain/agents/routing/route.ts'
import { keyOf, type Environment } from '../../platform/llm/keys.ts'
import { readLlmSettings, type ProviderSettings } from '../../platform/llm/settings.ts'
import { ok, wrong, type Check, type Finding } from './finding.ts'

const next = 'docs/how-to/use-language-models.md'
const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

const keyIsThere = (provider: ProviderSettings, environment: Environment): Finding => {
  const { name, kind } = provider
  if (kind === 'local') return ok(`${name} answers by rules, and asks nobody`)
  try {
    const key = keyOf(provider, environment)
    return ok(`${name} (${kind}) ${key === undefined ? 'is asked without a key' : 'has its key'}`)
  } catch (error) {
    return wrong(messageOf(error), next)
  }
}

/** The settings and where keys are; nobody is asked, for every question costs. */
export const llmCheck: Check = {
  name: 'language models',
  look: async ({ config }) => {
    try {
      const { providers } = readLlmSettings(config.llm, ModelRoute)
      return providers.map((provider) => keyIsThere(provider, process.env))
    } catch (error) {
      return [wrong(messageOf(error), next)]
    }
  },
}
