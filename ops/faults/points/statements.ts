import { Client } from 'pg'
import type { Operation } from './catalogue.ts'
import type { Edge, Troubles } from './edge.ts'

/** A pg client under our hands: its query, in the two forms that drivers and pools call it in, and its connection. */
type Query = (this: Client, ...args: unknown[]) => unknown

/** What Postgres says when an administrator ends a session, and what the driver says when the answer is missing. */
const postgres: Troubles = {
  away: () => Object.assign(new Error('terminating connection'), { code: '57P01' }),
  lost: () => Object.assign(new Error('Connection terminated unexpectedly'), { code: '08006' }),
}

export const textOf = ([first]: readonly unknown[]): string => {
  if (typeof first === 'string') return first
  return typeof first === 'object' &&
    first !== null &&
    'text' in first &&
    typeof first.text === 'string'
    ? first.text
    : ''
}

/** Of router and worker, and of the integration events. */
const checkpoints = [
  'insert into "saga_progress"',
  'WITH told AS (INSERT INTO projection_checkpoint (name, position)',
]

const operationOf = (text: string): Operation | undefined => {
  if (text === 'COMMIT') return 'postgres.commit'
  if (checkpoints.some((start) => text.startsWith(start))) return 'postgres.checkpoint'
  return text.includes('pg_try_advisory_lock(') ? 'postgres.lease' : undefined
}

type Callback = (error: unknown, result?: unknown) => void
const isCallback = (value: unknown): value is Callback => typeof value === 'function'

/** Puts the edge around the statements that decide something, for every client of this process. */
export const edgeStatements = ({ cross }: Edge): void => {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own `this` below
  const query = Client.prototype.query as Query
  const edged: Query = function (...args) {
    const operation = operationOf(textOf(args))
    if (operation === undefined) return query.apply(this, args)
    const last = args.at(-1)
    const callback = isCallback(last) ? last : undefined
    const given = callback === undefined ? args : args.slice(0, -1)
    const answer = cross(operation, postgres, async () => query.apply(this, given))
    if (callback === undefined) return answer
    answer.then(
      (result) => callback(undefined, result),
      (error: unknown) => callback(error),
    )
    return undefined
  }
  // The overloads of the driver's types say the same as the two forms above.
  Client.prototype.query = edged as typeof Client.prototype.query
}
