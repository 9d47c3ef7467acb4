import {
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  type ConverseCommandInput,
} from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { z } from 'zod'
import type { CompletionRequest, Failed } from '../port.ts'
import { failureOfCall, failureOfSign, retryAfterMsOf } from './failures.ts'
import { readAs } from './read.ts'
import { NotOffered, Unreadable, type Piece, type Vendor } from './vendor.ts'

const Count = z.int().min(0).nullish()
const Counts = z
  .object({
    inputTokens: Count,
    cacheReadInputTokens: Count,
    cacheWriteInputTokens: Count,
    outputTokens: Count,
  })
  .nullish()

const Whole = z.object({
  output: z.object({
    message: z.object({ content: z.array(z.object({ text: z.string().nullish() })) }),
  }),
  stopReason: z.string(),
  usage: Counts,
})

const Event = z.object({
  contentBlockDelta: z
    .object({ delta: z.object({ text: z.string().nullish() }).nullish() })
    .nullish(),
  messageStop: z.object({ stopReason: z.string() }).nullish(),
  metadata: z.object({ usage: Counts }).nullish(),
})

const Embedded = z.object({
  embedding: z.array(z.number()).min(1),
  inputTextTokenCount: Count,
})

const finishOf = (reason: string): Piece['finish'] => {
  switch (reason) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'LENGTH'
    case 'content_filtered':
    case 'guardrail_intervened':
      return 'FILTERED'
    default:
      return 'STOP'
  }
}

const countsOf = (usage: z.output<typeof Counts>): Pick<Piece, 'tokensIn' | 'tokensOut'> => ({
  tokensIn:
    usage?.inputTokens == null
      ? undefined
      : usage.inputTokens + (usage.cacheReadInputTokens ?? 0) + (usage.cacheWriteInputTokens ?? 0),
  tokensOut: usage?.outputTokens ?? undefined,
})

type Asked = Omit<CompletionRequest, 'signal'>

const inputOf = (
  { model, messages, maxOutputTokens, temperature, responseSchema, requestId }: Asked,
  obeysSchema: (model: string) => boolean,
): ConverseCommandInput => ({
  modelId: model,
  messages: messages.flatMap(({ role, content }) =>
    role === 'system' ? [] : [{ role, content: [{ text: content }] }],
  ),
  system: messages.flatMap(({ role, content }) => (role === 'system' ? [{ text: content }] : [])),
  inferenceConfig: {
    maxTokens: maxOutputTokens,
    ...(temperature === undefined ? {} : { temperature }),
  },
  requestMetadata: { requestId },
  ...(responseSchema === undefined || !obeysSchema(model)
    ? {}
    : {
        outputConfig: {
          textFormat: {
            type: 'json_schema',
            structure: { jsonSchema: { name: 'answer', schema: JSON.stringify(responseSchema) } },
          },
        },
      }),
})

const tooLong =
  /too long|too many (?:input )?tokens|maximum (?:context|tokens)|exceeds the (?:context|model)/i
const broken = /deserializ|unexpected token|json|message checksum|prelude|malformed/i

/** Errors in the middle of a stream have no status of HTTP, but a name. */
const statusOfName: Readonly<Record<string, number>> = {
  ThrottlingException: 429,
  ServiceQuotaExceededException: 429,
  ModelNotReadyException: 503,
  ServiceUnavailableException: 503,
  ModelTimeoutException: 408,
  AccessDeniedException: 403,
  UnrecognizedClientException: 403,
  ExpiredTokenException: 403,
  ValidationException: 400,
  ResourceNotFoundException: 404,
}

/** What the client hangs on errors of every kind, where there was an answer. */
const Answered = z.object({
  $metadata: z.object({ httpStatusCode: z.int() }),
  $response: z.object({ headers: z.record(z.string(), z.string()) }).optional(),
})

const failureOf = (name: string, error: unknown): Failed => {
  const { data } = Answered.safeParse(error)
  const told = data?.$metadata.httpStatusCode ?? 200
  const isKnown = error instanceof BedrockRuntimeServiceException
  if (!isKnown && told < 300)
    return error instanceof Error && broken.test(`${error.name} ${error.message}`)
      ? failureOfCall(name, new Unreadable('the answer has another form', { cause: error }))
      : failureOfCall(name, error)
  const headers = data?.$response?.headers ?? {}
  return failureOfSign({
    provider: name,
    status: (isKnown ? statusOfName[error.name] : undefined) ?? (told < 300 ? undefined : told),
    code: isKnown ? error.name : undefined,
    retryAfterMs: retryAfterMsOf({ get: (header) => headers[header] ?? null }),
    tooLong: isKnown && error.name === 'ValidationException' && tooLong.test(error.message),
  })
}

export type BedrockOptions = {
  readonly name: string
  readonly region: string
  /** Absent: Amazon's own address in the region. */
  readonly baseUrl: string | undefined
  /** A key of Bedrock's; absent: whatever AWS finds in the environment, a profile, or the machine's role. */
  readonly key: string | undefined
  readonly obeysSchema: (model: string) => boolean
  readonly timeoutMs: number
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html; embeddings are those of Titan. */
export const bedrock = ({
  name,
  region,
  baseUrl,
  key,
  obeysSchema,
  timeoutMs,
}: BedrockOptions): Vendor => {
  const client = new BedrockRuntimeClient({
    region,
    maxAttempts: 1,
    // Of its own it speaks HTTP/2, where one broken connection takes all calls with it.
    requestHandler: new NodeHttpHandler({ requestTimeout: timeoutMs, throwOnRequestTimeout: true }),
    ...(baseUrl === undefined ? {} : { endpoint: baseUrl }),
    ...(key === undefined
      ? {}
      : { token: { token: key }, authSchemePreference: ['httpBearerAuth'] }),
  })
  return {
    whole: async (request, abortSignal) => {
      const command = new ConverseCommand(inputOf(request, obeysSchema))
      const { output, stopReason, usage } = readAs(
        Whole,
        await client.send(command, { abortSignal }),
      )
      const text = output.message.content.map(({ text: said }) => said ?? '').join('')
      return { text, finish: finishOf(stopReason), ...countsOf(usage) }
    },
    pieces: async function* (request, abortSignal) {
      const command = new ConverseStreamCommand(inputOf(request, obeysSchema))
      const { stream } = await client.send(command, { abortSignal })
      if (stream === undefined) throw new Unreadable('there is no stream')
      for await (const event of stream) {
        const { contentBlockDelta, messageStop, metadata } = readAs(Event, event)
        yield {
          text: contentBlockDelta?.delta?.text ?? undefined,
          finish: messageStop == null ? undefined : finishOf(messageStop.stopReason),
          ...countsOf(metadata?.usage),
        }
      }
    },
    embed: async ({ model, inputs }, abortSignal) => {
      if (!model.includes('titan-embed')) throw new NotOffered('embeddings of other models')
      const vectors: (readonly number[])[] = []
      let tokensIn: number | undefined = 0
      for (const inputText of inputs) {
        const { body } = await client.send(
          new InvokeModelCommand({
            modelId: model,
            contentType: 'application/json',
            body: JSON.stringify({ inputText }),
          }),
          { abortSignal },
        )
        const answer: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
        const { embedding, inputTextTokenCount } = readAs(Embedded, answer)
        vectors.push(embedding)
        tokensIn = inputTextTokenCount == null ? undefined : (tokensIn ?? 0) + inputTextTokenCount
      }
      return { vectors, usage: tokensIn === undefined ? undefined : { tokensIn, tokensOut: 0 } }
    },
    failureOf: (error) => failureOf(name, error),
  }
}
