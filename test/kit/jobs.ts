import { PriceBookEntry } from '../../domain/devices/price-book.ts'
import type { CircuitFacts } from '../../domain/jobs/circuit-facts.ts'
import type { Failure, JobSubmission } from '../../domain/jobs/job-events.ts'
import { bitOrder, type JobResult } from '../../domain/jobs/job-result.ts'

/** Ids that tell the reader what they are of. */
export const jobId = '00000000-0000-4000-8000-0000000000a1'
export const deviceId = '00000000-0000-4000-8000-0000000000a2'
export const organisation = '00000000-0000-4000-8000-0000000000a3'
export const providerOrganisation = '00000000-0000-4000-8000-0000000000a4'

/** What a Bell circuit is made of. */
export const bellFacts: CircuitFacts = {
  language: 'OPENQASM',
  version: '2.0',
  qubits: 2,
  clbits: 2,
  registers: [{ name: 'c', size: 2 }],
  oneQubitGates: 1,
  twoQubitGates: 1,
  measurements: 2,
  depth: 3,
  dynamic: false,
}

/** A dollar for the task and a cent a shot; at most 20 dollars for the 1000 shots of `submissionOf`. */
export const price = PriceBookEntry.parse({
  version: '1',
  asset: 'USD/2',
  validFrom: '2026-01-01T00:00:00Z',
  perTask: '1',
  perShot: '0.01',
})

export const submissionOf = (changes: Partial<JobSubmission> = {}): JobSubmission => ({
  jobId,
  organisation,
  user: 'ada',
  name: 'Bell',
  tags: [],
  source: 'OPENQASM 2.0;',
  programHash: 'a'.repeat(64),
  circuit: bellFacts,
  deviceId,
  providerOrganisation,
  shots: 1000,
  seed: '7',
  price,
  estimate: { amount: '1100', asset: 'USD/2' },
  maximumCost: { amount: '2000', asset: 'USD/2' },
  timeLimit: 60,
  commissionBasisPoints: 1000,
  ...changes,
})

export const resultOf = (shots: number): JobResult => ({
  bitOrder,
  histogram: { encoding: 'json', counts: { '00': shots } },
  registers: [{ name: 'c', size: 2 }],
  shots,
  executionSeconds: 2,
  engine: { name: 'test', version: '1' },
  seed: '7',
  programHash: 'a'.repeat(64),
  resultHash: 'b'.repeat(64),
})

export const failureOf = (faultDomain: Failure['faultDomain']): Failure => ({
  code: 'TEST',
  message: 'ordered by a test',
  faultDomain,
  retriable: false,
})
