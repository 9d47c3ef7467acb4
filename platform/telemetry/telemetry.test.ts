import { once } from 'node:events'
import { createServer } from 'node:http'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { type LogLevel, createLogger, maskUrls } from './logger.ts'
import { startTelemetry } from './telemetry.ts'
import {
  childTraceparent,
  createTraceparent,
  formatTraceparent,
  parseTraceparent,
} from './traceparent.ts'
import { count } from './metrics/instruments.ts'
import { traceparentOf, inSpan } from './tracing.ts'

const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const span = '00f067aa0ba902b7'

t.test('traceparent: what the standard allows and forbids', async (t) => {
  const valid = { traceId: trace, spanId: span, sampled: true }
  t.same(parseTraceparent(`00-${trace}-${span}-01`), valid)
  t.same(parseTraceparent(` 00-${trace}-${span}-00 `), { ...valid, sampled: false })
  t.same(parseTraceparent(`00-${trace}-${span}-03`), valid, 'unknown flags are passed over')
  t.same(parseTraceparent(`cc-${trace}-${span}-01-what-comes`), valid, 'a later version')
  for (const header of [
    undefined,
    '',
    `ff-${trace}-${span}-01`,
    `00-${trace}-${span}-01-more`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace}-${span}-1`,
    `00-${trace.slice(1)}-${span}-01`,
    `cc-${trace}-${span}-01.more`,
  ])
    t.equal(parseTraceparent(header), undefined, String(header))
})

t.test('traceparent: what is made can be read, and a child stays in its trace', async () => {
  const bytes = fc.uint8Array({ minLength: 24, maxLength: 24 })
  fc.assert(
    fc.property(bytes, (seed) => {
      const made = createTraceparent((count) => seed.slice(0, count).fill(1, 0, 1))
      const child = childTraceparent(made, (count) => seed.slice(-count).fill(2, 0, 1))
      const read = parseTraceparent(formatTraceparent(child))
      return read?.traceId === made.traceId && read.spanId === child.spanId && read.sampled
    }),
  )
})

t.test('traceparent: zeros from the source of randomness are not taken', async (t) => {
  let calls = 0
  const { traceId } = createTraceparent((count) => Buffer.alloc(count, calls++ === 0 ? 0 : 5))
  t.equal(traceId, '05'.repeat(16))
})

const logged = (level: LogLevel, write: (logger: ReturnType<typeof createLogger>) => void) => {
  const lines: string[] = []
  write(createLogger(level, { role: 'saga' }, { write: (line) => void lines.push(line) }))
  return lines
}

t.test('log lines are JSON with a level, a time and the base', async (t) => {
  const lines = logged('info', (logger) => {
    logger.debug('not this')
    logger.info({ n: 1 }, 'this')
  })
  t.equal(lines.length, 1)
  const line = JSON.parse(lines[0] ?? '')
  t.match(line, { level: 'info', service: 'quantum-hub', role: 'saga', n: 1, msg: 'this' })
  t.match(line.time, /^\d{4}-\d\d-\d\dT.*Z$/)
})

t.test('secrets do not reach the log', async (t) => {
  const lines = logged('info', (logger) => {
    logger.info({ password: 'hunter2', user: { token: 'hunter2', name: 'ada' } })
    logger.info({ req: { headers: { authorization: 'hunter2', 'x-api-key': 'hunter2' } } })
    logger.info({ config: { url: 'postgres://hub:hunter2@db/hub' } }, 'at redis://:hunter2@cache:1')
    logger.error(new Error('no route to nats://hub:hunter2@bus:4222'))
  })
  t.equal(lines.length, 4)
  t.notMatch(lines.join(''), /hunter2/)
  t.match(lines[0], /"name":"ada"/)
  t.match(lines[2], /postgres:\/\/hub:\*\*\*@db\/hub/)
  for (const line of lines) t.ok(JSON.parse(line))
  t.equal(
    maskUrls('{"at":"http://host:80/a","mail":"a@b"}'),
    '{"at":"http://host:80/a","mail":"a@b"}',
  )
})

t.test(
  'an error is told by name, message, code and cause, and nothing that hangs on it',
  async (t) => {
    const cause = new TypeError('of old')
    const error = Object.assign(new Error('lost', { cause }), { code: '57P01', client: { a: 1 } })
    const [line = '', text = ''] = logged('info', (logger) => {
      logger.warn({ error, err: error }, 'trouble')
      logger.warn({ error: 'a word' }, 'trouble')
    })
    const told = {
      type: 'Error',
      message: 'lost',
      code: '57P01',
      stack: /lost/,
      cause: { type: 'TypeError', message: 'of old' },
    }
    t.match(JSON.parse(line), { error: told, err: told })
    t.notMatch(line, /client/)
    t.match(JSON.parse(text), { error: 'a word' })
  },
)

t.test('without an endpoint nothing is traced', async (t) => {
  const telemetry = await startTelemetry({ endpoint: undefined, serviceVersion: '1' })
  const seen = await inSpan('quiet', {}, async (span) => traceparentOf(span) ?? traceparentOf())
  t.equal(seen, undefined)
  const header = `00-${trace}-${span}-01`
  t.equal(
    await inSpan('passed on', { traceparent: header }, async (span) => traceparentOf(span)),
    header,
  )
  await telemetry.stop()
})

t.test('spans and metrics reach the collector', async (t) => {
  const received = new Map<string, string>()
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      received.set(path, `${received.get(path) ?? ''}${Buffer.concat(chunks).toString('latin1')}`)
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  t.teardown(() => collector.close())
  const address = collector.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const telemetry = await startTelemetry({
    endpoint: `http://127.0.0.1:${port}`,
    serviceVersion: '9.8.7',
    instance: 'unit-test',
  })
  const incoming = `00-${trace}-${span}-01`
  const lines: string[] = []
  const logger = createLogger('info', {}, { write: (line) => void lines.push(line) })
  const outgoing = await inSpan(
    'command.handle',
    { attributes: { 'qh.command': 'SubmitJob' }, traceparent: incoming },
    async () => {
      logger.info('inside')
      return traceparentOf()
    },
  )
  t.match(outgoing, new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`), 'the trace goes on')
  t.not(outgoing, incoming, 'in a span of its own')
  t.equal(JSON.parse(lines[0] ?? '{}').traceId, trace, 'log lines name the trace')
  await t.rejects(
    inSpan('command.fails', {}, () => Promise.reject(new Error('not this way'))),
    /not this way/,
  )
  count('qh.command.conflicts', { category: 'job' }, 3)
  await telemetry.stop()
  const traces = received.get('/v1/traces') ?? ''
  for (const part of [
    'quantum-hub',
    '9.8.7',
    'unit-test',
    'command.handle',
    'SubmitJob',
    'command.fails',
    'not this way',
  ])
    t.ok(traces.includes(part), part)
  t.match(received.get('/v1/metrics'), /qh\.command\.conflicts/)
})
