import type { Plan } from '../../../domain/agents/workflows/plan.ts'
import type { RunStatus } from '../../../domain/agents/workflows/run.ts'

export type WorkflowDefinitionRow = {
  readonly definition_id: string
  readonly organisation: string
  /** The newest one, with its plan. */
  readonly version: number
  readonly plan: Plan
  readonly retired: boolean
  readonly published_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type StepStatus = 'RUNNING' | 'COMPLETED' | 'FAILED' | 'TAKEN_BACK' | 'NOT_TAKEN_BACK'

/** Instants are texts here: it is JSON. */
export type StepOfRun = {
  readonly step: string
  readonly key: string
  readonly attempt: number
  readonly status: StepStatus
  /** Of the first attempt; null for what another run had on record. */
  readonly beganAt: string | null
  readonly endedAt: string | null
  readonly code: string | null
  readonly branch: 'then' | 'else' | null
  readonly goesOn: boolean | null
  readonly reused: boolean
}

export type WorkflowRunRow = {
  readonly run_id: string
  readonly organisation: string
  readonly definition_id: string | null
  readonly name: string | null
  readonly version: number
  readonly plan: Plan
  readonly status: RunStatus
  readonly steps: readonly StepOfRun[]
  /** The steps that the end waits for, as far as the run has come, the first one first. */
  readonly critical_path: readonly string[]
  readonly code: string | null
  readonly failed_step: string | null
  readonly compensation: 'NONE' | 'COMPLETE' | 'PARTIAL' | null
  readonly parent_run_id: string | null
  readonly fork_of: string | null
  readonly fork_step: string | null
  readonly budget_id: string | null
  readonly requested_at: Date
  readonly ended_at: Date | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type WorkflowTables = {
  readonly workflow_definitions: WorkflowDefinitionRow
  readonly workflow_runs: WorkflowRunRow
}
