import t from 'tap'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { categoryOf } from '../../ops/decisions/recording.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { sagas } from '../../sagas/registry.ts'
import { recordings, replayed } from './recordings.ts'
import { runQhub } from '../kit/qhub.ts'

const server = await startEventStore({ dataDir: t.testdir(), port: 0 })
const eventStore = connectEventStore(server.connectionString)
t.teardown(async () => {
  await eventStore.close()
  await server.stop()
})

const replay = () => runQhub(['decisions', 'replay', '--from', server.connectionString])

const names = new Set(sagas.map(({ saga }) => saga.name))
const recording = recordings().get('workload') ?? { events: [], decisions: [] }
const ofSagas = recording.events.filter(({ stream }) => names.has(categoryOf(stream)))
const metadata = {
  $correlationId: derivedId('story'),
  $causationId: derivedId('story'),
  inputHash: '',
  actor: { kind: 'system', id: 'test' },
} as const

t.test('the sagas of a store decide again what they decided', async (t) => {
  for (const { stream, revision, id, type, data, schema, commandId, at } of ofSagas)
    await eventStore.append(
      stream,
      [{ id, type, data, metadata: { ...metadata, schema, commandId, occurredAt: at } }],
      revision === 0 ? 'no-stream' : BigInt(revision) - 1n,
    )
  const { steps } = replayed(recording)
  const { code, out, err: said } = await replay()
  t.match(out, `${steps.decisions} decisions, 0 would differ`, said)
  t.equal(code, 0)
})

t.test('what differs is told, and fails', async (t) => {
  const received = ofSagas.find(({ type }) => type === 'SagaInputReceived')
  const stream = `jobExecution-${derivedId('another')}`
  const told = { ...(received?.data as object), instance: derivedId('another') }
  const [occurredAt, commandId] = ['2026-01-01T12:00:00.000Z', derivedId('command')]
  const event = { id: derivedId('event'), type: 'SagaInputReceived', data: told }
  const of = { ...metadata, schema: received?.schema ?? 0, commandId, occurredAt }
  await eventStore.append(stream, [{ ...event, metadata: of }], 'no-stream')
  const { code, out } = await replay()
  t.equal(code, 1)
  t.match(out, /1 would differ/)
  t.match(out, stream)
})
