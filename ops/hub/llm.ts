import type { Logger } from 'pino'
import type { Config } from '../../platform/config/schema.ts'
import { ModelRoute } from '../../domain/agents/routing/route.ts'
import { openLlm } from '../../platform/llm/open.ts'
import type { LlmPort } from '../../platform/llm/port.ts'
import { readLlmSettings } from '../../platform/llm/settings.ts'

/** The providers of the configuration, with keys from where it says. Throws a plain sentence. */
export const openLanguageModels = (
  { llm }: Pick<Config, 'llm'>,
  logger: Pick<Logger, 'warn'>,
  environment: NodeJS.ProcessEnv = process.env,
): LlmPort =>
  openLlm(readLlmSettings(llm, ModelRoute), {
    environment,
    onBreaker: (provider, status) =>
      logger.warn({ provider, ...status }, 'the breaker before a provider has changed'),
  })
