/** A caller of the hub's GraphQL API; rejects with the first error's code and message. */
export type GraphqlClient = <Data>(
  query: string,
  variables?: object,
  token?: string,
) => Promise<Data>

type Reply<Data> = {
  readonly data?: Data
  readonly errors?: readonly {
    readonly message: string
    readonly extensions?: { readonly code?: string }
  }[]
}

export const createGraphqlClient =
  (baseUrl: string): GraphqlClient =>
  async <Data>(query: string, variables: object = {}, token?: string): Promise<Data> => {
    const response = await fetch(new URL('/graphql', baseUrl), {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json',
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    })
    // The shape is GraphQL over HTTP's; the data's is the caller's query.
    const { data, errors } = (await response.json()) as Reply<Data>
    const [error] = errors ?? []
    if (error !== undefined)
      throw new Error(`${error.extensions?.code ?? response.status}: ${error.message}`)
    if (data === undefined || data === null) throw new Error(`no data, status ${response.status}`)
    return data
  }
