import type { Test } from 'tap'
import { ModelRoute } from '../../../domain/agents/routing/route.ts'
import { openLlm } from '../../../platform/llm/open.ts'
import type { CompletionRequest, LlmPort, LlmProvider } from '../../../platform/llm/port.ts'
import { parseLlmSettings, type LlmSettings } from '../../../platform/llm/settings.ts'
import type { Speech } from './speech/speech.ts'
import { startVendorServer, type VendorServer } from './server.ts'

export const key = 'sk-test-0123456789abcdef'

/** With a mark of two, three and four bytes each, so that a split falls into one. */
export const pieces = ['Grüße', ' from the ', '量子', ' hub ', '🪐', '.'] as const
export const text = pieces.join('')
export const told = {
  pieces,
  finish: 'STOP',
  usage: { tokensIn: 31, tokensOut: 7 },
} as const

export const request: CompletionRequest = {
  requestId: '0198c5a2-7f53-7e0b-8a3c-0a3f6f1f6a10',
  model: 'model-1',
  messages: [
    { role: 'system', content: 'Answer in one line.' },
    { role: 'user', content: 'Where do you greet from?' },
  ],
  maxOutputTokens: 50,
}

const route = (model: string, more: object) => ({
  routeId: `vendor/${model.replaceAll(/[^a-z0-9-]/g, '-')}`,
  provider: 'vendor',
  model,
  kind: 'CHAT',
  contextTokens: 8_000,
  maxOutputTokens: 1_000,
  features: ['STREAMING'],
  dataPolicy: { region: 'local', retains: false, trains: false },
  price: { asset: 'USD', perMillionIn: '1', perMillionOut: '2' },
  quality: 0.5,
  ...more,
})

export const settingsOf = (value: unknown): LlmSettings => parseLlmSettings(value, ModelRoute)

export type Desk = {
  readonly server: VendorServer
  readonly provider: LlmProvider
  readonly port: LlmPort
}

const patient = { callSeconds: 60, silenceSeconds: 60, callsPerSecond: 10_000 }

/** The hub's way to one provider, which is the server. `guard` changes the guard's settings. */
export const openDesk = async (
  t: Test,
  { provider: providerAt, embeddings }: Speech,
  guard: Readonly<Record<string, number>> = {},
): Promise<Desk> => {
  const server = await startVendorServer()
  const settings = settingsOf({
    providers: [{ name: 'vendor', ...providerAt(server.url), guard: { ...patient, ...guard } }],
    routes: [
      route('model-1', {}),
      route('model-2', { features: ['STREAMING', 'JSON_SCHEMA'] }),
      ...(embeddings === undefined ? [] : [route(embeddings.model, { kind: 'EMBEDDING' })]),
    ],
  })
  const port = openLlm(settings, { environment: { TEST_LLM_KEY: key } })
  t.teardown(async () => {
    port.close()
    await server.stop()
  })
  return { server, port, provider: port.provider('vendor')! }
}

/** Every kind of provider, in a subtest each. */
export const eachOf = (
  t: Test,
  speeches: readonly Speech[],
  run: (t: Test, speech: Speech) => Promise<void>,
): void => {
  for (const speech of speeches) t.test(speech.name, (t) => run(t, speech))
}
