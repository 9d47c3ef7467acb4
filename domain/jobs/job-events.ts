import { z } from 'zod'
import { PriceBookEntry } from '../devices/price-book.ts'
import { Money } from '../shared/money.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Id, Instant, Sha256 } from '../shared/values.ts'
import { CircuitFacts } from './circuit-facts.ts'
import { JobResult } from './job-result.ts'

export const Phase = z.enum(['COMPILING', 'WAITING_QPU', 'EXECUTING_QPU', 'POST_PROCESSING'])
export type Phase = z.output<typeof Phase>

export const FaultDomain = z.enum(['USER', 'PLATFORM', 'PROVIDER'])

/** What ran on the device: shots that counted and seconds on it. */
export const RunUsage = z.strictObject({ shots: z.int().min(0), qpuSeconds: z.number().min(0) })
export type RunUsage = z.output<typeof RunUsage>

export const Failure = z.strictObject({
  code: z.string().min(1).max(80),
  message: z.string().max(2000),
  faultDomain: FaultDomain,
  retriable: z.boolean(),
  line: z.int().min(1).exactOptional(),
  column: z.int().min(1).exactOptional(),
})
export type Failure = z.output<typeof Failure>

export const JobSubmission = z.strictObject({
  jobId: Id,
  organisation: Id,
  user: z.string().min(1),
  name: z.string().max(120),
  tags: z.array(z.string().min(1).max(40)).max(8),
  source: z.string().min(1),
  programHash: Sha256,
  circuit: CircuitFacts,
  deviceId: Id,
  providerOrganisation: Id,
  calibrationId: Id.exactOptional(),
  shots: z.int().min(1),
  seed: z.string().min(1).max(64),
  price: PriceBookEntry,
  estimate: Money,
  /** The most the job may cost: what is held, and the bound of every charge. */
  maximumCost: Money,
  quoteId: Id.exactOptional(),
  /** Seconds that the device gives one job. */
  timeLimit: z.int().min(1),
  commissionBasisPoints: z.int().min(0).max(10_000),
})
export type JobSubmission = z.output<typeof JobSubmission>

const Job = z.strictObject({ jobId: Id, at: Instant })
const Ended = Job.extend({ usage: RunUsage })

export const definitions = [
  defineEvent('JobSubmitted', 1, JobSubmission.extend({ submittedAt: Instant })),
  defineEvent('JobFundsReserved', 1, Job.extend({ holdId: Id, amount: Money })),
  defineEvent('JobQueued', 1, Job),
  defineEvent(
    'JobDispatched',
    1,
    Job.extend({
      attempt: z.int().min(1),
      clientToken: z.string().min(1),
      providerJobId: z.string().min(1),
    }),
  ),
  defineEvent('JobStarted', 1, Job),
  defineEvent('JobPhaseChanged', 1, Job.extend({ phase: Phase })),
  defineEvent(
    'JobCancellationRequested',
    1,
    Job.extend({ by: z.enum(['USER', 'SYSTEM']), reason: z.string().max(500) }),
  ),
  defineEvent('JobCompleted', 1, Ended.extend({ result: JobResult })),
  defineEvent('JobFailed', 1, Ended.extend({ failure: Failure })),
  defineEvent('JobCancelled', 1, Ended.extend({ by: z.enum(['USER', 'SYSTEM']) })),
  defineEvent(
    'JobProviderUpdateIgnored',
    1,
    Job.extend({ update: z.string().max(80), rawState: z.string().max(200) }),
  ),
  defineEvent(
    'JobChargeSettled',
    1,
    Job.extend({ charged: Money, providerShare: Money, commission: Money }),
  ),
  defineEvent('JobChargeReleased', 1, Job.extend({ reason: z.string().max(500) })),
  defineEvent('JobChargeRefunded', 1, Job.extend({ refunded: Money, reason: z.string().max(500) })),
] as const
export type JobEvent = EventOf<(typeof definitions)[number]>
