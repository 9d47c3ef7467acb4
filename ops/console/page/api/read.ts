import { withToken } from '../session/holder.ts'
import { type Answer, ask, type Query } from './graphql.ts'

/** Asks as who is logged in. */
export const readAnswer = <Data, Variables>(
  query: Query<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Answer<Data>> => withToken((token) => ask(query, variables, token, signal))

export const read = async <Data, Variables>(
  query: Query<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Data> => (await readAnswer(query, variables, signal)).data
