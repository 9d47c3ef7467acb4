import { inSpan } from '../../platform/telemetry/tracing.ts'
import { record, secondsSince } from '../../platform/telemetry/metrics/instruments.ts'
import type { Call } from './call.ts'

/** One span an operation, named by its own name: a query's text would name no two alike and may hold secrets. */
export const traced = <T extends { readonly errors?: readonly unknown[] }>(
  call: Call,
  traceparent: string,
  work: () => Promise<T>,
): Promise<T> =>
  inSpan('graphql.query', { traceparent }, async (span) => {
    const began = performance.now()
    const ended = (outcome: string): void =>
      record('qh.graphql.duration', secondsSince(began), { outcome })
    try {
      const answer = await work()
      ended(answer.errors === undefined ? 'ok' : 'errors')
      return answer
    } catch (error) {
      ended('refused')
      throw error
    } finally {
      span.setAttribute('graphql.operation.type', 'query')
      if (call.operationName !== undefined)
        span.setAttribute('graphql.operation.name', call.operationName)
      span.setAttribute('qh.graphql.cost', call.cost)
      span.setAttribute('qh.caller', call.caller.kind)
    }
  })
