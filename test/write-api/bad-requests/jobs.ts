import { randomUUID } from 'node:crypto'
import { call } from '../kit/client.ts'
import type { BadRequest } from './bad-request.ts'
import { sendAs, type World } from './world.ts'

/** A submission by the researcher that differs from a good one. */
const submit =
  (changes: (world: World) => object, who: keyof World['people'] = 'researcher') =>
  (world: World) =>
    sendAs(world, who, 'POST', '/v1/jobs', { body: { ...world.work, ...changes(world) } })

const field = (what: string, pointer: string, changes: object, code?: string): BadRequest => ({
  what: `job: ${what}`,
  code: 'INVALID_INPUT',
  send: submit(() => changes),
  issue: { pointer, ...(code === undefined ? {} : { code }) },
})

const usd = (amount: string) => ({ amount, asset: 'USD/2' })
const qubits = (n: number): string =>
  `OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[${n}] q;\nh q;\n`

export const jobRequests: readonly BadRequest[] = [
  field('unknown field', '/colour', { colour: 'red' }, 'unrecognized_keys'),
  field('source is missing', '/source', { source: undefined }, 'invalid_type'),
  field('source is a number', '/source', { source: 5 }, 'invalid_type'),
  field('source is empty', '/source', { source: '' }, 'too_small'),
  field('source above 256 KiB', '/source', { source: '// '.repeat(90_000) }),
  field('shots as a string', '/shots', { shots: '100' }, 'invalid_type'),
  field('no shots at all', '/shots', { shots: 0 }, 'too_small'),
  field('negative shots', '/shots', { shots: -1 }, 'too_small'),
  field('a fraction of a shot', '/shots', { shots: 1.5 }, 'invalid_type'),
  field('shots beyond every device', '/shots', { shots: 1e9 }, 'too_big'),
  field('shots beyond every number', '/shots', { shots: 5e15 }),
  field('device that is no id', '/deviceId', { deviceId: 'ibm_fez' }, 'invalid_format'),
  field('calibration that is no id', '/calibrationId', { calibrationId: 1 }, 'invalid_type'),
  field('name too long', '/name', { name: 'x'.repeat(121) }, 'too_big'),
  field('too many tags', '/tags', { tags: Array(9).fill('x') }, 'too_big'),
  field('a tag that is no text', '/tags/1', { tags: ['x', {}] }, 'invalid_type'),
  field('negative seed', '/seed', { seed: -1 }, 'invalid_union'),
  field('maximum cost as a number', '/maximumCost', { maximumCost: 5 }, 'invalid_type'),
  field('maximum cost with a point', '/maximumCost/amount', { maximumCost: usd('5.00') }),
  field('negative maximum cost', '/maximumCost/amount', { maximumCost: usd('-5') }),
  field('asset without decimals', '/maximumCost/asset', {
    maximumCost: { amount: '5', asset: 'USD' },
  }),
  field('U+0000 in the program', '/source', { source: 'OPENQASM 2.0;\0' }, 'invalid_format'),
  field('U+0000 in a tag', '/tags/1', { tags: ['x', 'y\0'] }, 'invalid_format'),
  field('half a character in the name', '/name', { name: 'Bell \ud83d' }, 'invalid_format'),
  {
    what: 'job: null as null',
    code: 'INVALID_INPUT',
    send: submit(() => ({ quoteId: null })),
    issue: { pointer: '/quoteId' },
  },
  {
    what: 'job: syntax error',
    code: 'INVALID_CIRCUIT',
    send: submit(() => ({ source: 'OPENQASM 2.0;\nqreg q[2]\ncreg c[2];\n' })),
    issue: { pointer: '/source', line: 3, column: 1 },
  },
  {
    what: 'job: unknown gate',
    code: 'INVALID_CIRCUIT',
    send: submit(() => ({ source: 'OPENQASM 2.0;\nqreg q[1];\nfrobnicate q[0];\n' })),
    issue: { pointer: '/source', line: 3, column: 1 },
  },
  {
    what: 'job: qubit out of range',
    code: 'INVALID_CIRCUIT',
    send: submit(() => ({
      source: 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[1];\nh q[7];\n',
    })),
    issue: { pointer: '/source', line: 4 },
  },
  {
    what: 'job: no program at all',
    code: 'INVALID_CIRCUIT',
    send: submit(() => ({ source: '%PDF-1.7\u0001' })),
    issue: { pointer: '/source', line: 1 },
  },
  {
    what: 'job: more qubits than the device has',
    code: 'TOO_MANY_QUBITS',
    send: submit(() => ({ source: qubits(6) })),
  },
  {
    what: 'job: more qubits than can be simulated',
    code: 'TOO_MANY_QUBITS',
    send: submit(() => ({ source: qubits(4000) })),
  },
  {
    what: 'job: more shots than the device takes',
    code: 'TOO_MANY_SHOTS',
    send: submit(() => ({ shots: 1001 })),
  },
  {
    what: 'job: fewer shots than the device takes',
    code: 'TOO_FEW_SHOTS',
    send: submit(() => ({ shots: 9 })),
  },
  {
    what: 'job: device that does not exist',
    code: 'NOT_FOUND',
    send: submit(() => ({ deviceId: randomUUID() })),
  },
  {
    what: 'job: device is offline',
    code: 'DEVICE_OFFLINE',
    send: submit(({ devices }) => ({ deviceId: devices.offline })),
  },
  {
    what: 'job: device is retired',
    code: 'DEVICE_RETIRED',
    send: submit(({ devices }) => ({ deviceId: devices.retired })),
  },
  {
    what: 'job: device outside its execution window',
    code: 'OUTSIDE_EXECUTION_WINDOW',
    send: submit(({ devices }) => ({ deviceId: devices.closed })),
  },
  {
    what: 'job: calibration of another device',
    code: 'CALIBRATION_MISMATCH',
    send: submit(({ calibrationOfOther }) => ({ calibrationId: calibrationOfOther })),
  },
  {
    what: 'job: the wallet is too small',
    code: 'INSUFFICIENT_FUNDS',
    send: submit(() => ({}), 'poor'),
  },
  {
    what: 'job: there is no wallet',
    code: 'INSUFFICIENT_FUNDS',
    send: submit(() => ({}), 'stranger'),
  },
  {
    what: 'job: maximum cost beyond the wallet',
    code: 'INSUFFICIENT_FUNDS',
    send: submit(() => ({ maximumCost: usd('999999999') })),
  },
  {
    what: 'job: estimated above its maximum cost',
    code: 'COST_ABOVE_MAXIMUM',
    send: submit(() => ({ maximumCost: usd('1') })),
  },
  {
    what: 'job: maximum cost in another asset',
    code: 'ASSET_MISMATCH',
    send: submit(() => ({ maximumCost: { amount: '1000', asset: 'QVT/18' } })),
  },
  {
    what: 'job: quote that does not exist',
    code: 'NOT_FOUND',
    send: submit(() => ({ quoteId: randomUUID() })),
  },
  {
    what: 'job: somebody else’s quote',
    code: 'NOT_FOUND',
    send: submit(({ quote }) => ({ quoteId: quote }), 'poor'),
  },
  {
    what: 'job: expired quote',
    code: 'QUOTE_EXPIRED',
    send: submit(({ oldQuote }) => ({ quoteId: oldQuote })),
  },
  {
    what: 'job: quote for other shots',
    code: 'QUOTE_MISMATCH',
    send: submit(({ quote }) => ({ quoteId: quote, shots: 101 })),
  },
  {
    what: 'job: quote for another program',
    code: 'QUOTE_MISMATCH',
    send: submit(({ quote }) => ({ quoteId: quote, source: qubits(1) })),
  },
  {
    what: 'job: submitted with a key that may only read',
    code: 'FORBIDDEN',
    send: ({ app, keys, work }) =>
      call(app, 'POST', '/v1/jobs', { apiKey: keys.reading.key, body: work }),
  },
  {
    what: 'quote: unknown field',
    code: 'INVALID_INPUT',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/quotes', { body: { ...world.work, seed: 1 } }),
    issue: { pointer: '/seed', code: 'unrecognized_keys' },
  },
  {
    what: 'job: somebody else’s is read',
    code: 'NOT_FOUND',
    send: (world) => sendAs(world, 'stranger', 'GET', `/v1/jobs/${world.jobs.done}`),
  },
  {
    what: 'job: somebody else’s result is read',
    code: 'NOT_FOUND',
    send: (world) => sendAs(world, 'stranger', 'GET', `/v1/jobs/${world.jobs.done}/result`),
  },
  {
    what: 'job: read by the provider of the device',
    code: 'FORBIDDEN',
    send: (world) => sendAs(world, 'provider', 'DELETE', `/v1/jobs/${world.jobs.running}`),
  },
  {
    what: 'job: a result that is not there yet',
    code: 'NOT_FOUND',
    send: (world) => sendAs(world, 'researcher', 'GET', `/v1/jobs/${world.jobs.running}/result`),
  },
  {
    what: 'job: somebody else’s is cancelled',
    code: 'NOT_FOUND',
    send: (world) => sendAs(world, 'stranger', 'DELETE', `/v1/jobs/${world.jobs.running}`),
  },
  {
    what: 'job: cancelled after its end',
    code: 'JOB_ALREADY_TERMINAL',
    send: (world) => sendAs(world, 'researcher', 'DELETE', `/v1/jobs/${world.jobs.done}`),
  },
  {
    what: 'job: cancelled on a stale revision',
    code: 'PRECONDITION_FAILED',
    send: (world) =>
      sendAs(world, 'researcher', 'DELETE', `/v1/jobs/${world.jobs.running}`, {
        headers: { 'if-match': '"5"' },
      }),
  },
]
