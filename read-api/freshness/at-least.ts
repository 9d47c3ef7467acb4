import {
  DirectiveLocation,
  getDirectiveValues,
  GraphQLDirective,
  GraphQLInt,
  type GraphQLScalarType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  getVariableValues,
} from 'graphql'
import { queryError } from '../errors/query-error.ts'
import type { Freshness, Positions } from '../../platform/positions/positions.ts'

/** The longest that a query may wait, in milliseconds. */
export const maximumWaitMs = 30_000
const defaultWaitMs = 5_000

const name = 'atLeast'

/**
 * `query @atLeast(position: "1234")`: reading your own writes. A directive of the operation: it holds for all of its
 * fields, takes variables, works the same over HTTP and WebSocket, and leaves the fields' cache keys alone.
 */
export const atLeastDirective = (position: GraphQLScalarType): GraphQLDirective =>
  new GraphQLDirective({
    name,
    description:
      'Answer only from read models that have reached a position of the log, such as a command answered with. ' +
      'Waits up to waitMs, then fails with STALE_READ, which carries the position that was reached.',
    locations: [DirectiveLocation.QUERY, DirectiveLocation.SUBSCRIPTION],
    args: {
      position: {
        type: position,
        description:
          'Position token of a command. Null asks for nothing, so that one document serves both cases.',
      },
      waitMs: {
        type: GraphQLInt,
        defaultValue: defaultWaitMs,
        description: `Milliseconds to wait at most: 0 to ${maximumWaitMs}.`,
      },
    },
  })

export type Demand = { readonly position: bigint; readonly waitMs: number }

/** What the operation demands; undefined when it demands nothing. Throws QUERY_INVALID for a wait out of bounds. */
export const demandOf = (
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Demand | undefined => {
  const directive = schema.getDirective(name)
  if (!directive || !operation.directives?.length) return undefined
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  const values = getDirectiveValues(directive, operation, coerced)
  if (typeof values?.['position'] !== 'bigint') return undefined
  const waitMs = values['waitMs'] ?? defaultWaitMs
  if (typeof waitMs !== 'number' || waitMs < 0 || waitMs > maximumWaitMs)
    throw queryError('QUERY_INVALID', `@atLeast(waitMs:) is a number from 0 to ${maximumWaitMs}.`)
  return { position: values['position'], waitMs }
}

/** The freshness to answer from; throws STALE_READ when the demand was not met in time. */
export const meet = async (
  demand: Demand | undefined,
  positions: Positions,
): Promise<Freshness> => {
  if (demand === undefined) return positions.current()
  const freshness = await positions.reach(demand.position, demand.waitMs)
  if (freshness.position >= demand.position) return freshness
  throw queryError(
    'STALE_READ',
    `The read models have reached position ${freshness.position.toString()}; ` +
      `${demand.position.toString()} was asked for.`,
    { position: freshness.position.toString(), asked: demand.position.toString() },
  )
}
