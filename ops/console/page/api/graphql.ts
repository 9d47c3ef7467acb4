import { ApiFailure } from './failure.ts'
import { fetchJson, isObject, textOf } from './json.ts'

/** A query of the console with the form of what it asks and answers; test/console holds the text against the schema. */
export type Query<Data, Variables> = {
  readonly text: string
  /** Never there: carries the types. */
  readonly types?: (variables: Variables) => Data
}

export const query = <Data, Variables = Readonly<Record<string, never>>>(
  text: string,
): Query<Data, Variables> => ({ text })

/** What every answer says of its age. */
export type Freshness = { readonly position: string; readonly lagMs: number }

export type Answer<Data> = { readonly data: Data; readonly freshness: Freshness | undefined }

export const failureOfGraphql = (errors: unknown): ApiFailure | undefined => {
  const list: readonly unknown[] = Array.isArray(errors) ? errors : []
  const [first] = list
  if (!isObject(first)) return undefined
  const extensions = isObject(first['extensions']) ? first['extensions'] : {}
  return new ApiFailure(
    textOf(extensions['code']) ?? 'INTERNAL',
    textOf(first['message']) ?? 'The hub gave no reason.',
    { traceId: textOf(extensions['traceId']), retryable: extensions['retryable'] === true },
  )
}

const freshnessOf = (extensions: unknown): Freshness | undefined => {
  if (!isObject(extensions)) return undefined
  const { position, lagMs } = extensions
  return typeof position === 'string' && typeof lagMs === 'number' ? { position, lagMs } : undefined
}

/** Asks the hub's GraphQL, which is where this page comes from. Any error of an answer is thrown: pages show whole answers. */
export const ask = async <Data, Variables>(
  { text }: Query<Data, Variables>,
  variables: Variables,
  token: string,
  signal: AbortSignal,
): Promise<Answer<Data>> => {
  const { body } = await fetchJson('/graphql', {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: text, variables }),
    signal,
  })
  const failure = failureOfGraphql(body['errors'])
  if (failure !== undefined) throw failure
  // The schema promises the form, and the text is held against the schema.
  return { data: body['data'] as Data, freshness: freshnessOf(body['extensions']) }
}
