import type { DifferenceCode } from '../../../domain/billing/reconciliation/difference.ts'
import type { FindingStatus } from '../../../domain/billing/reconciliation/finding.ts'

export type ReconciliationFindingRow = {
  readonly finding_id: string
  readonly status: FindingStatus
  readonly code: DifferenceCode
  /** The hub's id of what it is about where it has one, else the provider's. */
  readonly subject: string
  readonly provider_id: string | null
  readonly payment_id: string | null
  readonly organisation: string | null
  /** What each side says, in a few words. */
  readonly ours: string | null
  readonly theirs: string | null
  /** The run that raised it last. */
  readonly run_id: string
  readonly raised_at: Date
  readonly changed_at: Date
  /** What the operator said who acknowledged or resolved it, and who that was. */
  readonly reason: string | null
  readonly settled_by: string | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type ReconciliationTables = {
  readonly reconciliation_findings: ReconciliationFindingRow
}
