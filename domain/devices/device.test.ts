import t from 'tap'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import type { RejectionCode } from '../shared/rejection-codes.ts'
import { DeviceFacts } from './device-facts.ts'
import { device, type DeviceCommand, type DeviceStatus } from './device.ts'
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

const { given, after } = decider(device)
const registered = register(facts())
const noisy = register(facts(true))

t.test('a device is registered', async () => given().when(registered).then(['DeviceRegistered']))
t.test('once', async () => after(registered).when(registered).then('ALREADY_EXISTS'))
t.test('in one asset', async () =>
  given()
    .when(register({ ...facts(), priceBook: [price(), price({ asset: 'QVT/18' })] }))
    .then('ASSET_MISMATCH'),
)
t.test('whose customers’ wallets count in it', async () => {
  const priced = (asset: string) => register({ ...facts(), priceBook: [price({ asset })] })
  given().when(priced('USD/3')).then('ASSET_MISMATCH')
  given().when(priced('QVT/2')).then('ASSET_MISMATCH')
  given().when(priced('CHF/2')).then(['DeviceRegistered'])
})
t.test('what is not there does nothing', async () => given().when(online).then('NOT_FOUND'))
t.test('a noisy device needs a calibration', async () =>
  after(noisy).when(online).then('CALIBRATION_REQUIRED'),
)
t.test('with one it goes online', async () =>
  after(noisy, calibrate(4)).when(online).then(['DeviceWentOnline']),
)
t.test('retired it stays, calibrated or not', async () =>
  after(noisy, retire).when(online).then('DEVICE_RETIRED'),
)
t.test('a calibration is published', async () =>
  after(registered).when(calibrate(0)).then(['DeviceCalibrationPublished']),
)
t.test('of no more qubits than there are', async () =>
  after(registered).when(calibrate(5)).then('CALIBRATION_MISMATCH'),
)
t.test('and not after the end', async () =>
  after(registered, retire).when(calibrate(0)).then('DEVICE_RETIRED'),
)
t.test('a price applies from now on', async () =>
  after(registered)
    .when({ type: 'PublishPrice', price: price({ validFrom: '2026-01-01T12:00:00Z' }) })
    .then(['DevicePricePublished']),
)
t.test('never to the past', async () =>
  after(registered)
    .when({ type: 'PublishPrice', price: price({ validFrom: '2026-01-01T11:59:59.999Z' }) })
    .then('INVALID_INPUT'),
)
t.test('in the same asset', async () =>
  after(registered)
    .when({ type: 'PublishPrice', price: price({ asset: 'USD/4' }) })
    .then('ASSET_MISMATCH'),
)
t.test('and not after the end either', async () =>
  after(registered, retire).when({ type: 'PublishPrice', price: price() }).then('DEVICE_RETIRED'),
)

t.test('every transition between statuses', async (t) => {
  const commands: Readonly<Record<DeviceStatus, DeviceCommand>> = {
    ONLINE: online,
    OFFLINE: offline,
    PAUSED: pause,
    RETIRED: retire,
  }
  const ways: Readonly<Record<DeviceStatus, readonly DeviceCommand[]>> = {
    OFFLINE: [registered],
    ONLINE: [registered, online],
    PAUSED: [registered, online, pause],
    RETIRED: [registered, online, retire],
  }
  const refused: Readonly<Record<string, RejectionCode>> = {
    'OFFLINE PAUSED': 'ILLEGAL_DEVICE_TRANSITION',
    'RETIRED ONLINE': 'DEVICE_RETIRED',
    'RETIRED OFFLINE': 'DEVICE_RETIRED',
    'RETIRED PAUSED': 'DEVICE_RETIRED',
  }
  const statuses = ['ONLINE', 'OFFLINE', 'PAUSED', 'RETIRED'] as const
  for (const from of statuses)
    for (const to of statuses) {
      const history = after(...ways[from])
      const name = `${from} ${to}`
      if (refused[name] !== undefined) {
        history.when(commands[to]).then(refused[name])
        continue
      }
      const { state, events } = from === to ? history : after(...ways[from], commands[to])
      t.match(state, { status: to }, name)
      t.equal(events.length, history.events.length + (from === to ? 0 : 1), name)
      if (from === to) history.when(commands[to]).then([])
    }
})
