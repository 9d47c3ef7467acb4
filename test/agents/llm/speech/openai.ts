import { events, json, type Speech, type Trouble } from './speech.ts'

const finishes = { STOP: 'stop', LENGTH: 'length', FILTERED: 'content_filter' } as const

const sse = (data: unknown): Buffer => Buffer.from(`data: ${JSON.stringify(data)}\n\n`)
const done = Buffer.from('data: [DONE]\n\n')

const usageOf = (usage: { tokensIn: number; tokensOut: number } | undefined): object =>
  usage === undefined
    ? {}
    : {
        usage: {
          prompt_tokens: usage.tokensIn,
          completion_tokens: usage.tokensOut,
          total_tokens: usage.tokensIn + usage.tokensOut,
        },
      }

const chunk = (delta: object, finish: string | null, more: object = {}): Buffer =>
  sse({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...more,
  })

const troubles: Readonly<Record<Trouble, readonly [number, string, string]>> = {
  RATE_LIMITED: [429, 'rate_limit_exceeded', 'tokens'],
  OVERLOADED: [503, 'server_overloaded', 'server_error'],
  BUSY: [529, 'overloaded', 'server_error'],
  BROKEN: [500, 'server_error', 'server_error'],
  UNAUTHORISED: [401, 'invalid_api_key', 'invalid_request_error'],
  FORBIDDEN: [403, 'model_not_allowed', 'invalid_request_error'],
  TOO_LONG: [400, 'context_length_exceeded', 'invalid_request_error'],
  INVALID: [400, 'unsupported_parameter', 'invalid_request_error'],
}

type Message = { readonly role: string; readonly content: unknown }

type Dialect = {
  readonly kind: string
  readonly limit: string
  readonly key?: { readonly keyEnv: string }
}

/** https://platform.openai.com/docs/api-reference/chat, /embeddings, and who else speaks it. */
export const openAiSpeech = ({ kind, limit, key }: Dialect): Speech => ({
  name: kind,
  provider: (url) => ({ kind, baseUrl: `${url}/v1`, ...key }),
  asked: ({ headers, body }) => {
    const messages = body['messages'] as readonly Message[]
    const format = body['response_format'] as { json_schema: { schema: unknown } } | undefined
    return {
      key: headers.authorization?.replace('Bearer ', ''),
      model: body['model'],
      system: messages.find(({ role }) => role === 'system')?.content,
      user: messages.find(({ role }) => role === 'user')?.content,
      maxTokens: body[limit],
      schema: format?.json_schema.schema,
      streams: body['stream'] === true,
    }
  },
  whole: ({ pieces, finish, usage }) =>
    json(200, {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: pieces.join('') },
          finish_reason: finishes[finish],
        },
      ],
      ...usageOf(usage),
    }),
  stream: ({ pieces, finish, usage }) =>
    events([
      chunk({ role: 'assistant', content: '' }, null),
      ...pieces.map((content) => chunk({ content }, null)),
      chunk({}, finishes[finish]),
      ...(usage === undefined ? [] : [sse({ id: 'chatcmpl-1', choices: [], ...usageOf(usage) })]),
      done,
    ]),
  trouble: (trouble, words) => {
    const [status, code, type] = troubles[trouble]
    const error = { message: words, type, param: null, code }
    return json(status, { error }, trouble === 'RATE_LIMITED' ? { 'retry-after': '7' } : {})
  },
  streamTrouble: () => sse({ error: { message: 'try again', type: 'server_error', code: null } }),
  streamNonsense: () => Buffer.from('data: {"choices": [{"delta": \n\n'),
  embeddings: {
    model: 'embedder',
    atOnce: 100,
    replies: (vectors, tokens) =>
      json(200, {
        object: 'list',
        model: 'embedder',
        // In no order.
        data: vectors
          .map((embedding, index) => ({ object: 'embedding', index, embedding }))
          .toReversed(),
        usage: { prompt_tokens: tokens, total_tokens: tokens },
      }),
  },
})
