import { randomUUID } from 'node:crypto'

/** Answer of the command API. `problem` is the body of a refusal, RFC 9457. */
export type Answer = {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Headers
}

/** What the hub refused, as it said it. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string
  readonly status: number
  readonly problem: Readonly<Record<string, unknown>>
  constructor({ status, body }: Answer) {
    super(`${String(body['code'])}: ${String(body['detail'])}`)
    this.code = String(body['code'])
    this.status = status
    this.problem = body
  }
}

export type SendOptions = {
  readonly token?: string | undefined
  readonly apiKey?: string
  readonly key?: string
  readonly ifMatch?: string
  readonly prefer?: string
  readonly correlationId?: string
}

/** A caller of the hub's command API, as a program would write it. */
export type HttpClient = {
  readonly send: (
    method: string,
    path: string,
    body?: object,
    options?: SendOptions,
  ) => Promise<Answer>
  readonly get: (path: string, options?: SendOptions) => Promise<Answer>
}

export const createHttpClient = (baseUrl: string): HttpClient => {
  const request = async (
    method: string,
    path: string,
    body: object | undefined,
    options: SendOptions,
  ): Promise<Answer> => {
    const { token, apiKey, key, ifMatch, prefer, correlationId } = options
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(prefer === undefined ? {} : { prefer }),
        ...(correlationId === undefined ? {} : { 'x-correlation-id': correlationId }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    // The hub answers JSON objects only.
    const parsed = (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>
    const answer = { status: response.status, body: parsed, headers: response.headers }
    if (!response.ok) throw new Refused(answer)
    return answer
  }
  return {
    send: (method, path, body, options = {}) =>
      request(method, path, body, { key: randomUUID(), ...options }),
    get: (path, options = {}) => request('GET', path, undefined, options),
  }
}
