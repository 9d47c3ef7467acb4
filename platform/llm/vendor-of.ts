import { anthropic } from './adapters/anthropic.ts'
import { bedrock } from './adapters/bedrock.ts'
import { openAiCompatible } from './adapters/openai-compatible.ts'
import type { Vendor } from './adapters/vendor.ts'
import { keyOf, type Environment } from './keys.ts'
import type { ProviderSettings } from './settings.ts'

/** Where vendors are found when the settings say no other place. */
const addresses = {
  openai: 'https://api.openai.com/v1',
  groq: 'https://api.groq.com/openai/v1',
  ollama: 'http://127.0.0.1:11434/v1',
  anthropic: 'https://api.anthropic.com',
} as const

/** Throws a plain sentence when the provider's key is not where the settings say. */
export const vendorOf = (
  settings: Exclude<ProviderSettings, { readonly kind: 'local' }>,
  obeysSchema: (model: string) => boolean,
  environment: Environment,
): Vendor => {
  const { name, guard, baseUrl } = settings
  const key = keyOf(settings, environment)
  const common = { name, key, obeysSchema, timeoutMs: Math.ceil(guard.callSeconds * 1000) }
  switch (settings.kind) {
    case 'openai':
    case 'groq': {
      const limit = 'max_completion_tokens'
      return openAiCompatible({ ...common, limit, baseUrl: baseUrl ?? addresses[settings.kind] })
    }
    case 'ollama':
    case 'openai-compatible':
      return openAiCompatible({
        ...common,
        limit: 'max_tokens',
        baseUrl: baseUrl ?? addresses.ollama,
      })
    case 'anthropic':
      return anthropic({ ...common, key: key ?? '', baseUrl: baseUrl ?? addresses.anthropic })
    case 'bedrock':
      return bedrock({ ...common, baseUrl, region: settings.region })
  }
}
