import { phaseOf, ruleFor, type Ending } from '../../domain/billing/failure-policy.ts'
import type { JobBilling } from '../../domain/jobs/job.ts'
import type { JobEvent } from '../../domain/jobs/job-events.ts'
import { exhausted } from '../../domain/shared/values.ts'
import type { Projected } from '../shared/projection.ts'
import type { JobRow } from './tables.ts'

type Submitted = Extract<Projected<JobEvent>, { type: 'JobSubmitted' }>

export const submittedRow = ({ data, position, revision }: Submitted): JobRow => ({
  job_id: data.jobId,
  organisation: data.organisation,
  user_id: data.user,
  name: data.name,
  tags: data.tags,
  device_id: data.deviceId,
  provider_organisation: data.providerOrganisation,
  calibration_id: data.calibrationId ?? null,
  quote_id: data.quoteId ?? null,
  program_hash: data.programHash,
  circuit: data.circuit,
  shots: data.shots,
  seed: data.seed,
  time_limit_seconds: data.timeLimit,
  status: 'SUBMITTED',
  phase: null,
  billing: 'NONE',
  price: data.price,
  asset: data.maximumCost.asset,
  estimate: data.estimate.amount,
  maximum_cost: data.maximumCost.amount,
  charged: null,
  provider_share: null,
  commission: null,
  refunded: null,
  hold_id: null,
  attempt: 0,
  provider_job_id: null,
  failure: null,
  used_shots: null,
  qpu_seconds: null,
  applied_rule: null,
  submitted_at: new Date(data.submittedAt),
  queued_at: null,
  started_at: null,
  cancel_requested_at: null,
  ended_at: null,
  updated_at: new Date(data.submittedAt),
  created_position: position,
  revision,
  position,
})

const awaitingCharge = (billing: JobBilling): JobBilling =>
  billing === 'RESERVED' ? 'PENDING' : billing

type Ended = Extract<JobEvent, { data: { usage: unknown } }>

const ended = (row: JobRow, event: Ended, status: Ending) => ({
  status,
  billing: awaitingCharge(row.billing),
  phase: null,
  applied_rule: ruleFor(
    status,
    'failure' in event.data ? event.data.failure.faultDomain : undefined,
    phaseOf(event.data.usage),
  ),
  used_shots: event.data.usage.shots,
  qpu_seconds: event.data.usage.qpuSeconds,
  ended_at: new Date(event.data.at),
})

/** What an event changes in the row: the state machine of the domain, told for columns. */
export const changeOf = (
  row: JobRow,
  event: Exclude<JobEvent, { type: 'JobSubmitted' }>,
): Partial<JobRow> => {
  const at = new Date(event.data.at)
  switch (event.type) {
    case 'JobFundsReserved':
      return { billing: 'RESERVED', hold_id: event.data.holdId }
    case 'JobQueued':
      return { status: 'QUEUED', queued_at: at }
    case 'JobDispatched':
      return { attempt: event.data.attempt, provider_job_id: event.data.providerJobId }
    case 'JobStarted':
      return {
        status: row.status === 'CANCELLING' ? 'CANCELLING' : 'RUNNING',
        started_at: row.started_at ?? at,
      }
    case 'JobPhaseChanged':
      return { phase: event.data.phase }
    case 'JobCancellationRequested':
      return { status: 'CANCELLING', cancel_requested_at: at }
    case 'JobCompleted':
      return ended(row, event, 'COMPLETED')
    case 'JobFailed':
      return { ...ended(row, event, 'FAILED'), failure: event.data.failure }
    case 'JobCancelled':
      return ended(row, event, 'CANCELLED')
    case 'JobProviderUpdateIgnored':
      return {}
    case 'JobChargeSettled': {
      const { charged, providerShare, commission } = event.data
      return {
        billing: 'SETTLED',
        charged: charged.amount,
        provider_share: providerShare.amount,
        commission: commission.amount,
      }
    }
    case 'JobChargeReleased':
      return { billing: 'RELEASED' }
    case 'JobChargeRefunded': {
      const refunded = BigInt(row.refunded ?? '0') + BigInt(event.data.refunded.amount)
      return { billing: 'REFUNDED', refunded: refunded.toString() }
    }
    default:
      return exhausted(event)
  }
}
