import { settings } from '../settings.ts'
import { ApiFailure } from './failure.ts'
import { fetchJson, isObject, textOf } from './json.ts'

export type Command = {
  readonly method: 'POST' | 'DELETE'
  readonly path: string
  readonly body?: object
  readonly token?: string | undefined
  /** The same key for every attempt at the same thing: the hub does it once. */
  readonly key: string
  readonly signal?: AbortSignal
}

export const newKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Sends a command; throws what the hub refused. */
export const command = async ({
  method,
  path,
  body,
  token,
  key,
  signal,
}: Command): Promise<Readonly<Record<string, unknown>>> => {
  const { response, body: answer } = await fetchJson(`${settings.commandApi}${path}`, {
    method,
    headers: {
      accept: 'application/json, application/problem+json',
      'idempotency-key': key,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (response.ok) return answer
  const challenge = answer['challenge']
  const issues = Array.isArray(answer['errors'])
    ? answer['errors'].filter(isObject).map((issue) => textOf(issue['message']) ?? '')
    : []
  throw new ApiFailure(
    textOf(answer['code']) ?? `HTTP_${response.status}`,
    [textOf(answer['detail']) ?? response.statusText, ...issues].join(' '),
    {
      traceId: textOf(answer['traceId']),
      retryable: answer['retryable'] === true,
      challenge: isObject(challenge) ? textOf(challenge['token']) : undefined,
    },
  )
}
