import OpenAI from 'openai'
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'
import { z } from 'zod'
import type { Json } from '../../../domain/shared/json.ts'
import type { CompletionRequest } from '../port.ts'
import { failureOfCall } from './failures.ts'
import { readAs } from './read.ts'
import { stainlessFailure } from './stainless.ts'
import { NotOffered, type Piece, type Vendor } from './vendor.ts'

const Count = z.int().min(0)
const Counts = z.object({ prompt_tokens: Count, completion_tokens: Count.default(0) }).nullish()
const Said = z.object({ content: z.string().nullish(), refusal: z.string().nullish() })

const Whole = z.object({
  choices: z.array(z.object({ message: Said, finish_reason: z.string() })).min(1),
  usage: Counts,
})
const Chunk = z.object({
  choices: z.array(z.object({ delta: Said.nullish(), finish_reason: z.string().nullish() })),
  usage: Counts,
})
const Embedded = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })),
  usage: z.object({ prompt_tokens: Count }).nullish(),
})

type Told = {
  readonly said: z.output<typeof Said> | null | undefined
  readonly reason: string | null | undefined
  readonly usage: z.output<typeof Counts>
}

const finishOf = (reason: string): Piece['finish'] => {
  switch (reason) {
    case 'length':
      return 'LENGTH'
    case 'content_filter':
      return 'FILTERED'
    default:
      return 'STOP'
  }
}

/** A refusal in the model's own words is an answer that was held back, and paid for. */
const pieceOf = ({ said, reason, usage }: Told): Piece => ({
  text: said?.content ?? said?.refusal ?? undefined,
  finish: typeof said?.refusal === 'string' ? 'FILTERED' : reason ? finishOf(reason) : undefined,
  tokensIn: usage?.prompt_tokens,
  tokensOut: usage?.completion_tokens,
})

const schemaOf = (schema: Json): Record<string, unknown> => {
  const read = z.record(z.string(), z.json()).safeParse(schema)
  if (read.success) return read.data
  throw new NotOffered('the schema cannot be told to it')
}

export type OpenAiCompatible = {
  readonly name: string
  readonly baseUrl: string
  /** Servers of one's own may want none. */
  readonly key: string | undefined
  /** What the server calls the limit of an answer: newer models of OpenAI refuse the old name, others know no other. */
  readonly limit: 'max_completion_tokens' | 'max_tokens'
  /** Whether a model obeys a JSON Schema. */
  readonly obeysSchema: (model: string) => boolean
  readonly timeoutMs: number
}

/** OpenAI's interface, which Groq, Ollama, vLLM and others have as well: https://platform.openai.com/docs/api-reference/chat */
export const openAiCompatible = ({
  name,
  baseUrl,
  key,
  limit,
  obeysSchema,
  timeoutMs,
}: OpenAiCompatible): Vendor => {
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: key ?? 'none',
    // Each of these would be taken from the environment.
    ...{ organization: null, project: null, webhookSecret: null, adminAPIKey: null },
    ...(key === undefined ? { defaultHeaders: { authorization: null } } : {}),
    maxRetries: 0,
    timeout: timeoutMs,
    // It would write answers that it cannot read into the log.
    logLevel: 'off',
    // Not followed: a key is for one server. With 'error' Node 20 forgets the signal once its request was collected.
    fetchOptions: { redirect: 'manual' },
  })
  const paramsOf = (
    request: Omit<CompletionRequest, 'signal'>,
  ): ChatCompletionCreateParamsNonStreaming => ({
    model: request.model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    [limit]: request.maxOutputTokens,
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.responseSchema === undefined || !obeysSchema(request.model)
      ? {}
      : {
          response_format: {
            type: 'json_schema',
            json_schema: {
              name: 'answer',
              schema: schemaOf(request.responseSchema),
            },
          },
        }),
  })
  const optionsOf = (requestId: string, signal: AbortSignal) => ({
    signal,
    headers: { 'x-client-request-id': requestId },
  })
  return {
    whole: async (request, signal) => {
      const options = optionsOf(request.requestId, signal)
      const answer = await client.chat.completions.create(paramsOf(request), options)
      const { choices, usage } = readAs(Whole, answer)
      return pieceOf({ said: choices[0]?.message, reason: choices[0]?.finish_reason, usage })
    },
    pieces: async function* (request, signal) {
      const chunks = await client.chat.completions.create(
        { ...paramsOf(request), stream: true, stream_options: { include_usage: true } },
        optionsOf(request.requestId, signal),
      )
      for await (const chunk of chunks) {
        const { choices, usage } = readAs(Chunk, chunk)
        const [choice] = choices
        yield pieceOf({ said: choice?.delta, reason: choice?.finish_reason, usage })
      }
    },
    embed: async ({ requestId, model, inputs }, signal) => {
      const answer = await client.embeddings.create(
        { model, input: [...inputs], encoding_format: 'float' },
        optionsOf(requestId, signal),
      )
      const { data, usage } = readAs(Embedded, answer)
      return {
        vectors: data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding),
        usage: usage == null ? undefined : { tokensIn: usage.prompt_tokens, tokensOut: 0 },
      }
    },
    failureOf: (error) =>
      error instanceof OpenAI.APIError ? stainlessFailure(name, error) : failureOfCall(name, error),
  }
}
