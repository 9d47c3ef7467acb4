import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { metrics as otel } from '@opentelemetry/api'
import { metrics } from '@opentelemetry/sdk-node'
import { pino } from 'pino'
import t from 'tap'
import { replayGauges } from '../../ops/hub/roles/replay-gauges.ts'
import { measuring, operationOf } from '../../platform/payments/stripe/measure.ts'
import { metricTable } from '../../platform/telemetry/metrics/table.ts'
import { reportGivenUp, reportParked, reportStuck } from '../../sagas/runtime/metrics.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const product = ['commands', 'ops', 'platform', 'projections', 'read-api', 'sagas', 'write-api']

const sources = product
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).map((entry) =>
      join(entry.parentPath, entry.name),
    ),
  )
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .filter((file) => !file.includes('telemetry/metrics/'))
  .map((file) => readFileSync(file, 'utf8'))

t.test('what the table names, the code records', async (t) => {
  for (const name of Object.keys(metricTable))
    t.ok(
      sources.some((source) => source.includes(`'${name}'`)),
      name,
    )
})

t.test('nothing is recorded past the table', async (t) => {
  for (const source of sources)
    t.notMatch(source, /\.create(Observable)?(Counter|Histogram|UpDownCounter|Gauge)\(/)
})

t.test('attributes are few, and none is an id', async (t) => {
  for (const [name, { attributes, description, unit }] of Object.entries(metricTable)) {
    t.ok(Object.keys(attributes).length <= 3, name)
    for (const key of Object.keys(attributes))
      t.notMatch(key, /(^|[._])id$|stream$|user|email/, name)
    t.ok(description.length > 10 && unit.length > 0, name)
  }
})

t.test('what is told only of trouble', async (t) => {
  const exporter = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.CUMULATIVE)
  const reader = new metrics.PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: 3_600_000,
  })
  const provider = new metrics.MeterProvider({ readers: [reader] })
  otel.setGlobalMeterProvider(provider)
  t.teardown(async () => {
    otel.disable()
    await provider.shutdown()
  })
  const logger = pino({ level: 'silent' })
  reportGivenUp(logger, 'jobExecution-1', 'jobExecution', 'submitRun', new Error('no'))
  reportStuck(logger, 'jobExecution-1', 'jobExecution', 'PAST_DEADLINE')
  const parked = { saga: 'jobExecution', instance: '1', code: 'NOT_READ', detail: '' }
  reportParked(logger, 'jobExecution-1', {
    ...parked,
    message: { type: 'timer', timerId: '1', name: 'n' },
  })
  const forget = replayGauges(
    () => Promise.reject(new Error('away')),
    (error) => t.match(error, { message: 'away' }),
  )
  const failing = measuring({
    getClientName: () => 'none',
    makeRequest: () => Promise.reject(new Error('no route')),
  })
  await t.rejects(
    failing.makeRequest('', '', '/v1/payment_intents/pi_1/capture', 'POST', {}, '', 'https', 1),
    /no route/,
  )
  const { resourceMetrics } = await reader.collect()
  const told = resourceMetrics.scopeMetrics
    .flatMap((scope) => scope.metrics)
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes }) => ({ name: descriptor.name, ...attributes })),
    )
  t.strictSame(told, [
    { name: 'qh.saga.effects.parked', saga: 'jobExecution', kind: 'submitRun' },
    { name: 'qh.saga.stuck', saga: 'jobExecution', reason: 'PAST_DEADLINE' },
    { name: 'qh.saga.messages.parked', saga: 'jobExecution', code: 'NOT_READ' },
    {
      name: 'qh.payments.call.duration',
      operation: 'POST payment_intents/capture',
      outcome: 'error',
    },
  ])
  forget()
  t.equal(operationOf('GET', '/v1/refunds?limit=1'), 'GET refunds')
})
