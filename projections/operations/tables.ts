import type { OperatorActionName, Parameters, Performer } from '../../domain/operations/actions.ts'

/** What an operator did to the hub, or asked it to do. */
export type OperatorActionRow = {
  readonly action_id: string
  readonly action: OperatorActionName
  readonly subject: string
  readonly reason: string
  readonly parameters: Parameters
  readonly performer: Performer
  readonly requested_by: string
  /** What the dry run said, and its hash. */
  readonly would: readonly string[]
  readonly preview: string | null
  readonly status: 'REQUESTED' | 'DONE' | 'FAILED'
  readonly detail: string | null
  readonly requested_at: Date
  readonly finished_at: Date | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type OperationsTables = { readonly operator_actions: OperatorActionRow }
