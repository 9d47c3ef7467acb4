import t from 'tap'
import { bellFacts, deviceId, price, providerOrganisation } from '../../test/kit/jobs.ts'
import { DeviceFacts } from '../devices/device-facts.ts'
import type { RegisteredDevice } from '../devices/device.ts'
import { isRejection } from '../shared/rejection.ts'
import { admit } from './admission.ts'
import { estimateSeconds } from './estimate.ts'

const now = '2026-01-05T12:00:00.000Z'
const calibrationId = '00000000-0000-4000-8000-0000000000c1'

const deviceWith = (
  changes: Partial<DeviceFacts> = {},
  others: Partial<RegisteredDevice> = {},
): RegisteredDevice => ({
  kind: 'registered',
  deviceId,
  providerOrganisation,
  status: 'ONLINE',
  calibrationIds: [],
  facts: DeviceFacts.parse({
    name: 'Two qubits',
    technology: 'SIMULATOR',
    qubits: 2,
    shots: { min: 10, max: 1000 },
    priceBook: [price],
    execution: { provider: 'simulator', timeLimit: 30 },
    ...changes,
  }),
  ...others,
})

const sunday = [
  { executionDay: 'Sunday', windowStartHour: '10:00:00', windowEndHour: '11:00:00' } as const,
]

t.test('who may run, and who may not', async (t) => {
  const three = { ...bellFacts, qubits: 3 }
  const absurd = {
    ...price,
    asset: 'QVT/18',
    perShot: '9'.repeat(12),
    per1qGateShot: '9'.repeat(12),
  }
  const cases: readonly [string, ReturnType<typeof admit>, string | undefined][] = [
    ['online', admit(deviceWith(), bellFacts, 10, undefined, now), undefined],
    [
      'paused',
      admit(deviceWith({}, { status: 'PAUSED' }), bellFacts, 10, undefined, now),
      undefined,
    ],
    [
      'offline',
      admit(deviceWith({}, { status: 'OFFLINE' }), bellFacts, 10, undefined, now),
      'DEVICE_OFFLINE',
    ],
    [
      'retired',
      admit(deviceWith({}, { status: 'RETIRED' }), bellFacts, 10, undefined, now),
      'DEVICE_RETIRED',
    ],
    ['the most shots', admit(deviceWith(), bellFacts, 1000, undefined, now), undefined],
    ['one more', admit(deviceWith(), bellFacts, 1001, undefined, now), 'TOO_MANY_SHOTS'],
    ['one less than the least', admit(deviceWith(), bellFacts, 9, undefined, now), 'TOO_FEW_SHOTS'],
    ['a qubit more', admit(deviceWith(), three, 10, undefined, now), 'TOO_MANY_QUBITS'],
    [
      'outside a window, queueing',
      admit(deviceWith({ executionWindows: sunday }), bellFacts, 10, undefined, now),
      undefined,
    ],
    [
      'outside a window, refusing',
      admit(
        deviceWith({ executionWindows: sunday, outsideWindows: 'REFUSE' }),
        bellFacts,
        10,
        undefined,
        now,
      ),
      'OUTSIDE_EXECUTION_WINDOW',
    ],
    [
      'a calibration of another device',
      admit(deviceWith(), bellFacts, 10, calibrationId, now),
      'CALIBRATION_MISMATCH',
    ],
    [
      'an earlier one of this device',
      admit(deviceWith({}, { calibrationIds: [calibrationId] }), bellFacts, 10, calibrationId, now),
      undefined,
    ],
    [
      'before its first price',
      admit(deviceWith(), bellFacts, 10, undefined, '2025-12-31T00:00:00.000Z'),
      'DEVICE_OFFLINE',
    ],
    [
      'beyond all money',
      admit(
        deviceWith({ priceBook: [absurd] }),
        { ...bellFacts, oneQubitGates: 1_000_000 },
        1000,
        undefined,
        now,
      ),
      'AMOUNT_OUT_OF_RANGE',
    ],
  ]
  for (const [name, terms, expected] of cases)
    t.equal(isRejection(terms) ? terms.rejected : undefined, expected, name)
  const [, refused] = cases.find(([name]) => name === 'outside a window, refusing') ?? []
  t.match(refused, { detail: /2026-01-11T10:00:00.000Z/ }, 'says when it opens')
})

t.test('the terms', async (t) => {
  const terms = admit(deviceWith(), bellFacts, 1000, undefined, now)
  t.match(terms, { price, estimate: { amount: '1100', asset: 'USD/2' }, timeLimit: 30 })
  t.notOk('calibrationId' in terms, 'no calibration, none pinned')
  const calibration = {
    takenAt: now,
    source: 'QHUB' as const,
    qubits: [{ index: 0 }],
    gates: [],
  }
  const calibrated = deviceWith({}, { calibration: { calibrationId, calibration } })
  t.match(
    admit(calibrated, bellFacts, 10, undefined, now),
    { calibrationId },
    'the newest is pinned',
  )
})

t.test('an estimate grows with shots and depth, and is whole microseconds', async (t) => {
  t.equal(estimateSeconds({ ...bellFacts, depth: 0 }, 1), 0.00025)
  t.equal(estimateSeconds({ ...bellFacts, depth: 100 }, 1000), 0.3)
  t.equal(estimateSeconds({ ...bellFacts, depth: 1 }, 1), 0.000251)
})
