import { randomUUID } from 'node:crypto'
import { PriceBookEntry } from '../../../domain/devices/price-book.ts'
import { schemaOf } from '../../../domain/events.ts'
import { JobSubmission, type JobEvent } from '../../../domain/jobs/job-events.ts'
import { job, type JobCommand } from '../../../domain/jobs/job.ts'
import { bitOrder } from '../../../domain/jobs/job-result.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import type { NewEvent } from '../../../platform/event-store/types.ts'
import { bell } from './bell.ts'

/** Everything that becomes of one job, as its decider decides it: the events of one stream. */
export type Story = { readonly stream: string; readonly events: readonly NewEvent[] }

const organisation = '00000000-0000-7000-8000-000000000001'
const deviceId = '00000000-0000-7000-8000-000000000002'
const providerOrganisation = '00000000-0000-7000-8000-000000000003'
const user = '00000000-0000-7000-8000-000000000004'
const hash = 'ab'.repeat(32)
const now = '2026-01-01T00:00:00.000Z'
const cents = (amount: string) => ({ amount, asset: 'USD/2' })
const usage = { shots: 1000, qpuSeconds: 0.125 }

/** The same in every run, and in the order of the log, as ids made in time are. */
const jobIdOf = (index: number): string =>
  `00000000-0000-7000-9000-${index.toString(16).padStart(12, '0')}`

const submission = JobSubmission.parse({
  jobId: jobIdOf(0),
  organisation,
  user,
  name: 'Bell',
  tags: ['bench'],
  source: bell,
  programHash: hash,
  circuit: {
    language: 'OPENQASM',
    version: '3.0',
    qubits: 2,
    clbits: 2,
    registers: [{ name: 'c', size: 2 }],
    oneQubitGates: 1,
    twoQubitGates: 1,
    measurements: 2,
    depth: 3,
    dynamic: false,
  },
  deviceId,
  providerOrganisation,
  shots: 1000,
  seed: '7',
  price: PriceBookEntry.parse({ version: '1', asset: 'USD/2', validFrom: now, perTask: '1' }),
  estimate: cents('100'),
  maximumCost: cents('120'),
  timeLimit: 60,
  commissionBasisPoints: 1000,
})

const commands: readonly JobCommand[] = [
  { type: 'SubmitJob', submission },
  { type: 'QueueJob', holdId: '00000000-0000-7000-8000-000000000005', amount: cents('120') },
  { type: 'RecordDispatch', attempt: 1, clientToken: 'token', providerJobId: 'p-1' },
  { type: 'RecordProgress', phase: 'COMPILING', rawState: 'compiling' },
  { type: 'RecordProgress', phase: 'EXECUTING_QPU', rawState: 'running' },
  {
    type: 'CompleteJob',
    result: {
      bitOrder,
      histogram: { encoding: 'json', counts: { '00': 503, '11': 497 } },
      registers: [{ name: 'c', size: 2 }],
      shots: 1000,
      executionSeconds: 0.125,
      engine: { name: 'state-vector', version: '1.0.0' },
      seed: '7',
      programHash: hash,
      resultHash: hash,
    },
    usage,
  },
  {
    type: 'SettleCharge',
    charged: cents('100'),
    providerShare: cents('90'),
    commission: cents('10'),
  },
]

const decided = (): readonly JobEvent[] => {
  const events: JobEvent[] = []
  let state = job.initial
  for (const command of commands) {
    const decision = job.decide(command, state, {
      actor: { kind: 'user', id: user },
      now,
      commandId: hash,
      id: (name) => name,
      eventId: String,
    })
    if (isRejection(decision)) throw new Error(`${command.type} was rejected: ${decision.detail}`)
    state = decision.reduce(job.evolve, state)
    events.push(...decision)
  }
  return events
}

const template = decided()

/** How many events a story has. */
export const storyLength = template.length

const metadataOf = (type: JobEvent['type'], stream: string): NewEvent['metadata'] => ({
  $correlationId: stream,
  $causationId: stream,
  commandId: stream,
  inputHash: hash,
  actor: { kind: 'user', id: user },
  organisation,
  occurredAt: now,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  schema: schemaOf(type),
})

/** The story of the job with this number. */
export const jobStory = (index: number): Story => {
  const jobId = jobIdOf(index)
  const stream = `job-${jobId}`
  const events = template.map(({ type, data }) => ({
    id: randomUUID(),
    type,
    data: { ...data, jobId },
    metadata: metadataOf(type, stream),
  }))
  return { stream, events }
}
