import t from 'tap'
import type { EventStore, NewEvent } from '../../platform/event-store/types.ts'
import { newId } from '../../platform/ids/ids.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { startTestEventStore } from '../../test/servers/event-store.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { insistOnSameLog } from './same-log.ts'

t.setTimeout(120_000)
const [log, other, database] = await Promise.all([
  startTestEventStore(),
  startTestEventStore(),
  startTestPostgres(),
])
const { pool, close } = await connectPostgres(database.url)
t.teardown(async () => {
  await close()
  await Promise.all([log.stop(), other.stop(), database.stop()])
})

const newEvent = (filler: number): NewEvent => ({
  id: newId(),
  type: 'T',
  data: { filler: 'x'.repeat(filler) },
  metadata: {
    $correlationId: newId(),
    $causationId: newId(),
    commandId: newId(),
    inputHash: 'none',
    actor: { kind: 'system', id: 'test' },
    occurredAt: '2026-01-01T00:00:00.000Z',
    schema: 1,
  },
})
const append = async ({ append }: EventStore, stream: string, events: readonly NewEvent[]) => {
  const result = await append(stream, events, 'no-stream')
  if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`)
  return result.position
}

/** As if rows had been made of the log up to this event. */
const project = (stream: string, { id }: NewEvent, position: bigint) =>
  pool.query(
    `INSERT INTO event_log (position, event_id, type, stream, revision, causation_id, correlation_id, command_id,
       actor_kind, actor_id, at) VALUES ($1, $2, 'T', $3, 0, '', '', '', 'system', 'test', now())`,
    [position, id, stream],
  )
const place = (name: string, position: bigint) =>
  pool.query('INSERT INTO projection_checkpoint (name, position) VALUES ($1, $2)', [name, position])
const sagaPlace = (position: bigint) =>
  pool.query(
    "INSERT INTO saga_progress (reader, partition, position) VALUES ('saga-router', 3, $1)",
    [position],
  )

const otherLog = { code: 'other-log', message: /: qhub store adopt$/ }

t.beforeEach(() => pool.query('TRUNCATE event_log, projection_checkpoint, saga_progress'))

t.test('whoever has read nothing may begin with any log', async () => {
  await insistOnSameLog(pool, log.eventStore)
  await append(log.eventStore, 'first', [newEvent(10)])
  await insistOnSameLog(pool, log.eventStore)
})

t.test('places up to the head are fine, any reader beyond it is not', async (t) => {
  const event = newEvent(20_000)
  const head = await append(log.eventStore, 'second', [event])
  const beyond = head + 1_000_000n
  await project('second', event, head)
  await place('read-model@1/log', head)
  await sagaPlace(head)
  await insistOnSameLog(pool, log.eventStore)
  await place('integration-events', beyond)
  await t.rejects(insistOnSameLog(pool, log.eventStore), otherLog, 'what others were told')
  await pool.query('DELETE FROM projection_checkpoint')
  await pool.query('UPDATE saga_progress SET position = $1', [beyond])
  await t.rejects(insistOnSameLog(pool, log.eventStore), otherLog, 'a saga')
})

t.test('an event more than the log has: it was restored from before', async (t) => {
  const head = await log.eventStore.head()
  // Its last event is so large that a place alone would say nothing.
  await place('read-model@1/log', head + 1n)
  await insistOnSameLog(pool, log.eventStore)
  await project('lost', newEvent(1), head + 1n)
  await t.rejects(insistOnSameLog(pool, log.eventStore), otherLog)
})

t.test('the same event elsewhere: the log was moved', async (t) => {
  const event = newEvent(1)
  await append(other.eventStore, 'filler', [newEvent(50_000)])
  await append(other.eventStore, 'moved', [event])
  const position = await append(log.eventStore, 'moved', [event])
  await project('moved', event, position)
  await place('read-model@1/log', position)
  await insistOnSameLog(pool, log.eventStore)
  await t.rejects(insistOnSameLog(pool, other.eventStore), otherLog)
})

t.test('another event in its place: it is another log', async (t) => {
  const position = await append(log.eventStore, 'third', [newEvent(1)])
  await project('third', newEvent(1), position)
  await t.rejects(insistOnSameLog(pool, log.eventStore), otherLog)
})

t.test('an event that was deleted says nothing', async () => {
  const event = newEvent(1)
  const position = await append(log.eventStore, 'deleted', [event])
  await log.eventStore.deleteStream('deleted')
  await project('deleted', event, position)
  await insistOnSameLog(pool, log.eventStore)
})
