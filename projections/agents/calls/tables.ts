import type { AttemptFailure } from '../../../domain/agents/calls/call-events.ts'

/** Costs are fine: of the asset's code, at scale 10. */
export type LlmCallRow = {
  readonly call_id: string
  readonly organisation: string
  readonly budget_id: string | null
  readonly kind: 'CHAT' | 'EMBEDDING'
  readonly template: string
  readonly version: number
  readonly status: 'OPEN' | 'COMPLETED' | 'CACHED' | 'REFUSED'
  /** Whose answer it is. */
  readonly route_id: string | null
  readonly attempts: number
  readonly tokens_in: bigint
  readonly tokens_out: bigint
  readonly cost: string
  readonly asset: string | null
  /** Why it was refused. */
  readonly code: string | null
  readonly requested_at: Date
  readonly ended_at: Date | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type LlmAttemptRow = {
  readonly attempt_id: string
  readonly call_id: string
  readonly number: number
  readonly route_id: string
  readonly provider: string
  readonly status: 'STARTED' | 'SUCCEEDED' | 'FAILED'
  readonly reason: AttemptFailure | null
  readonly repairs: boolean
  readonly accepted: boolean | null
  readonly maximum: string
  readonly cost: string | null
  readonly asset: string
  readonly tokens_in: bigint | null
  readonly tokens_out: bigint | null
  readonly latency_ms: number | null
  readonly first_token_ms: number | null
  readonly started_at: Date
  readonly ended_at: Date | null
  readonly created_position: bigint
  readonly position: bigint
}

export type LlmCallTables = { llm_calls: LlmCallRow; llm_attempts: LlmAttemptRow }
