import { definitions } from '../../../domain/tokens/staking/slashing.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf } from '../../shared/projection.ts'
import type { RowWrite } from '../../shared/rows.ts'
import type { SlashingRow } from './tables.ts'

const table = 'slashings'

/** Slashings, and what became of each. */
export const slashings = projectionOf({
  name: 'slashings',
  definitions,
  touches: ({ type, data }) => [
    { table, key: { slashing_id: data.slashingId }, isNew: type === 'SlashingProposed' },
  ],
  apply: ({ type, data, ...event }, rows): readonly RowWrite[] => {
    const { revision, position } = event
    const changed_at = new Date(data.at)
    const { slashingId: slashing_id } = data
    if (type === 'SlashingProposed') {
      const { chain, epoch, deviceId, organisation, operator, reservations, failed } = data
      const row: SlashingRow = {
        ...{ slashing_id, chain, device_id: deviceId, organisation, operator, epoch },
        ...{ reservations, failed, amount: data.amount.amount, taken: null, status: 'PROPOSED' },
        ...{ objection: null, decided_by: null, reason: null, code: null, transaction_id: null },
        contestable_until: new Date(data.contestableUntil),
        ...{ changed_at, created_position: position, revision, position },
      }
      return [{ do: 'put', table, row }]
    }
    const before = existing(rows.get(table, { slashing_id }), { type, data, ...event })
    const put = (news: Partial<SlashingRow>): readonly RowWrite[] => [
      { do: 'put', table, row: { ...before, ...news, changed_at, revision, position } },
    ]
    switch (type) {
      case 'SlashingContested':
        return put({ status: 'CONTESTED', objection: data.reason })
      case 'SlashingWaived':
        return put({ status: 'WAIVED', decided_by: data.by, reason: data.reason })
      case 'SlashingDue': {
        const { transactionId: transaction_id, upheldBy = null, reason = null } = data
        return put({ status: 'DUE', transaction_id, decided_by: upheldBy, reason, code: null })
      }
      case 'SlashingCarriedOut':
        return put({ status: 'CARRIED_OUT', taken: data.taken.amount })
      case 'SlashingFailed':
        return put({ status: 'FAILED', code: data.code })
      default:
        return exhausted(type)
    }
  },
})
