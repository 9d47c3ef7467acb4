import t from 'tap'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { newId } from '../../platform/ids/ids.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { linesOf, runQhub } from '../../test/kit/qhub.ts'
import { runSagas } from '../../test/kit/saga-runtime.ts'
import { servicesOn } from '../../test/kit/services.ts'
import { applierOn } from '../../test/read-models/rows.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { startEventStore } from '../embedded/event-store/start.ts'
import { sagas } from '../../sagas/registry.ts'

t.setTimeout(600_000)
const dataDir = t.testdir()
const [store, database] = await Promise.all([
  startEventStore({ dataDir: `${dataDir}/event-store` }),
  startTestPostgres(),
])
const eventStore = connectEventStore(store.connectionString)
const postgres = await connectPostgres(database.url)
t.teardown(async () => {
  await Promise.all([eventStore.close(), postgres.close()])
  await Promise.all([store.stop(), database.stop()])
})

const qhub = (...args: readonly string[]) =>
  runQhub(args, {
    QHUB_DATA_DIR: dataDir,
    QHUB_EVENTSTORE_URL: store.connectionString,
    QHUB_POSTGRES_URL: database.url,
    QHUB_LOG_LEVEL: 'silent',
  })

t.test('what a saga could not take is listed, shown, redriven and skipped', async (t) => {
  const deviceId = newId()
  const stream = `deviceScheduling-${deviceId}`
  const metadata = {
    $correlationId: newId(),
    $causationId: newId(),
    commandId: newId(),
    inputHash: 'x',
    actor: meta.actor,
    occurredAt: meta.now,
    schema: 99,
  }
  const id = newId()
  const data = { deviceId, of: 'a later version' }
  await eventStore.append(
    `device-${deviceId}`,
    [{ id, type: 'DeviceRegistered', data, metadata }],
    'no-stream',
  )
  const stop = runSagas(servicesOn(eventStore), sagas)
  const story = await eventually(async () => {
    const events = await eventStore.read(stream)
    return events.length > 0 ? events : undefined
  })
  await stop()
  await (await applierOn(postgres.pool)).apply(story)

  const list = await qhub('deadletters', 'list', '--json')
  t.equal(list.code, 0, list.err)
  t.match(JSON.parse(list.out), [
    { stream, id, what: 'INPUT', name: `0@device-${deviceId}`, code: 'NOT_READ' },
  ])
  t.match((await qhub('saga', 'list', '--state', 'parked')).out, `${stream}  ACTIVE  v1`)
  t.match((await qhub('deadletters', 'show', stream)).out, '"SagaMessageParked"')
  const doctor = await qhub('doctor', '--json')
  const found = linesOf(doctor.out)
  t.equal(doctor.code, 1)
  t.match(
    found.find((each) => JSON.stringify(each).includes(stream)),
    { check: 'sagas', severity: 'error', next: `qhub deadletters show ${stream}` },
  )
  t.ok(
    found.some((each) => JSON.stringify(each).includes('DeviceRegistered@99')),
    'it names what this build cannot read',
  )
  t.match(
    found.find((each) => JSON.stringify(each).includes('"indexes"')),
    { severity: 'ok' },
  )
  t.match(await qhub('timers', '--json'), { code: 0, out: '[]\n' })
  const reason = ['--reason', 'not ours']
  t.match((await qhub('saga', 'redrive', stream, '--dry-run')).out, /: run message /)
  const redriven = await qhub('saga', 'redrive', stream, ...reason)
  t.equal(redriven.code, 1)
  t.match(redriven.out, `${stream}: 0 messages taken, 0 effects begun again, 1 left: `)
  t.match(redriven.out, /DeviceRegistered@99/)
  const unconfirmed = await qhub('deadletters', 'skip', stream, id, ...reason)
  t.match(unconfirmed, { code: 2, err: /^qhub: nothing was changed: deviceScheduling-/ })
  const skip = ['deadletters', 'skip', stream, id, ...reason, '--confirm', stream]
  t.equal((await qhub(...skip)).code, 0)
  const again = await qhub(...skip)
  t.same(
    [again.code, again.err],
    [1, `qhub: NOT_FOUND: ${stream} has no parked message or effect ${id}.\n`],
  )
  t.match(JSON.parse((await qhub('saga', 'show', stream)).out), {
    line: [],
    story: [{ type: 'SagaMessageParked' }, { type: 'SagaMessageSkipped' }],
  })
  const recorded = await eventStore.readAll({
    maxCount: 1_000,
    filter: { on: 'stream', prefixes: ['operatorAction-'] },
  })
  t.match(
    recorded.map(({ type, data }) => ({ type, data })),
    [
      { type: 'OperatorActionRequested', data: { action: 'saga.redrive', subject: stream } },
      { type: 'OperatorActionFinished', data: { outcome: 'FAILED' } },
      { data: { action: 'deadletters.skip', reason: 'not ours', performer: 'CLI' } },
      { type: 'OperatorActionFinished', data: { outcome: 'DONE' } },
    ],
    'what changed something is on record',
  )
  t.equal((await qhub('deadletters', 'redrive')).code, 2)
  t.equal((await qhub('saga', 'show', 'job-1')).code, 2)
})
