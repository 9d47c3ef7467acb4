import { inSpan } from '../../platform/telemetry/tracing.ts'
import type { Call } from './call.ts'

/** One span an operation, named by its own name: a query's text would name no two alike and may hold secrets. */
export const traced = <T>(call: Call, traceparent: string, work: () => Promise<T>): Promise<T> =>
  inSpan('graphql.query', { traceparent }, async (span) => {
    try {
      return await work()
    } finally {
      span.setAttribute('graphql.operation.type', 'query')
      if (call.operationName !== undefined)
        span.setAttribute('graphql.operation.name', call.operationName)
      span.setAttribute('qh.graphql.cost', call.cost)
      span.setAttribute('qh.caller', call.caller.kind)
    }
  })
