import { SpanStatusCode, trace } from '@opentelemetry/api'
import type { Call } from './call.ts'

const tracer = trace.getTracer('quantum-hub.read-api')

/** One span an operation, named by its own name: a query's text would name no two alike and may hold secrets. */
export const traced = <T>(call: Call, work: () => Promise<T>): Promise<T> =>
  tracer.startActiveSpan('graphql.query', async (span) => {
    try {
      return await work()
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.setAttribute('graphql.operation.type', 'query')
      if (call.operationName !== undefined)
        span.setAttribute('graphql.operation.name', call.operationName)
      span.setAttribute('qh.graphql.cost', call.cost)
      span.setAttribute('qh.caller', call.caller.kind)
      span.end()
    }
  })
