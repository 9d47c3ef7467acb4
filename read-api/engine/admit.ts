import {
  type DocumentNode,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql'
import type { Freshness, Positions } from '../../platform/positions/positions.ts'
import { queryError } from '../errors/query-error.ts'
import { demandOf, meet } from '../freshness/at-least.ts'
import { costOf } from '../limits/cost.ts'
import type { Limits } from '../limits/limits.ts'
import { tooComplex } from '../limits/rule.ts'
import type { Call } from './call.ts'

const wrongKind = (operation: OperationDefinitionNode, call: Call) => {
  const isMutation = operation.operation === OperationTypeNode.MUTATION
  const detail = isMutation
    ? 'Nothing is changed here: commands go to the command API.'
    : 'Subscriptions are followed over WebSocket, by graphql-transport-ws.'
  return queryError(call.method === 'GET' ? 'METHOD_NOT_ALLOWED' : 'QUERY_INVALID', detail)
}

/** The operation that is asked for; throws QUERY_INVALID when the document doesn't say. */
export const operationOf = (
  document: DocumentNode,
  operationName: string | undefined,
): OperationDefinitionNode => {
  const operation = getOperationAST(document, operationName)
  if (operation) return operation
  throw queryError('QUERY_INVALID', 'Name one of the document’s operations in "operationName".')
}

/** Throws QUERY_TOO_COMPLEX, or the error of variables that don't fit. */
export const priceOf = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limits: Limits,
): number => {
  const cost = costOf(schema, document, operation, variables)
  if (cost > limits.cost) throw tooComplex('cost', limits.cost, cost)
  return cost
}

/** Lets a query through: of the right kind, not too dear, and the rows as new as it demands. */
export const admitQuery = async (
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  call: Call,
  positions: Positions,
  limits: Limits,
): Promise<Freshness> => {
  const operation = operationOf(document, call.operationName)
  if (operation.operation !== OperationTypeNode.QUERY) throw wrongKind(operation, call)
  call.cost = priceOf(schema, document, operation, variables, limits)
  return meet(demandOf(schema, operation, variables), positions)
}
