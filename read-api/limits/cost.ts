import { complexityFromQuery } from '@pothos/plugin-complexity'
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql'

/**
 * What an operation costs: about the number of objects that it may return. Only this operation is counted, whatever
 * else the document holds. Throws the graphql-js error of variables that don't fit.
 */
export const costOf = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number => {
  const definitions = [
    operation,
    ...document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION),
  ]
  return complexityFromQuery({ ...document, definitions }, { schema, variables, ctx: {} })
    .complexity
}
