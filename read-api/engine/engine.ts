import type { FastifyInstance } from 'fastify'
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql'
import mercurius, { type MercuriusContext } from 'mercurius'
import type { Positions } from '../../platform/positions/positions.ts'
import { queryError } from '../errors/query-error.ts'
import type { Limits } from '../limits/limits.ts'
import { limitsRule } from '../limits/rule.ts'
import type { Parameters } from '../http/parameters.ts'
import { openView, type ReadContext, type ViewSource } from '../view/view.ts'
import { admitQuery } from './admit.ts'
import type { Call } from './call.ts'

export type EngineOptions = {
  readonly schema: GraphQLSchema
  readonly limits: Limits
  readonly positions: Positions
  readonly source: ViewSource
  /**
   * Compiles documents that come often. Off by default: a compiled document is bound to the operation name that it was
   * compiled for, so that another name of the same document would get the wrong operation, and our queries wait for
   * Postgres, not for graphql-js.
   */
  readonly jit?: boolean
}

export type Execute = (parameters: Parameters, call: Call) => Promise<ExecutionResult>

type CallContext = MercuriusContext & { readonly call: Call }

const adaptive = { minCount: 3, eluThreshold: 0.8, maxCompilePerTick: 1, maxQueueSize: 100 }

/** mercurius takes a document as JSON too, past the limit of tokens; GraphQL text is never JSON. */
const refuseJson = (source: string): void => {
  try {
    JSON.parse(source)
  } catch {
    return
  }
  throw queryError('QUERY_INVALID', 'The query is JSON; send GraphQL text.')
}

/** mercurius parses, validates, caches and executes; the routes are ours, see http/route.ts. */
export const createEngine = async (
  app: FastifyInstance,
  options: EngineOptions,
): Promise<Execute> => {
  const { schema, limits, positions, source, jit = false } = options
  await app.register(mercurius, {
    schema,
    routes: false,
    validationRules: [limitsRule(limits)],
    graphql: { parseOptions: { maxLexicalTokens: limits.tokens } },
    // Errors leave the engine as they are; they take their form where the answer does.
    errorFormatter: ({ data, errors }) => ({
      statusCode: 200,
      response: { data: data ?? null, errors },
    }),
    ...(jit ? { jit: adaptive } : {}),
  })
  app.graphql.addHook<CallContext>('preParsing', async (_schema, text) => refuseJson(text))
  app.graphql.addHook<CallContext>(
    'preExecution',
    async (
      executed: GraphQLSchema,
      document: DocumentNode,
      context: CallContext,
      variables: Record<string, unknown> | undefined,
    ) => {
      const { call } = context
      call.freshness = await admitQuery(
        executed,
        document,
        variables ?? {},
        call,
        positions,
        limits,
      )
      const opened: ReadContext = { view: openView(source, call.caller, call.freshness) }
      call.asOf = opened.view.past.seen
      Object.assign(context, opened)
      return undefined
    },
  )
  return ({ query, variables, operationName }, call) =>
    app.graphql(query, { call }, { ...variables }, operationName)
}
