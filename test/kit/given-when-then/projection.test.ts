import { AssertionError } from 'node:assert/strict'
import t from 'tap'
import { deviceQueue } from '../../../projections/devices/device-queue.ts'
import { users } from '../../../projections/accounts/users.ts'
import { wallets } from '../../../projections/billing/wallets.ts'
import {
  deviceQueue as queue,
  type DeviceQueueCommand,
} from '../../../domain/devices/device-queue.ts'
import type { UserEvent } from '../../../domain/accounts/user.ts'
import type { Projection } from '../../../projections/shared/projection.ts'
import { decider } from './decider.ts'
import { idNamed, meta } from './meta.ts'
import { on, projection } from './projection.ts'

const deviceId = idNamed('device')
const stream = `deviceQueue-${deviceId}`
const configure: DeviceQueueCommand = {
  deviceId,
  type: 'ConfigureQueue',
  accepting: true,
  retired: false,
  concurrency: 1,
  windows: [],
}
const enqueue = (name: string): DeviceQueueCommand => ({
  deviceId,
  type: 'EnqueueJob',
  jobId: idNamed(name),
  user: 'ada',
})
const { after } = decider(queue)
const { events } = after(configure, enqueue('first'), enqueue('second'))
const { given } = projection(deviceQueue)

t.test('rows that are there pass', async () => {
  given()
    .when(on(stream, ...events))
    .then({
      device_queue_depth: [{ device_id: deviceId, running: 1, waiting: 1 }],
      device_queue: [{ state: 'RUNNING' }, { job_id: idNamed('second'), state: 'WAITING' }],
    })
  const released = after(configure, enqueue('first'), {
    deviceId,
    type: 'ReleaseJob',
    jobId: idNamed('first'),
    usedSeconds: 1,
  })
  given(on(stream, ...events.slice(0, 3)))
    .when(on(stream, ...released.events.slice(3)))
    .then({ device_queue: [], device_queue_depth: [{ running: 0 }] })
  projection(wallets)
    .given(on(stream, ...events))
    .when([])
    .then({ wallets: [] })
})

t.test('rows that are not there, others, and too many are thrown', async (t) => {
  const queued = given().when(on(stream, ...events))
  t.throws(() => queued.then({ device_queue: [] }), AssertionError)
  t.throws(() => queued.then({ device_queue: [{}, {}, {}] }), AssertionError)
  t.throws(() => queued.then({ device_queue_depth: [{ running: 2 }] }), AssertionError)
  t.throws(() => queued.then({ jobs: [{ status: 'QUEUED' }] }), AssertionError)
})

t.test('an event without its beginning waits in quarantine', async (t) => {
  const granted = on(stream, ...events.slice(2, 3))
  given().when(granted).thenQuarantined('NothingToApplyTo')
  t.throws(
    () =>
      given()
        .when(on(stream, ...events))
        .thenQuarantined('NothingToApplyTo'),
    {
      message: 'the event was applied',
    },
  )
  t.throws(() => given().when(granted).thenQuarantined('TypeError'), AssertionError)
  t.throws(() => given().when(granted).then({}), { name: 'NothingToApplyTo' })
})

t.test('what a log could not hold is no event', async (t) => {
  const broken = { type: 'SlotGranted', data: { deviceId: 5 } }
  t.throws(() => given().when(on(stream, broken)).then({}), { name: 'UndecodableEvent' })
})

t.test('a projection that makes other rows of other batches is found', async (t) => {
  let batch = 0
  const counting: Projection = {
    ...deviceQueue,
    touches: (event) => {
      batch += 1
      return deviceQueue.touches?.(event) ?? []
    },
    apply: (event, known) =>
      deviceQueue
        .apply(event, known)
        .map((write) =>
          write.do === 'put' && write.table === 'device_queue_depth'
            ? { ...write, row: { ...write.row, waiting: batch } }
            : write,
        ),
  }
  const asked = projection(counting)
    .given()
    .when(on(stream, ...events))
  t.throws(() => asked.then({}), /how events are batched/)
})

t.test('sealed texts are opened as they are said to be', async () => {
  const [email, username] = ['sealed:v1:e.aXY.dGV4dA.dGFn', 'sealed:v1:u.aXY.dGV4dA.dGFn']
  const userId = idNamed('user')
  const registered: UserEvent = {
    type: 'UserRegistered',
    data: {
      userId,
      at: meta.now,
      organisationId: idNamed('home'),
      email,
      username,
      emailHash: 'a'.repeat(64),
      usernameHash: 'b'.repeat(64),
      roles: ['consumer'],
    },
  }
  const known = projection(users, { [email]: 'ada@example.org', [username]: 'ada' })
  known
    .given()
    .when(on(`user-${userId}`, registered))
    .then({ users: [{ username: 'ada' }] })
  projection(users)
    .given()
    .when(on(`user-${userId}`, registered))
    .then({ users: [{ username: null }] })
})
