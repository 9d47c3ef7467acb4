import { calibration, price } from '../kit/market.ts'
import type { BadRequest } from './bad-request.ts'
import { sendAs, type World } from './world.ts'

const register = (what: string, pointer: string, changes: object, code?: string): BadRequest => ({
  what: `device: ${what}`,
  code: 'INVALID_INPUT',
  send: (world) =>
    sendAs(world, 'provider', 'POST', '/v1/devices', { body: { ...world.facts, ...changes } }),
  issue: { pointer, ...(code === undefined ? {} : { code }) },
})

const toDevice =
  (
    device: keyof World['devices'],
    what: 'status' | 'prices' | 'calibrations',
    body: object,
    headers: Readonly<Record<string, string>> = { 'if-match': '*' },
    who: keyof World['people'] = 'provider',
  ) =>
  (world: World) =>
    sendAs(
      world,
      who,
      what === 'status' ? 'PUT' : 'POST',
      `/v1/devices/${world.devices[device]}/${what}`,
      { body, headers },
    )

const nextPrice = { ...price, version: 'next', validFrom: '2027-06-01T00:00:00.000Z' }
const window = { executionDay: 'Everyday', windowStartHour: '00:00:00', windowEndHour: '25:00:00' }

export const deviceRequests: readonly BadRequest[] = [
  {
    what: 'device: registered by who is no provider',
    code: 'FORBIDDEN',
    send: (world) => sendAs(world, 'researcher', 'POST', '/v1/devices', { body: world.facts }),
  },
  register('without qubits', '/qubits', { qubits: undefined }, 'invalid_type'),
  register('with no qubits', '/qubits', { qubits: 0 }, 'too_small'),
  register('of an unknown technology', '/technology', { technology: 'STEAM' }, 'invalid_value'),
  register('without a price', '/priceBook', { priceBook: [] }, 'too_small'),
  register('with a price that is a float', '/priceBook/0/perShot', {
    priceBook: [{ ...price, perShot: 0.001 }],
  }),
  register('with an instant that is none', '/priceBook/0/validFrom', {
    priceBook: [{ ...price, validFrom: 'yesterday' }],
  }),
  register('with an hour that no day has', '/executionWindows/0/windowEndHour', {
    executionWindows: [window],
  }),
  register('with fewest shots above the most', '/shots/min', { shots: { min: 9, max: 3 } }),
  register('with an unknown provider', '/execution/provider', {
    execution: { provider: 'magic' },
  }),
  {
    what: 'device: somebody else’s status',
    code: 'NOT_FOUND',
    send: toDevice('online', 'status', { status: 'PAUSED' }, { 'if-match': '*' }, 'otherProvider'),
  },
  {
    what: 'device: somebody else’s price',
    code: 'NOT_FOUND',
    send: toDevice('online', 'prices', nextPrice, { 'if-match': '*' }, 'otherProvider'),
  },
  {
    what: 'device: somebody else’s calibration',
    code: 'NOT_FOUND',
    send: toDevice('online', 'calibrations', { format: 'qhub', calibration }, {}, 'otherProvider'),
  },
  {
    what: 'device: unknown status',
    code: 'INVALID_INPUT',
    send: toDevice('online', 'status', { status: 'BROKEN' }),
    issue: { pointer: '/status', code: 'invalid_value' },
  },
  {
    what: 'device: status without If-Match',
    code: 'PRECONDITION_REQUIRED',
    send: toDevice('online', 'status', { status: 'PAUSED' }, {}),
  },
  {
    what: 'device: price without If-Match',
    code: 'PRECONDITION_REQUIRED',
    send: toDevice('online', 'prices', nextPrice, {}),
  },
  {
    what: 'device: stale If-Match',
    code: 'PRECONDITION_FAILED',
    send: toDevice('online', 'status', { status: 'PAUSED' }, { 'if-match': '"0"' }),
  },
  {
    what: 'device: weak If-Match',
    code: 'PRECONDITION_FAILED',
    send: toDevice('online', 'status', { status: 'PAUSED' }, { 'if-match': 'W/"1"' }),
  },
  {
    what: 'device: If-Match that is no tag',
    code: 'MALFORMED_REQUEST',
    send: toDevice('online', 'status', { status: 'PAUSED' }, { 'if-match': '1' }),
  },
  {
    what: 'device: online without the calibration its noise needs',
    code: 'CALIBRATION_REQUIRED',
    send: toDevice('noisy', 'status', { status: 'ONLINE' }),
  },
  {
    what: 'device: paused while offline',
    code: 'ILLEGAL_DEVICE_TRANSITION',
    send: toDevice('offline', 'status', { status: 'PAUSED' }),
  },
  {
    what: 'device: back from retirement',
    code: 'DEVICE_RETIRED',
    send: toDevice('retired', 'status', { status: 'ONLINE' }),
  },
  {
    what: 'device: calibration after retirement',
    code: 'DEVICE_RETIRED',
    send: toDevice('retired', 'calibrations', { format: 'qhub', calibration }, {}),
  },
  {
    what: 'device: calibration of a qubit it does not have',
    code: 'CALIBRATION_MISMATCH',
    send: toDevice(
      'online',
      'calibrations',
      { format: 'qhub', calibration: { ...calibration, qubits: [{ index: 0 }, { index: 5 }] } },
      {},
    ),
  },
  {
    what: 'device: calibration of an unknown format',
    code: 'INVALID_INPUT',
    send: toDevice('online', 'calibrations', { format: 'csv', calibration }, {}),
    issue: { pointer: '/format' },
  },
  {
    what: 'device: calibration with an error above 1',
    code: 'INVALID_INPUT',
    send: toDevice(
      'online',
      'calibrations',
      {
        format: 'qhub',
        calibration: { ...calibration, qubits: [{ index: 0, readoutError: 2 }] },
      },
      {},
    ),
    issue: { pointer: '/calibration/qubits/0/readoutError', code: 'too_big' },
  },
  {
    what: 'device: calibration of a gate whose name has U+0000',
    code: 'INVALID_INPUT',
    send: toDevice(
      'online',
      'calibrations',
      {
        format: 'qhub',
        calibration: { ...calibration, gates: [{ name: 'c\0x', qubits: [0] }] },
      },
      {},
    ),
    issue: { pointer: '/calibration/gates/0/name', code: 'invalid_format' },
  },
  {
    what: 'device: calibration that is larger than an event can be',
    code: 'PAYLOAD_TOO_LARGE',
    send: toDevice(
      'online',
      'calibrations',
      {
        format: 'qhub',
        calibration: {
          ...calibration,
          gates: Array.from({ length: 60_000 }, (_, n) => ({ name: `gate-${n}`, qubits: [0] })),
        },
      },
      {},
    ),
  },
  {
    what: 'device: price in another asset',
    code: 'ASSET_MISMATCH',
    send: toDevice('online', 'prices', { ...nextPrice, asset: 'QVT/18' }),
  },
  {
    what: 'device: price for the past',
    code: 'INVALID_INPUT',
    send: toDevice('online', 'prices', { ...nextPrice, validFrom: '2020-01-01T00:00:00.000Z' }),
  },
]
