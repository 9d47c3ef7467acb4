import {
  type ExecutionArgs,
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { operationOf, priceOf } from '../engine/admit.ts'
import { type Demand, demandOf } from '../freshness/at-least.ts'
import { queryError } from '../errors/query-error.ts'
import { errorsOf } from '../errors/format.ts'
import type { Parameters } from '../http/parameters.ts'
import type { Limits } from '../limits/limits.ts'
import { limitsRule } from '../limits/rule.ts'

/** A subscription that may begin: within every limit, its variables fitting. */
export type Prepared = {
  readonly kind: 'prepared'
  readonly args: Pick<ExecutionArgs, 'schema' | 'document' | 'variableValues' | 'operationName'>
  readonly cost: number
  readonly demand: Demand | undefined
}

type Refused = { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }

const refused = (errors: readonly GraphQLError[]): Refused => ({ kind: 'refused', errors })

/** The same limits as for queries; a query itself goes over HTTP, where it is cheaper. */
export const prepare = (
  schema: GraphQLSchema,
  limits: Limits,
  { query, operationName, variables }: Parameters,
): Prepared | Refused => {
  try {
    const document = parse(query, { maxLexicalTokens: limits.tokens })
    const errors = validate(schema, document, [...specifiedRules, limitsRule(limits)])
    if (errors.length > 0) return refused(errors)
    const operation = operationOf(document, operationName)
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
      return refused([queryError('QUERY_INVALID', 'Only subscriptions are followed here.')])
    const fitting = getVariableValues(schema, operation.variableDefinitions ?? [], { ...variables })
    if (fitting.errors !== undefined) return refused(fitting.errors)
    return {
      kind: 'prepared',
      args: {
        schema,
        document,
        variableValues: { ...variables },
        ...(operationName === undefined ? {} : { operationName }),
      },
      cost: priceOf(schema, document, operation, variables, limits),
      demand: demandOf(schema, operation, variables),
    }
  } catch (error) {
    const errors = errorsOf(error)
    if (errors === undefined) throw error
    return { kind: 'refused', errors }
  }
}
