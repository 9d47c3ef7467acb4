import Anthropic from '@anthropic-ai/sdk'
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema'
import { z } from 'zod'
import type { Json } from '../../../domain/shared/json.ts'
import type { CompletionRequest } from '../port.ts'
import { failureOfCall } from './failures.ts'
import { readAs } from './read.ts'
import { stainlessFailure } from './stainless.ts'
import { NotOffered, type Piece, type Vendor } from './vendor.ts'

const Count = z.int().min(0).nullish()
const Counts = z
  .object({
    input_tokens: Count,
    cache_creation_input_tokens: Count,
    cache_read_input_tokens: Count,
    output_tokens: Count,
  })
  .nullish()

const Whole = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().exactOptional() })),
  stop_reason: z.string(),
  usage: Counts,
})

const Event = z.object({
  type: z.string(),
  message: z.object({ usage: Counts }).exactOptional(),
  delta: z
    .object({ text: z.string().exactOptional(), stop_reason: z.string().nullish() })
    .exactOptional(),
  usage: Counts,
})

const finishOf = (reason: string): Piece['finish'] => {
  switch (reason) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'LENGTH'
    case 'refusal':
      return 'FILTERED'
    default:
      return 'STOP'
  }
}

/** What was read from or written to a cache is counted beside the rest of what went in. */
const countsOf = (usage: z.output<typeof Counts>): Pick<Piece, 'tokensIn' | 'tokensOut'> => ({
  tokensIn:
    usage?.input_tokens == null
      ? undefined
      : usage.input_tokens +
        (usage.cache_creation_input_tokens ?? 0) +
        (usage.cache_read_input_tokens ?? 0),
  tokensOut: usage?.output_tokens ?? undefined,
})

const pieceOf = ({ message, delta, usage }: z.output<typeof Event>): Piece => {
  const reason = delta?.stop_reason
  return {
    text: delta?.text,
    finish: reason == null ? undefined : finishOf(reason),
    ...countsOf(message?.usage ?? usage),
  }
}

/** It knows a part of JSON Schema: the client turns the rest into words in descriptions. */
const schemaOf = (schema: Json): Record<string, unknown> => {
  try {
    return transformJSONSchema(z.record(z.string(), z.json()).parse(schema))
  } catch {
    throw new NotOffered('the schema cannot be told to it')
  }
}

const paramsOf = (
  request: Omit<CompletionRequest, 'signal'>,
  obeysSchema: (model: string) => boolean,
): Anthropic.MessageCreateParamsNonStreaming => {
  const system = request.messages.filter(({ role }) => role === 'system')
  return {
    model: request.model,
    max_tokens: request.maxOutputTokens,
    messages: request.messages.flatMap(({ role, content }) =>
      role === 'system' ? [] : [{ role, content }],
    ),
    ...(system.length === 0 ? {} : { system: system.map(({ content }) => content).join('\n\n') }),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.responseSchema === undefined || !obeysSchema(request.model)
      ? {}
      : {
          output_config: {
            format: {
              type: 'json_schema',
              schema: schemaOf(request.responseSchema),
            },
          },
        }),
  }
}

export type AnthropicOptions = {
  readonly name: string
  readonly baseUrl: string
  readonly key: string
  readonly obeysSchema: (model: string) => boolean
  readonly timeoutMs: number
}

/** https://docs.anthropic.com/en/api/messages */
export const anthropic = ({
  name,
  baseUrl,
  key,
  obeysSchema,
  timeoutMs,
}: AnthropicOptions): Vendor => {
  const client = new Anthropic({
    baseURL: baseUrl,
    apiKey: key,
    // Each of these would be taken from the environment; the last would export prompts with traces.
    ...{ authToken: null, webhookKey: null, openTelemetry: false },
    maxRetries: 0,
    timeout: timeoutMs,
    // It would write answers that it cannot read into the log.
    logLevel: 'off',
    // Not followed: a key is for one server. With 'error' Node 20 forgets the signal once its request was collected.
    fetchOptions: { redirect: 'manual' },
  })
  return {
    whole: async (request, signal) => {
      const answer = await client.messages.create(paramsOf(request, obeysSchema), { signal })
      const { content, stop_reason, usage } = readAs(Whole, answer)
      const text = content.map(({ type, text: said }) => (type === 'text' ? said : '')).join('')
      return { text, finish: finishOf(stop_reason), ...countsOf(usage) }
    },
    pieces: async function* (request, signal) {
      const params = { ...paramsOf(request, obeysSchema), stream: true } as const
      const events = await client.messages.create(params, { signal })
      for await (const event of events) yield pieceOf(readAs(Event, event))
    },
    embed: () => Promise.reject(new NotOffered('it has no embeddings')),
    failureOf: (error) =>
      error instanceof Anthropic.APIError
        ? stainlessFailure(name, error)
        : failureOfCall(name, error),
  }
}
