import { spawnSync } from 'node:child_process'
import { SpanKind } from '@opentelemetry/api'
import t from 'tap'
import { circuit } from '../../ops/demo/circuits.ts'
import { wholeLog } from '../../ops/log/whole-log.ts'
import { prometheusName } from '../../platform/telemetry/metrics/prometheus-name.ts'
import { metricTable, type MetricName } from '../../platform/telemetry/metrics/table.ts'
import { eventually } from '../servers/eventually.ts'
import type { Span } from './collector.ts'
import { metricsToken, openWorld } from './world.ts'

t.setTimeout(180_000)
const world = await openWorld(t.testdir())
t.teardown(() => world.close())
const { hub, cast, collector } = world

const traceId = 'c0ffee00c0ffee00c0ffee00c0ffee00'
const unsampled = 'decaf000decaf000decaf000decaf000'
const caller = 'c0ffee00c0ffee00'

/** Submits a job as a caller that traces, sampled or not; its correlation id. */
const submitJob = async (trace: string, flags: string): Promise<{ readonly jobId: string }> => {
  const { source, shots } = circuit('bell')
  const response = await fetch(new URL('/v1/jobs', world.writeApi), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${cast.researcher.token}`,
      'idempotency-key': `job-${trace}`,
      'x-correlation-id': `story-${trace}`,
      traceparent: `00-${trace}-${caller}-${flags}`,
    },
    body: JSON.stringify({
      source,
      shots,
      deviceId: cast.devices.ideal,
      seed: 'demo',
      name: 'bell',
    }),
  })
  t.match(response.headers.get('traceparent'), new RegExp(`^00-${trace}-[0-9a-f]{16}-${flags}$`))
  // The shape is the command API's.
  return (await response.json()) as { readonly jobId: string }
}

const post = async (path: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
  const response = await fetch(new URL(path, world.writeApi), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${cast.researcher.token}`,
      'idempotency-key': path,
    },
    body: JSON.stringify(body),
  })
  // The shape is the command API's.
  return (await response.json()) as Readonly<Record<string, unknown>>
}

/** A model is asked, within a budget. */
const askModel = async (): Promise<void> => {
  const limit = { amount: '1', asset: 'USD/2' }
  const { budgetId } = await post('/v1/agent-budgets', { limit })
  const messages = [{ role: 'user', content: 'What is a Bell state?' }]
  const asked = { budgetId, variables: { messages }, maxOutputTokens: 100 }
  const answer = await post('/v1/llm-calls', asked)
  if (typeof answer['text'] !== 'string') throw new Error(JSON.stringify(answer))
}

const settled = ({ jobId }: { readonly jobId: string }) =>
  eventually(async () => {
    const saga = await hub.services.eventStore.read(`jobExecution-${jobId}`)
    return saga.some(({ type }) => type === 'SagaEnded') ? true : undefined
  }, 60_000)

const storyOf = async (trace: string) => {
  const story = []
  for await (const events of wholeLog(hub.services.eventStore))
    story.push(...events.filter(({ metadata }) => metadata.$correlationId === `story-${trace}`))
  return story
}

