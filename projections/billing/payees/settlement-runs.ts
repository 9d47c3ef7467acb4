import { definitions } from '../../../domain/billing/payees/settlement.ts'
import { existing, projectionOf } from '../../shared/projection.ts'
import type { RowWrite } from '../../shared/rows.ts'

/** Runs of the settlement: which stretch of the log, and what came of it. */
export const settlementRuns = projectionOf({
  name: 'settlement-runs',
  definitions,
  touches: ({ type, data }) =>
    type === 'SettlementOpened'
      ? []
      : [
          {
            table: 'settlement_runs',
            key: { run_id: data.runId },
            isNew: type === 'SettlementRunBegun',
          },
        ],
  apply: ({ type, data, ...event }, rows): readonly RowWrite[] => {
    const { position } = event
    switch (type) {
      case 'SettlementOpened':
        return []
      case 'SettlementRunBegun': {
        const row = {
          run_id: data.runId,
          from_position: BigInt(data.fromPosition),
          to_position: BigInt(data.toPosition),
          sums: [],
          begun_at: new Date(data.at),
          completed_at: null,
          created_position: position,
          position,
        }
        return [{ do: 'put', table: 'settlement_runs', row }]
      }
      case 'SettlementRunCompleted': {
        const { sums, runId: run_id, at } = data
        const before = existing(rows.get('settlement_runs', { run_id }), { type, data, ...event })
        const row = { ...before, sums, completed_at: new Date(at), position }
        return [{ do: 'put', table: 'settlement_runs', row }]
      }
    }
  },
})
