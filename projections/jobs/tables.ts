import type { AppliedRule, FailureRule } from '../../domain/billing/failure-policy.ts'
import type { PriceBookEntry } from '../../domain/devices/price-book.ts'
import type { CircuitFacts } from '../../domain/jobs/circuit-facts.ts'
import type { JobBilling, JobStatus } from '../../domain/jobs/job.ts'
import type { Failure, JobEvent, Phase } from '../../domain/jobs/job-events.ts'
import type { Histogram, JobResult } from '../../domain/jobs/job-result.ts'

/** Amounts are whole minor units of `asset`, as decimal strings. */
export type JobRow = {
  readonly job_id: string
  readonly organisation: string
  readonly user_id: string
  readonly name: string
  readonly tags: readonly string[]
  readonly device_id: string
  readonly provider_organisation: string
  readonly calibration_id: string | null
  readonly quote_id: string | null
  readonly program_hash: string
  readonly circuit: CircuitFacts
  readonly shots: number
  readonly seed: string
  readonly time_limit_seconds: number
  readonly status: JobStatus
  readonly phase: Phase | null
  readonly billing: JobBilling
  readonly price: PriceBookEntry
  readonly asset: string
  readonly estimate: string
  readonly maximum_cost: string
  readonly charged: string | null
  readonly provider_share: string | null
  readonly commission: string | null
  readonly refunded: string | null
  readonly hold_id: string | null
  readonly attempt: number
  readonly provider_job_id: string | null
  readonly failure: Failure | null
  /** Shots that counted and seconds on the device; null until the job ended. */
  readonly used_shots: number | null
  readonly qpu_seconds: number | null
  /** Who bears what it used, and why; null until it ended. */
  readonly applied_rule: AppliedRule | null
  readonly submitted_at: Date
  readonly queued_at: Date | null
  readonly started_at: Date | null
  readonly cancel_requested_at: Date | null
  readonly ended_at: Date | null
  readonly updated_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** The program beside its job: lists of jobs never carry it. */
export type JobProgramRow = {
  readonly job_id: string
  readonly source: string
  readonly position: bigint
}

export type JobResultRow = {
  readonly job_id: string
  readonly bit_order: JobResult['bitOrder']
  readonly histogram: Histogram
  readonly registers: JobResult['registers']
  readonly shots: number
  readonly execution_seconds: number
  readonly engine: JobResult['engine']
  readonly seed: string
  readonly program_hash: string
  readonly result_hash: string
  readonly position: bigint
}

/** A job's timeline: one row for each of its events. */
export type JobTransitionRow = {
  readonly job_id: string
  readonly revision: bigint
  readonly type: JobEvent['type']
  readonly at: Date
  readonly from_status: JobStatus | null
  readonly to_status: JobStatus
  readonly phase: Phase | null
  readonly billing: JobBilling
  /** What the event says besides the job and the time; programs and results stand in their own rows. */
  readonly detail: Readonly<Record<string, unknown>>
  readonly event_id: string
  readonly causation_id: string
  readonly correlation_id: string
  readonly position: bigint
}

export type QuoteRow = {
  readonly quote_id: string
  readonly organisation: string
  readonly device_id: string
  readonly program_hash: string
  readonly shots: number
  readonly price: PriceBookEntry
  readonly asset: string
  readonly estimate: string
  readonly maximum_cost: string
  readonly estimated_seconds: number
  /** Null for quotes that were rated before policies were shown. */
  readonly failure_policy: {
    readonly version: string
    readonly rules: readonly FailureRule[]
  } | null
  readonly issued_at: Date
  readonly expires_at: Date
  readonly position: bigint
}

export type JobsTables = {
  readonly jobs: JobRow
  readonly job_programs: JobProgramRow
  readonly job_results: JobResultRow
  readonly job_transitions: JobTransitionRow
  readonly quotes: QuoteRow
}