t.test('a job from its request to its settlement is one trace', async (t) => {
  await settled(await submitJob(traceId, '01'))
  const story = await storyOf(traceId)
  t.ok(story.length > 30)
  for (const { type, metadata } of story)
    t.match(metadata.traceparent, new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`), type)
  for (const type of ['JobSubmitted', 'FundsHeld', 'JobCompleted', 'HoldCaptured', 'SagaEnded'])
    t.ok(
      story.some((event) => event.type === type),
      type,
    )

  const named = (name: string): readonly Span[] =>
    collector.ofTrace(traceId).filter((span) => span.name === name)
  const positions = () =>
    new Set(collector.ofTrace(traceId).map(({ attributes }) => attributes['qh.position']))
  await eventually(() => {
    const projected = named('project')
      .map(({ attributes }) => Number(attributes['messaging.batch.message_count']))
      .reduce((sum, events) => sum + events, 0)
    const appends = positions()
    const isWritten = appends.has(story.at(-1)?.position.toString())
    return isWritten && projected >= story.length ? true : undefined
  })
  const spans = collector.ofTrace(traceId)
  const byId = new Map(spans.map((span) => [span.spanId, span] as const))
  for (const { name, spanId, parentSpanId } of spans)
    t.ok(
      parentSpanId === caller || byId.has(parentSpanId ?? ''),
      `${name} ${spanId} has its parent`,
    )

  const parentOf = ({ parentSpanId = '' }: Span): string | undefined => byId.get(parentSpanId)?.name
  const hops = [
    ['POST /v1/jobs', SpanKind.SERVER, undefined],
    ['jobs.submit', SpanKind.INTERNAL, 'POST /v1/jobs'],
    ['append job', SpanKind.PRODUCER, 'jobs.submit'],
    ['process jobExecution', SpanKind.CONSUMER, 'jobs.submit'],
    ['append jobExecution', SpanKind.PRODUCER, 'process jobExecution'],
    ['perform holdFunds', SpanKind.INTERNAL, 'process jobExecution'],
    ['append wallet', SpanKind.PRODUCER, 'perform holdFunds'],
    ['perform captureHold', SpanKind.INTERNAL, 'perform completeJob'],
    ['append wallet', SpanKind.PRODUCER, 'perform captureHold'],
    ['perform settleCharge', SpanKind.INTERNAL, 'perform captureHold'],
    ['append job', SpanKind.PRODUCER, 'perform settleCharge'],
    ['project', SpanKind.CONSUMER, 'perform settleCharge'],
  ] as const
  // OTLP counts kinds from one.
  for (const [name, kind, parent] of hops)
    t.ok(
      named(name).some((span) => span.kind === kind + 1 && parentOf(span) === parent),
      `${name} under ${parent ?? 'the caller'}`,
    )
  const appends = positions()
  const revisions = new Map(
    story.map((event) => [event.stream, event.position.toString()] as const),
  )
  for (const [stream, position] of revisions) t.ok(appends.has(position), `the last of ${stream}`)
})

t.test('a batch of the projector links to its causes, and they to it', async (t) => {
  const all = collector.spans()
  const batches = new Map(
    all.filter(({ name }) => name === 'project batch').map((span) => [span.spanId, span] as const),
  )
  const projected = collector.ofTrace(traceId).filter(({ name }) => name === 'project')
  t.ok(projected.length > 0)
  for (const { parentSpanId, links } of projected) {
    const batch = await eventually(() =>
      collector.spans().find(({ spanId }) => spanId === links[0]?.spanId),
    )
    t.equal(links.length, 1)
    t.equal(batch.name, 'project batch')
    t.not(batch.traceId, traceId, 'a trace of its own')
    t.ok(batch.links.some((link) => link.traceId === traceId && link.spanId === parentSpanId))
  }
  t.ok(batches.size > 0)
})

t.test(
  'who does not sample is not sampled, and the log still joins what belongs together',
  async (t) => {
    await settled(await submitJob(unsampled, '00'))
    for (const { type, metadata } of await storyOf(unsampled))
      t.match(metadata.traceparent, new RegExp(`^00-${unsampled}-[0-9a-f]{16}-00$`), type)
    // A later request has been told of: so would this one have been.
    const later = 'facade00facade00facade00facade00'
    await fetch(new URL('/v1/devices', world.writeApi), {
      headers: { traceparent: `00-${later}-${caller}-01` },
    })
    await eventually(() => (collector.ofTrace(later).length > 0 ? true : undefined))
    t.strictSame(collector.ofTrace(unsampled), [])
    for (const { links } of collector.spans())
      t.notOk(
        links.some((link) => link.traceId === unsampled),
        'nor linked to',
      )
  },
)

/** Told only when something is wrong, or when nobody of this run does such a thing; the tests of what they measure provoke them. */
const silentWhenAllIsWell: readonly MetricName[] = [
  'qh.command.conflicts',
  'qh.projection.failed',
  'qh.projection.skipped',
  'qh.replay.progress',
  'qh.replay.rate',
  'qh.replay.eta.seconds',
  'qh.saga.stuck',
  'qh.saga.messages.parked',
  'qh.saga.effects.parked',
  'qh.reconciliation.findings',
  'qh.audit.failures',
  'qh.llm.failures',
  'qh.chain.halted',
  'qh.chain.head.age.seconds',
  'qh.chain.transaction.age.seconds',
  'qh.payments.call.duration',
  'qh.stream.events_replayed',
]

const scrape = (authorization?: string) =>
  fetch(new URL('/metrics', world.metrics), {
    headers: authorization === undefined ? {} : { authorization },
  })

t.test('/metrics tells Prometheus what is documented, all of it and nothing else', async (t) => {
  t.equal((await scrape()).status, 401)
  t.equal((await scrape('Bearer of bad news')).status, 401)
  t.equal((await fetch(new URL('/metrics', world.writeApi))).status, 404, 'the API does not')
  await world.graphql('{ __typename }')
  const { status, replayed } = await submitJob(traceId, '01').then(() => ({
    status: 202,
    replayed: true,
  }))
  t.ok(replayed && status === 202, 'a command that is repeated')
  await askModel()

  // The books are asked every five seconds at most: who scraped before the job may have been told of none.
  const { type, text } = await eventually(async () => {
    const response = await scrape(`Bearer ${metricsToken}`)
    const told = await response.text()
    return told.includes('qh_ledger_out_of_balance{')
      ? { type: response.headers.get('content-type'), text: told }
      : undefined
  })
  t.match(type, /^text\/plain; version=0\.0\.4/)
  const {
    status: verdict,
    stderr,
    stdout,
  } = spawnSync('promtool', ['check', 'metrics'], { input: text })
  t.equal(verdict, 0, `promtool: ${String(stdout)}${String(stderr)}`)

  const emitted = new Set(
    [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name.replace(/_total$/, '')),
  )
  emitted.delete('target_info')
  const names = Object.entries(metricTable).map(
    ([name, { unit }]) => [name, prometheusName(name, unit)] as const,
  )
  const documented = new Set(names.map(([, name]) => name))
  t.strictSame(
    [...emitted].filter((name) => !documented.has(name)),
    [],
    'all that is emitted is documented',
  )
  const silent = new Set<string>(silentWhenAllIsWell)
  t.strictSame(
    names
      .filter(([name, exposed]) => !silent.has(name) && !emitted.has(exposed))
      .map(([name]) => name),
    [],
    'all that is documented is emitted',
  )
  t.match(text, /^qh_command_duration_seconds_count\{command="jobs.submit",outcome="done"\} 3$/m)
  t.match(text, /^qh_ledger_out_of_balance\{asset="USD\/2"\} 0$/m)
  t.match(text, /^qh_dependency_up\{dependency="eventStore"\} 1$/m)
  const ids = /"[^"]*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}[^"]*"/.exec(
    text.replace(/^target_info.*$/m, ''),
  )
  t.equal(ids, null, 'no label is an id')
})

t.test('the collector is told the same metrics', async (t) => {
  await eventually(() =>
    collector.metrics().join('').includes('qh.command.duration') ? true : undefined,
  )
  t.match(collector.metrics().join(''), /qh\.projection\.lag/)
})

t.test('the log knows requests and traces, and nobody in person', async (t) => {
  const log = world.lines().join('')
  t.match(log, new RegExp(`"traceId":"${traceId}"`))
  t.match(log, new RegExp(`"correlationId":"story-${traceId}"`))
  t.ok(world.lines().length > 20)
  for (const { username, token } of [cast.operator, cast.provider, cast.researcher]) {
    t.notOk(log.includes(`${username}@example.org`), 'an e-mail address')
    t.notMatch(log, new RegExp(`\\b${username}\\b`), 'a name')
    t.notOk(log.includes(token), 'a token')
    t.notOk(log.includes(token.split('.').at(-1) ?? token), 'a part of a token')
  }
  t.notMatch(log, /correct horse|only the operator/, 'a password')
  t.notMatch(log, /qhv_\w/, 'a token of a mail')
  const addresses = log.replaceAll(/Server listening at [^"]*/g, '')
  t.notMatch(addresses, /\b\d{1,3}(\.\d{1,3}){3}\b|::1/, 'an address')
})
