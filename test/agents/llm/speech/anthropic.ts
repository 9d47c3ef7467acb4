import { events, json, type Speech, type Trouble } from './speech.ts'

const finishes = { STOP: 'end_turn', LENGTH: 'max_tokens', FILTERED: 'refusal' } as const

const event = (type: string, more: object): Buffer =>
  Buffer.from(`event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`)

const message = (more: object): object => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  stop_sequence: null,
  ...more,
})

const troubles: Readonly<Record<Trouble, readonly [number, string]>> = {
  RATE_LIMITED: [429, 'rate_limit_error'],
  OVERLOADED: [503, 'overloaded_error'],
  BUSY: [529, 'overloaded_error'],
  BROKEN: [500, 'api_error'],
  UNAUTHORISED: [401, 'authentication_error'],
  FORBIDDEN: [403, 'permission_error'],
  TOO_LONG: [400, 'invalid_request_error'],
  INVALID: [400, 'invalid_request_error'],
}

type Message = { readonly role: string; readonly content: unknown }

/** https://docs.anthropic.com/en/api/messages, /messages-streaming and /errors. */
export const anthropicSpeech: Speech = {
  name: 'anthropic',
  provider: (url) => ({ kind: 'anthropic', baseUrl: url, keyEnv: 'TEST_LLM_KEY' }),
  asked: ({ headers, body }) => {
    const config = body['output_config'] as { format: { schema: unknown } } | undefined
    const messages = body['messages'] as readonly Message[]
    return {
      // The API takes both; the client sends the second one since its version 1.
      key: headers['x-api-key']?.toString() ?? headers.authorization?.replace('Bearer ', ''),
      model: body['model'],
      system: body['system'],
      user: messages[0]?.content,
      maxTokens: body['max_tokens'],
      schema: config?.format.schema,
      streams: body['stream'] === true,
    }
  },
  whole: ({ pieces, finish, usage }) =>
    json(
      200,
      message({
        content: [{ type: 'text', text: pieces.join(''), citations: null }],
        stop_reason: finishes[finish],
        ...(usage && {
          // A part of it comes from a cache.
          usage: {
            input_tokens: usage.tokensIn - 1,
            cache_read_input_tokens: 1,
            output_tokens: usage.tokensOut,
          },
        }),
      }),
    ),
  stream: ({ pieces, finish, usage }) =>
    events([
      event('message_start', {
        message: message({
          content: [],
          stop_reason: null,
          ...(usage && { usage: { input_tokens: usage.tokensIn, output_tokens: 1 } }),
        }),
      }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      event('ping', {}),
      ...pieces.map((text) =>
        event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
      ),
      event('content_block_stop', { index: 0 }),
      event('message_delta', {
        delta: { stop_reason: finishes[finish], stop_sequence: null },
        ...(usage && { usage: { output_tokens: usage.tokensOut } }),
      }),
      event('message_stop', {}),
    ]),
  trouble: (trouble, words) => {
    const [status, type] = troubles[trouble]
    const told = trouble === 'TOO_LONG' ? `prompt is too long: 9 tokens > 8 maximum` : words
    return json(
      status,
      { type: 'error', error: { type, message: told } },
      trouble === 'RATE_LIMITED' ? { 'retry-after': '7' } : {},
    )
  },
  streamTrouble: () =>
    event('error', { error: { type: 'overloaded_error', message: 'try again' } }),
  streamNonsense: () => Buffer.from('event: content_block_delta\ndata: {"delta": \n\n'),
}
