import type { GuardStatus } from '../providers/guard.ts'
import { createVendorProvider } from './adapters/provider.ts'
import { guardedLlm } from './guarded.ts'
import type { Environment } from './keys.ts'
import { createLocalProvider } from './local/provider.ts'
import { measured } from './measured.ts'
import type { LlmPort, LlmProvider } from './port.ts'
import type { LlmSettings, ProviderSettings } from './settings.ts'
import { vendorOf } from './vendor-of.ts'

export type LlmOptions = {
  /** Where keys are that the settings name. */
  readonly environment: Environment
  /** Hears when a provider is left alone, and when it answers again. */
  readonly onBreaker?: (provider: string, status: GuardStatus) => void
}

type Open = {
  readonly provider: LlmProvider
  readonly status: () => GuardStatus
  readonly close: () => void
}

/** Nothing stands before the local provider: it is in this process. */
const alwaysThere: GuardStatus = { breaker: 'CLOSED', underWay: 0, waiting: 0 }

const open = (
  settings: ProviderSettings,
  { routes }: LlmSettings,
  { environment, onBreaker }: LlmOptions,
): Open => {
  const { name } = settings
  if (settings.kind === 'local')
    return {
      provider: createLocalProvider(name),
      status: () => alwaysThere,
      close: () => undefined,
    }
  const obeysSchema = (model: string): boolean =>
    routes.some(
      (route) =>
        route.provider === name && route.model === model && route.features.includes('JSON_SCHEMA'),
    )
  return guardedLlm(
    createVendorProvider({
      name,
      vendor: vendorOf(settings, obeysSchema, environment),
      silenceMs: Math.ceil(settings.guard.silenceSeconds * 1000),
    }),
    {
      settings: settings.guard,
      ...(onBreaker === undefined ? {} : { onChange: (status) => onBreaker(name, status) }),
    },
  )
}

/** Opens the providers of the settings. Throws a plain sentence, without keys, when one has no key to be asked with. */
export const openLlm = (settings: LlmSettings, options: LlmOptions): LlmPort => {
  const providers = new Map(
    settings.providers.map((each) => [each.name, open(each, settings, options)]),
  )
  const measuredProviders = new Map(
    Array.from(providers, ([name, { provider }]) => [name, measured(provider)]),
  )
  return {
    routes: settings.routes,
    provider: (name) => measuredProviders.get(name),
    health: () => Array.from(providers, ([provider, { status }]) => ({ provider, ...status() })),
    close: () => {
      for (const { close } of providers.values()) close()
    },
  }
}
