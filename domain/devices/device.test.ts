import t from 'tap'
import { decided, table } from '../../test/kit/decider.ts'
import { fold } from '../shared/decider.ts'
import { DeviceFacts } from './device-facts.ts'
import { device, type DeviceCommand, type DeviceEvent, type DeviceStatus } from './device.ts'
import { PriceBookEntry } from './price-book.ts'

const deviceId = '00000000-0000-4000-8000-000000000001'
const providerOrganisation = '00000000-0000-4000-8000-000000000002'
const calibrationId = '00000000-0000-4000-8000-000000000003'

const price = (changes: Partial<PriceBookEntry> = {}): PriceBookEntry =>
  PriceBookEntry.parse({
    version: '1',
    asset: 'USD/2',
    validFrom: '2026-01-01T12:00:00Z',
    ...changes,
  })
const facts = (noise = false): DeviceFacts =>
  DeviceFacts.parse({
    name: 'Five qubits',
    technology: 'SIMULATOR',
    qubits: 5,
    shots: { min: 1, max: 1000 },
    priceBook: [price()],
    execution: { provider: 'simulator', noise },
  })
const register = (of: DeviceFacts): DeviceCommand => ({
  type: 'RegisterDevice',
  providerOrganisation,
  deviceId,
  facts: of,
})
const calibrate = (qubit: number): DeviceCommand => ({
  type: 'PublishCalibration',
  calibrationId,
  calibration: {
    takenAt: '2026-01-01T00:00:00Z',
    source: 'QHUB',
    qubits: [{ index: qubit, readoutError: 0.01 }],
    gates: [],
  },
})
const online: DeviceCommand = { type: 'GoOnline' }
const offline: DeviceCommand = { type: 'GoOffline', reason: '' }
const pause: DeviceCommand = { type: 'PauseDevice', reason: '' }
const retire: DeviceCommand = { type: 'RetireDevice', reason: '' }

const after = (...commands: readonly DeviceCommand[]): readonly DeviceEvent[] =>
  commands.reduce<readonly DeviceEvent[]>(
    (events, command) => [...events, ...decided(device, events, command)],
    [],
  )
const registered = register(facts())
const noisy = register(facts(true))

table(device, [
  { name: 'a device is registered', given: [], when: registered, then: ['DeviceRegistered'] },
  { name: 'once', given: after(registered), when: registered, rejected: 'ALREADY_EXISTS' },
  {
    name: 'in one asset',
    given: [],
    when: register({ ...facts(), priceBook: [price(), price({ asset: 'QVT/18' })] }),
    rejected: 'ASSET_MISMATCH',
  },
  { name: 'what is not there does nothing', given: [], when: online, rejected: 'NOT_FOUND' },
  {
    name: 'a noisy device needs a calibration',
    given: after(noisy),
    when: online,
    rejected: 'CALIBRATION_REQUIRED',
  },
  {
    name: 'with one it goes online',
    given: after(noisy, calibrate(4)),
    when: online,
    then: ['DeviceWentOnline'],
  },
  {
    name: 'retired it stays, calibrated or not',
    given: after(noisy, retire),
    when: online,
    rejected: 'DEVICE_RETIRED',
  },
  {
    name: 'a calibration is published',
    given: after(registered),
    when: calibrate(0),
    then: ['DeviceCalibrationPublished'],
  },
  {
    name: 'of no more qubits than there are',
    given: after(registered),
    when: calibrate(5),
    rejected: 'CALIBRATION_MISMATCH',
  },
  {
    name: 'and not after the end',
    given: after(registered, retire),
    when: calibrate(0),
    rejected: 'DEVICE_RETIRED',
  },
  {
    name: 'a price applies from now on',
    given: after(registered),
    when: { type: 'PublishPrice', price: price({ validFrom: '2026-01-01T12:00:00Z' }) },
    then: ['DevicePricePublished'],
  },
  {
    name: 'never to the past',
    given: after(registered),
    when: { type: 'PublishPrice', price: price({ validFrom: '2026-01-01T11:59:59.999Z' }) },
    rejected: 'INVALID_INPUT',
  },
  {
    name: 'in the same asset',
    given: after(registered),
    when: { type: 'PublishPrice', price: price({ asset: 'USD/4' }) },
    rejected: 'ASSET_MISMATCH',
  },
  {
    name: 'and not after the end either',
    given: after(registered, retire),
    when: { type: 'PublishPrice', price: price() },
    rejected: 'DEVICE_RETIRED',
  },
])

t.test('every transition between statuses', async (t) => {
  const commands: Readonly<Record<DeviceStatus, DeviceCommand>> = {
    ONLINE: online,
    OFFLINE: offline,
    PAUSED: pause,
    RETIRED: retire,
  }
  const histories: Readonly<Record<DeviceStatus, readonly DeviceEvent[]>> = {
    OFFLINE: after(registered),
    ONLINE: after(registered, online),
    PAUSED: after(registered, online, pause),
    RETIRED: after(registered, online, retire),
  }
  const refused: Readonly<Record<string, string>> = {
    'OFFLINE PAUSED': 'ILLEGAL_DEVICE_TRANSITION',
    'RETIRED ONLINE': 'DEVICE_RETIRED',
    'RETIRED OFFLINE': 'DEVICE_RETIRED',
    'RETIRED PAUSED': 'DEVICE_RETIRED',
  }
  const statuses = ['ONLINE', 'OFFLINE', 'PAUSED', 'RETIRED'] as const
  for (const from of statuses)
    for (const to of statuses) {
      const given = histories[from]
      const name = `${from} ${to}`
      if (refused[name] !== undefined) {
        t.throws(() => decided(device, given, commands[to]), {
          message: `rejected: ${refused[name]}`,
        })
        continue
      }
      const events = decided(device, given, commands[to])
      const state = fold(device.evolve, device.initial, [...given, ...events])
      t.match(state, { status: to }, name)
      t.equal(events.length, from === to ? 0 : 1, `${name}: a wish that is true needs nothing`)
    }
})
