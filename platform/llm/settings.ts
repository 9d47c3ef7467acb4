import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ModelRoute } from '../../domain/agents/routing/route.ts'
import { localRoutes } from './local/routes.ts'

const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'a name of lower-case letters and digits')
const Address = z.url({ protocol: /^https?$/ })

/** How one process asks a provider, and when it stops asking. */
const Guard = z
  .strictObject({
    callsAtOnce: z.int().min(1).max(10_000).default(8),
    callsPerSecond: z.int().min(1).max(100_000).default(20),
    /** Calls in line; one more is turned away. */
    waiting: z.int().min(0).max(100_000).default(200),
    /** For a whole answer. */
    callSeconds: z.number().min(0.01).max(3600).default(120),
    /** For the first, and for each further, part of a stream. */
    silenceSeconds: z.number().min(0.01).max(3600).default(30),
    breakerFailures: z.int().min(1).max(1000).default(5),
    breakerSeconds: z.number().min(0.01).max(3600).default(30),
  })
  .prefault({})
export type LlmGuardSettings = Readonly<z.output<typeof Guard>>

/** Where a key is; the key itself stands in no settings. */
const key = {
  keyFile: z.string().min(1).exactOptional(),
  keyEnv: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
    .exactOptional(),
}
const remote = { name: Name, guard: Guard, ...key }

const Provider = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local'), name: Name }),
  z.strictObject({ kind: z.literal('openai'), ...remote, baseUrl: Address.exactOptional() }),
  z.strictObject({ kind: z.literal('groq'), ...remote, baseUrl: Address.exactOptional() }),
  z.strictObject({ kind: z.literal('ollama'), ...remote, baseUrl: Address.exactOptional() }),
  z.strictObject({ kind: z.literal('openai-compatible'), ...remote, baseUrl: Address }),
  z.strictObject({ kind: z.literal('anthropic'), ...remote, baseUrl: Address.exactOptional() }),
  z.strictObject({
    kind: z.literal('bedrock'),
    ...remote,
    baseUrl: Address.exactOptional(),
    region: z.string().regex(/^[a-z0-9-]{1,32}$/),
  }),
])
export type ProviderSettings = Readonly<z.output<typeof Provider>>

const once = (values: readonly string[]): boolean => new Set(values).size === values.length

/** What a route is the domain says. */
export type RouteSchema = z.ZodType<ModelRoute>

const settingsOf = (route: RouteSchema) =>
  z
    .strictObject({
      providers: z.array(Provider).min(1).max(32).readonly(),
      routes: z.array(route).min(1).max(500).readonly(),
    })
    .refine(({ providers }) => once(providers.map(({ name }) => name)), 'every provider once')
    .refine(({ routes }) => once(routes.map(({ routeId }) => routeId)), 'every route once')
    .superRefine(({ providers, routes }, context) => {
      for (const { routeId, provider } of routes)
        if (!providers.some(({ name }) => name === provider))
          context.addIssue({ code: 'custom', message: `${routeId} is of no listed provider` })
      for (const provider of providers)
        if (
          provider.kind !== 'local' &&
          provider.keyEnv !== undefined &&
          provider.keyFile !== undefined
        )
          context.addIssue({ code: 'custom', message: `${provider.name} has two keys` })
    })
export type LlmSettings = Readonly<z.output<ReturnType<typeof settingsOf>>>

export const parseLlmSettings = (value: unknown, route: RouteSchema): LlmSettings =>
  settingsOf(route).parse(value)

/** What the hub has without a file. */
export const localSettings: LlmSettings = {
  providers: [{ kind: 'local', name: 'local' }],
  routes: localRoutes,
}

/** What QHUB_LLM says: `local`, or a file. Throws a plain sentence that says what is wrong with it. */
export const readLlmSettings = (place: string, route: RouteSchema): LlmSettings => {
  if (place === 'local') return localSettings
  try {
    return parseLlmSettings(JSON.parse(readFileSync(place, 'utf8')), route)
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new Error(`QHUB_LLM names ${place}, which does not list providers and routes: ${why}`, {
      cause: error,
    })
  }
}
