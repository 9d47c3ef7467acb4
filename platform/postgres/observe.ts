import { SpanKind } from '@opentelemetry/api'
import type { LogEvent } from 'kysely'
import type { Pool } from 'pg'
import { observe, record } from '../telemetry/metrics/instruments.ts'
import { isTraced, tracer } from '../telemetry/tracing.ts'

const system = 'postgresql'

const operationOf = (sql: string): string => (/^\W*(\w+)/.exec(sql)?.[1] ?? 'other').toUpperCase()

/** Hears of every statement when it is over. Texts hold no values: those travel beside them. */
export const observeStatement = ({ query, queryDurationMillis, level }: LogEvent): void => {
  const operation = operationOf(query.sql)
  record('db.client.operation.duration', queryDurationMillis / 1000, {
    'db.system.name': system,
    'db.operation.name': operation,
    outcome: level === 'query' ? 'ok' : 'error',
  })
  if (!isTraced()) return
  const now = Date.now()
  const attributes = {
    'db.system.name': system,
    'db.operation.name': operation,
    'db.query.text': query.sql,
  }
  tracer
    .startSpan(operation, {
      kind: SpanKind.CLIENT,
      attributes,
      startTime: now - queryDurationMillis,
    })
    .end(now)
}

/** Gauges of a pool of connections, until they are forgotten. */
export const observePool = (pool: Pool, name: string): (() => void) =>
  observe(['qh.postgres.connections', 'qh.postgres.waiting'], (tell) => {
    const { totalCount, idleCount, waitingCount } = pool
    const of = { pool: name }
    const state = (value: number, named: string): void =>
      tell('qh.postgres.connections', value, { ...of, state: named })
    state(idleCount, 'idle')
    state(totalCount - idleCount, 'used')
    tell('qh.postgres.waiting', waitingCount, of)
  })
