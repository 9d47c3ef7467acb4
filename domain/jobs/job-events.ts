import { z } from 'zod'
import { Spender } from '../billing/wallet/limits.ts'
import { PriceBookEntry } from '../devices/price-book.ts'
import { Money } from '../shared/money.ts'
import { defineEvent, version, type EventOf } from '../shared/event.ts'
import { Id, Instant, Sha256 } from '../shared/values.ts'
import { AppRun } from './app-run.ts'
import { CircuitFacts } from './circuit-facts.ts'
import { JobResult } from './job-result.ts'
import { ProgramInputs } from './program-inputs.ts'

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

/** As it was before there were inputs and apps. */
const PlainSubmission = z.strictObject({
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
const AppSubmission = PlainSubmission.extend({
  /** Values of the program's `input` declarations. `programHash` is of both. */
  inputs: ProgramInputs.exactOptional(),
  /** The app that it is a run of. Estimate and maximum cost hold its fee, too. */
  app: AppRun.exactOptional(),
})
export const JobSubmission = AppSubmission.extend({
  /** Whose spending it is, for the limits on the wallet. */
  spender: Spender.exactOptional(),
  /** The saved card that pays instead of the wallet's credit: the maximum is authorised, what was used is captured. */
  payWith: z
    .strictObject({
      methodId: Id,
      /** Nobody is there whom their bank could ask. */
      offSession: z.boolean(),
    })
    .exactOptional(),
})
export type JobSubmission = z.output<typeof JobSubmission>

const Job = z.strictObject({ jobId: Id, at: Instant })
const Settled = Job.extend({ charged: Money, providerShare: Money, commission: Money })
const Ended = Job.extend({ usage: RunUsage })

export const definitions = [
  defineEvent('JobSubmitted', 3, JobSubmission.extend({ submittedAt: Instant }), {
    earlier: [
      version(PlainSubmission.extend({ submittedAt: Instant }), (data) => data),
      version(AppSubmission.extend({ submittedAt: Instant }), (data) => data),
    ],
  }),
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
  defineEvent('JobChargeSettled', 2, Settled.extend({ sellerShare: Money.exactOptional() }), {
    earlier: [version(Settled, (data) => data)],
  }),
  defineEvent('JobChargeReleased', 1, Job.extend({ reason: z.string().max(500) })),
  defineEvent('JobChargeRefunded', 1, Job.extend({ refunded: Money, reason: z.string().max(500) })),
] as const
export type JobEvent = EventOf<(typeof definitions)[number]>
