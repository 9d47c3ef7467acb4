import t from 'tap'
import { DeviceFacts } from '../../domain/devices/device-facts.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { deviceId, price, providerOrganisation } from '../../test/kit/jobs.ts'
import { input, playSaga, sagaTable, succeeded, timer } from '../../test/kit/saga.ts'
import { deviceScheduling } from './scheduling.ts'

const facts = (executionWindows: DeviceFacts['executionWindows']): DeviceFacts =>
  DeviceFacts.parse({
    name: 'A device',
    technology: 'SIMULATOR',
    qubits: 2,
    shots: { min: 1, max: 10 },
    priceBook: [price],
    executionWindows,
    execution: { provider: 'simulator', concurrency: 3 },
  })
const evenings = [
  { executionDay: 'Everyday', windowStartHour: '18:00:00', windowEndHour: '20:00:00' } as const,
]
const registeredWith = (windows: DeviceFacts['executionWindows']) =>
  input('DeviceRegistered', {
    ...facts(windows),
    deviceId,
    providerOrganisation,
    registeredAt: meta.now,
  })
const registered = registeredWith([])
const at = { deviceId, at: meta.now }
const online = input('DeviceWentOnline', at)
const paused = input('DevicePaused', { ...at, reason: '' })
const retired = input('DeviceRetired', { ...at, reason: '' })
const told = succeeded('configureQueue')

sagaTable(deviceScheduling, [
  {
    name: 'a new device has a closed queue',
    given: [],
    when: registered,
    then: ['request configureQueue'],
    effects: [{ accepting: false, retired: false, concurrency: 3, windows: [] }],
  },
  {
    name: 'one with windows looks again when the next begins',
    given: [],
    when: registeredWith(evenings),
    then: ['request configureQueue', 'schedule window'],
  },
  {
    name: 'and when that has begun, at the next',
    given: [registeredWith(evenings), told],
    when: timer('window'),
    now: '2026-01-01T18:00:00.000Z',
    then: ['request advanceQueue', 'schedule window'],
  },
  {
    name: 'online, the queue opens',
    given: [registered, told],
    when: online,
    then: ['request configureQueue'],
    effects: [{ accepting: true }],
  },
  {
    name: 'paused, it closes',
    given: [registered, told, online, told],
    when: paused,
    then: ['request configureQueue'],
    effects: [{ accepting: false }],
  },
  {
    name: 'it is told one thing at a time',
    given: [registered, told, online],
    when: paused,
    then: [],
  },
  {
    name: 'and the latest next',
    given: [registered, online, paused, online],
    when: told,
    then: ['request configureQueue'],
    effects: [{ accepting: true }],
  },
  { name: 'in step, it is left alone', given: [registered], when: told, then: [] },
  {
    name: 'retired, it closes for good first',
    given: [registeredWith(evenings), told],
    when: retired,
    then: ['request configureQueue', 'unschedule window'],
    effects: [{ accepting: false, retired: true }],
  },
  {
    name: 'then those who wait are sent home',
    given: [registered, told, retired],
    when: told,
    then: ['request cancelWaiting'],
  },
  {
    name: 'and that is the end',
    given: [registered, told, retired, told],
    when: succeeded('cancelWaiting', { cancelled: 2 }),
    then: ['end RETIRED'],
  },
])

t.test('the window it waits for is the next that begins', async (t) => {
  const { tell } = playSaga(deviceScheduling)
  const dueAt = (events: ReturnType<typeof tell>) =>
    events.flatMap((event) => (event.type === 'SagaTimerScheduled' ? [event.data.dueAt] : []))
  t.strictSame(dueAt(tell(registeredWith(evenings))), ['2026-01-01T18:00:00.000Z'])
  t.strictSame(dueAt(tell(timer('window'), '2026-01-03T18:00:00.500Z')), [
    '2026-01-04T18:00:00.000Z',
  ])
})
