import t from 'tap'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, emptyRows, select } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { play, type StepName } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { median } from './calibrations.ts'

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const project = async (...lines: readonly (readonly [string, ...StepName[]])[]) => {
  const recorder = createRecorder()
  for (const [job, ...steps] of lines) play(recorder, steps, 'a', job)
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  return recorder.events
}

t.test('a device with prices and calibrations', async (t) => {
  const events = await project([
    '1',
    'registerDevice',
    'calibrate',
    'goOnline',
    'publishPrice',
    'pause',
    'calibrate',
  ])
  const published = events.filter(({ type }) => type === 'DeviceCalibrationPublished')
  const ids = published.map(({ data }) => (data as { calibrationId: string }).calibrationId)
  const rows = await select(pool, 'devices', 'device_id')
  t.match(rows, [
    {
      device_id: idOf('device', 'a'),
      status: 'PAUSED',
      status_reason: 'maintenance',
      calibration_id: ids[1],
      connectivity: [
        [0, 1],
        [1, 2],
      ],
      gate_set: ['rz', 'sx', 'cx'],
      shots_min: 1,
      shots_max: 10_000,
      revision: 5n,
      created_position: events[0]?.position,
    },
  ])
  const [{ price_book } = {}] = rows
  t.match(price_book, [{ version: '1' }, { version: '2' }])
  const calibrations = await select(pool, 'calibrations', 'position')
  t.match(calibrations, [
    {
      calibration_id: ids[0],
      taken_at: new Date('2026-01-01T01:00:00.000Z'),
      qubits: 2,
      median_t1_us: 105.25,
      median_t2_us: 80.5,
      median_readout_error: 0.03,
      median_one_qubit_error: 0.0003,
      median_two_qubit_error: 0.0071,
      data: { source: 'IBM' },
    },
    { calibration_id: ids[1] },
  ])
})

t.test('the line for a device', async (t) => {
  await project(
    ['1', 'registerDevice', 'configureQueue', 'enqueue'],
    ['2', 'enqueue'],
    ['3', 'enqueue'],
    ['4', 'enqueue'],
  )
  const line = async () =>
    (await select(pool, 'device_queue', 'created_position')).map(({ job_id, state }) => [
      job_id,
      state,
    ])
  const job = (name: string) => idOf('job', name)
  t.same(await line(), [
    [job('1'), 'RUNNING'],
    [job('2'), 'RUNNING'],
    [job('3'), 'WAITING'],
    [job('4'), 'WAITING'],
  ])
  t.match(await select(pool, 'device_queue_depth', 'device_id'), [
    { device_id: idOf('device', 'a'), accepting: true, concurrency: 2, waiting: 2, running: 2 },
  ])
  await project(
    ['1', 'registerDevice', 'configureQueue', 'enqueue'],
    ['2', 'enqueue'],
    ['3', 'enqueue'],
    ['4', 'enqueue', 'leaveQueue'],
    ['1', 'leaveQueue'],
  )
  t.same(await line(), [
    [job('2'), 'RUNNING'],
    [job('3'), 'RUNNING'],
  ])
  t.match(await select(pool, 'device_queue_depth', 'device_id'), [{ waiting: 0, running: 2 }])
})

t.test('medians', (t) => {
  t.equal(median([]), null)
  t.equal(median([undefined]), null)
  t.equal(median([3, undefined, 1, 2]), 2)
  t.equal(median([10, 1, 2, 3]), 2.5)
  t.end()
})
