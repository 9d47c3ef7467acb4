import { definitions } from '../../../domain/billing/reconciliation/finding.ts'
import { existing, projectionOf } from '../../shared/projection.ts'
import type { RowWrite } from '../../shared/rows.ts'

const table = 'reconciliation_findings'

/** Findings of the reconciliation, and what became of them. */
export const reconciliationFindings = projectionOf({
  name: 'reconciliation-findings',
  definitions,
  touches: ({ data }) => [{ table, key: { finding_id: data.findingId }, isNew: false }],
  apply: ({ type, data, ...event }, rows): readonly RowWrite[] => {
    const { position, revision } = event
    const { findingId: finding_id, at } = data
    const changed_at = new Date(at)
    const before = rows.get(table, { finding_id })
    if (type === 'ReconciliationFindingRaised') {
      const { difference, runId: run_id } = data
      const { code, subject, providerId, paymentId, organisation, ours, theirs } = difference
      const row = {
        ...({ finding_id, status: 'OPEN', code, subject, run_id } as const),
        provider_id: providerId ?? null,
        payment_id: paymentId ?? null,
        organisation: organisation ?? null,
        ours: ours ?? null,
        theirs: theirs ?? null,
        raised_at: changed_at,
        changed_at,
        reason: null,
        settled_by: null,
        created_position: before?.created_position ?? position,
        ...{ revision, position },
      }
      return [{ do: 'put', table, row }]
    }
    const row = {
      ...existing(before, { type, data, ...event }),
      ...{ changed_at, revision, position },
    }
    switch (type) {
      case 'ReconciliationFindingAcknowledged':
      case 'ReconciliationFindingResolved': {
        const status =
          type === 'ReconciliationFindingResolved'
            ? ('RESOLVED' as const)
            : ('ACKNOWLEDGED' as const)
        const { reason, by: settled_by } = data
        return [{ do: 'put', table, row: { ...row, status, reason, settled_by } }]
      }
      case 'ReconciliationFindingCleared':
        return [{ do: 'put', table, row: { ...row, status: 'CLEARED' } }]
    }
  },
})
