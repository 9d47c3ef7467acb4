import type { Reply } from '../server.ts'
import { frame } from './event-stream.ts'
import { json, type Speech, type Trouble } from './speech.ts'

const finishes = { STOP: 'end_turn', LENGTH: 'max_tokens', FILTERED: 'content_filtered' } as const

const event = (type: string, payload: object): Buffer =>
  frame(
    { ':message-type': 'event', ':event-type': type, ':content-type': 'application/json' },
    JSON.stringify(payload),
  )

const usageOf = (usage: { tokensIn: number; tokensOut: number } | undefined): object =>
  usage === undefined
    ? {}
    : {
        usage: {
          inputTokens: usage.tokensIn,
          outputTokens: usage.tokensOut,
          totalTokens: usage.tokensIn + usage.tokensOut,
        },
      }

const troubles: Readonly<Record<Trouble, readonly [number, string]>> = {
  RATE_LIMITED: [429, 'ThrottlingException'],
  OVERLOADED: [503, 'ServiceUnavailableException'],
  BUSY: [529, 'OverloadedException'],
  BROKEN: [500, 'InternalServerException'],
  UNAUTHORISED: [403, 'UnrecognizedClientException'],
  FORBIDDEN: [403, 'AccessDeniedException'],
  TOO_LONG: [400, 'ValidationException'],
  INVALID: [400, 'ValidationException'],
}

type Text = readonly { readonly text: string }[]

const eventStream = (body: readonly Buffer[]): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/vnd.amazon.eventstream' },
  body,
  end: 'END',
})

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, ConverseStream and InvokeModel. */
export const bedrockSpeech: Speech = {
  name: 'bedrock',
  provider: (url) => ({
    kind: 'bedrock',
    region: 'eu-central-1',
    baseUrl: url,
    keyEnv: 'TEST_LLM_KEY',
  }),
  asked: ({ headers, body, path }) => {
    const messages = body['messages'] as readonly { readonly content: Text }[]
    const inference = body['inferenceConfig'] as { maxTokens: number }
    const output = body['outputConfig'] as
      | { textFormat: { structure: { jsonSchema: { schema: string } } } }
      | undefined
    const schema = output?.textFormat.structure.jsonSchema.schema
    return {
      key: headers.authorization?.replace('Bearer ', ''),
      model: path.split('/')[2],
      system: (body['system'] as Text | undefined)?.[0]?.text,
      user: messages[0]?.content[0]?.text,
      maxTokens: inference.maxTokens,
      schema: schema === undefined ? undefined : JSON.parse(schema),
      streams: path.endsWith('/converse-stream'),
    }
  },
  whole: ({ pieces, finish, usage }) =>
    json(200, {
      output: { message: { role: 'assistant', content: [{ text: pieces.join('') }] } },
      stopReason: finishes[finish],
      metrics: { latencyMs: 1 },
      ...usageOf(usage),
    }),
  stream: ({ pieces, finish, usage }) =>
    eventStream([
      event('messageStart', { role: 'assistant' }),
      ...pieces.map((text) =>
        event('contentBlockDelta', { contentBlockIndex: 0, delta: { text } }),
      ),
      event('contentBlockStop', { contentBlockIndex: 0 }),
      event('messageStop', { stopReason: finishes[finish] }),
      ...(usage === undefined
        ? []
        : [event('metadata', { metrics: { latencyMs: 1 }, ...usageOf(usage) })]),
    ]),
  trouble: (trouble, words) => {
    const [status, name] = troubles[trouble]
    const message = trouble === 'TOO_LONG' ? 'Input is too long for requested model.' : words
    const more = trouble === 'RATE_LIMITED' ? { 'retry-after': '7' } : {}
    return json(status, { message }, { 'x-amzn-errortype': name, ...more })
  },
  streamTrouble: () =>
    frame(
      {
        ':message-type': 'exception',
        ':exception-type': 'internalServerException',
        ':content-type': 'application/json',
      },
      JSON.stringify({ message: 'try again' }),
    ),
  streamNonsense: () => {
    const bytes = event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'x' } })
    // A checksum that is another's.
    bytes[bytes.length - 1] = bytes[bytes.length - 1]! ^ 0xff
    return bytes
  },
  embeddings: {
    model: 'amazon.titan-embed-text-v2:0',
    atOnce: 1,
    replies: ([embedding = []], tokens) => json(200, { embedding, inputTextTokenCount: tokens }),
  },
}
