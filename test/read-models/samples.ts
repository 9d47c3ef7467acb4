import type { Calibration } from '../../domain/devices/calibration.ts'
import { DeviceFacts } from '../../domain/devices/device-facts.ts'
import { bitOrder, type JobResult } from '../../domain/jobs/job-result.ts'
import { JobSubmission } from '../../domain/jobs/job-events.ts'
import { bellFacts } from '../kit/jobs.ts'
import { derivedId } from '../../platform/ids/ids.ts'

/** Ids by name, the same in every run. */
export const idOf = (...name: readonly string[]): string => derivedId('sample', ...name)

const hash = 'ab'.repeat(32)

const price = (version: string) => ({
  version,
  asset: 'USD/2',
  validFrom: '2026-01-01T00:00:00.000Z',
  perShot: '0.001',
})

export const facts = (name: string): DeviceFacts =>
  DeviceFacts.parse({
    name,
    description: 'two lines\nand a "quote"',
    technology: 'SIMULATOR',
    qubits: 5,
    connectivity: [
      [0, 1],
      [1, 2],
    ],
    gateSet: ['rz', 'sx', 'cx'],
    shots: { min: 1, max: 10_000 },
    executionWindows: [
      { executionDay: 'Everyday', windowStartHour: '00:00:00', windowEndHour: '00:00:00' },
    ],
    priceBook: [price('1')],
    execution: { provider: 'simulator', concurrency: 2 },
  })

export const nextPrice = DeviceFacts.shape.priceBook.element.parse({
  ...price('2'),
  validFrom: '2027-01-01T00:00:00.000Z',
})

export const calibration = (t1Us: number): Calibration => ({
  takenAt: '2026-01-01T02:00:00.000+01:00',
  source: 'IBM',
  qubits: [
    { index: 0, t1Us, t2Us: 80.5, readoutError: 0.02 },
    { index: 1, t1Us: t1Us + 10, readoutError: 0.04 },
  ],
  gates: [
    { name: 'sx', qubits: [0], error: 0.0003 },
    { name: 'cx', qubits: [0, 1], error: 0.0071, durationNs: 370.5 },
  ],
})

const usd = (amount: bigint) => ({ amount: amount.toString(), asset: 'USD/2' })

export const submission = (
  job: string,
  organisation: string,
  user: string,
  device: string,
): JobSubmission =>
  JobSubmission.parse({
    jobId: idOf('job', job),
    organisation: idOf('organisation', organisation),
    user: idOf('user', user),
    name: `job ${job}`,
    tags: ['bell', 'Ünïcode "tag"'],
    source: 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];',
    programHash: hash,
    circuit: bellFacts,
    deviceId: idOf('device', device),
    providerOrganisation: idOf('organisation', 'provider'),
    shots: 1000,
    seed: '7',
    price: price('1'),
    estimate: usd(100n),
    maximumCost: usd(120n),
    timeLimit: 60,
    commissionBasisPoints: 1000,
  })

export const result: JobResult = {
  bitOrder,
  histogram: { encoding: 'json', counts: { '00': 503, '11': 497 } },
  registers: [{ name: 'c', size: 2 }],
  shots: 1000,
  executionSeconds: 0.125,
  engine: { name: 'state-vector', version: '1.0.0' },
  seed: '7',
  programHash: hash,
  resultHash: hash,
}

export const usage = { shots: 1000, qpuSeconds: 0.125 }
export const money = usd
