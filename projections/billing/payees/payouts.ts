import { definitions, type PayeeEvent } from '../../../domain/billing/payees/payee-events.ts'
import { existing, projectionOf } from '../../shared/projection.ts'
import type { RowWrite } from '../../shared/rows.ts'
import type { PayoutRow } from './tables.ts'

type OfPayout = Extract<PayeeEvent, { readonly data: { readonly payoutId: string } }>

const isOfPayout = (event: PayeeEvent): event is OfPayout => 'payoutId' in event.data

/** Payouts, and what became of each. */
export const payouts = projectionOf({
  name: 'payouts',
  definitions,
  touches: (event) =>
    isOfPayout(event)
      ? [
          {
            table: 'payouts',
            key: { payout_id: event.data.payoutId },
            isNew: event.type === 'PayoutRequested',
          },
        ]
      : [],
  apply: (event, rows): readonly RowWrite[] => {
    if (!isOfPayout(event)) return []
    const { position } = event
    const changed_at = new Date(event.data.at)
    const put = (row: PayoutRow): readonly RowWrite[] => [{ do: 'put', table: 'payouts', row }]
    if (event.type === 'PayoutRequested') {
      const { payoutId, organisation, asset, amount, why, accountId } = event.data
      return put({
        payout_id: payoutId,
        ...{ organisation, asset, amount, why },
        status: 'REQUESTED',
        account_id: accountId,
        reference: null,
        code: null,
        requested_at: changed_at,
        changed_at,
        created_position: position,
        position,
      })
    }
    const before = existing(rows.get('payouts', { payout_id: event.data.payoutId }), event)
    return put({ ...before, ...wordOf(event), changed_at, position })
  },
})

const wordOf = ({
  type,
  data,
}: Exclude<OfPayout, { readonly type: 'PayoutRequested' }>): Partial<PayoutRow> => {
  switch (type) {
    case 'PayoutSent':
      return { status: 'SENT', reference: data.reference }
    case 'PayoutUnknown':
      return { status: 'UNKNOWN' }
    case 'PayoutPaid':
      return { status: 'PAID', reference: data.reference }
    case 'PayoutFailed':
      return { status: 'FAILED', code: data.code }
    case 'PayoutReturned':
      return { status: 'RETURNED', code: data.code }
  }
}
