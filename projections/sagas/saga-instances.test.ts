import t from 'tap'
import { schemaOf } from '../../domain/events.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, emptyRows, select } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const instance = idOf('job', '1')
const stream = `jobExecution-${instance}`
const of = { saga: 'jobExecution', instance }

const started: SagaEvent = {
  type: 'SagaInputReceived',
  data: {
    ...of,
    inputId: idOf('input'),
    input: { type: 'JobSubmitted', schema: schemaOf('JobSubmitted'), data: {} },
  },
}
const requested = (name: string): SagaEvent => ({
  type: 'SagaEffectRequested',
  data: { ...of, effectId: idOf('effect', name), kind: name, effect: {} },
})
const unknown = (name: string): SagaEvent => ({
  type: 'SagaEffectUnknown',
  data: { ...of, effectId: idOf('effect', name), kind: name, reason: 'no answer' },
})
const scheduled = (name: string, id: string): SagaEvent => ({
  type: 'SagaTimerScheduled',
  data: { ...of, name, timerId: idOf('timer', id), dueAt: '2026-06-01T00:00:00.000Z' },
})
const fired = (name: string, id: string): SagaEvent => ({
  type: 'SagaTimerFired',
  data: { ...of, name, timerId: idOf('timer', id) },
})
const ended: SagaEvent = {
  type: 'SagaEnded',
  data: { ...of, outcome: 'COMPLETED', at: '2026-05-01T00:00:00.000Z' },
}

const project = async (...events: readonly SagaEvent[]) => {
  const recorder = createRecorder()
  for (const event of events) recorder.append(stream, event)
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  const [row] = await select(pool, 'saga_instances', 'stream')
  return row
}

const timers = async (): Promise<Readonly<Record<string, unknown>>> =>
  Object.fromEntries(
    (await select(pool, 'timers', 'timer_id')).map(({ timer_id, state }) => [
      String(timer_id),
      state,
    ]),
  )

t.test('an instance that waits for outcomes', async (t) => {
  const row = await project(started, requested('hold'), requested('dispatch'), unknown('hold'))
  t.match(row, {
    stream,
    saga: 'jobExecution',
    instance,
    status: 'ACTIVE',
    outcome: null,
    outstanding: { [idOf('effect', 'dispatch')]: 'dispatch' },
    outstanding_count: 1,
    revision: 3n,
  })
})

t.test('timers: one by each name; the end of the instance is theirs', async (t) => {
  const row = await project(
    started,
    scheduled('deadline', '1'),
    scheduled('deadline', '2'),
    scheduled('poll', '3'),
    fired('poll', '3'),
  )
  t.match(row, { pending_timers: { deadline: { timerId: idOf('timer', '2') } } })
  t.same(await timers(), {
    [idOf('timer', '1')]: 'CANCELLED',
    [idOf('timer', '2')]: 'PENDING',
    [idOf('timer', '3')]: 'FIRED',
  })
  const [timer] = await select(pool, 'timers', "state = 'PENDING' DESC")
  t.match(timer, {
    saga_stream: stream,
    kind: 'deadline',
    due_at: new Date('2026-06-01T00:00:00.000Z'),
  })

  const over = await project(started, scheduled('deadline', '1'), ended)
  t.match(over, { status: 'ENDED', outcome: 'COMPLETED', pending_timers: {} })
  t.same(await timers(), { [idOf('timer', '1')]: 'CANCELLED' })
})
