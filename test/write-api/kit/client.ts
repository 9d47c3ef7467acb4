import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { HTTPMethods } from 'fastify'

export type Call = {
  /** Access token. */
  readonly token?: string
  readonly apiKey?: string
  /** Idempotency-Key; left out, a new one; `null`, none. */
  readonly key?: string | null
  readonly body?: unknown
  readonly raw?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type Reply = {
  readonly request: { readonly method: HTTPMethods; readonly url: string }
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  // What a test looks into is for the test to know.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer of any shape, read by assertions alone
  readonly body: any
  readonly text: string
}

/** Sends a request to the interface, with the headers that a good client sends. */
export const call = async (
  app: FastifyInstance,
  method: HTTPMethods,
  url: string,
  { token, apiKey, key = randomUUID(), body, raw, headers = {} }: Call = {},
): Promise<Reply> => {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const reply = await app.inject({
    method: method as 'POST',
    url,
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === null || method === 'GET' ? {} : { 'idempotency-key': key }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  })
  const isJson = /json/.test(String(reply.headers['content-type']))
  return {
    request: { method, url },
    status: reply.statusCode,
    headers: reply.headers,
    body: isJson ? reply.json() : undefined,
    text: reply.body,
  }
}

/** The answer to a request that is expected to go through. */
export const succeed = async (
  app: FastifyInstance,
  method: HTTPMethods,
  url: string,
  more: Call = {},
): Promise<Reply> => {
  const reply = await call(app, method, url, more)
  if (reply.status >= 400) throw new Error(`${method} ${url}: ${reply.status} ${reply.text}`)
  return reply
}
