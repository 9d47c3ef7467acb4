import type { PaymentRow } from '../../../projections/billing/payments/tables.ts'
import { creationOrder } from '../../pagination/creation.ts'
import { isOneOf, uuidArgument } from '../../pagination/filter.ts'
import { type PageRequest, takePage } from '../../pagination/keyset.ts'
import { byUuid } from '../../view/batch.ts'
import type { Caller } from '../../view/caller.ts'
import type { ReadDb } from '../../view/db.ts'
import { ownedBy, visible } from '../../view/visible.ts'

export const paymentOrder = creationOrder('payment.requested')

const paymentIsVisible = (caller: Caller) =>
  visible(caller, 'billing:read', ownedBy('payments.organisation'))
const cardsAreVisible = (caller: Caller) =>
  visible(caller, 'billing:read', ownedBy('saved_cards.organisation'))

export const paymentLoaders = (db: ReadDb, caller: Caller) => ({
  payments: byUuid(
    (ids) =>
      db
        .selectFrom('payments')
        .selectAll()
        .where('payment_id', 'in', ids)
        .where(paymentIsVisible(caller))
        .execute(),
    ({ payment_id }) => payment_id,
  ),
  savedCards: byUuid(
    (ids) =>
      db
        .selectFrom('saved_cards')
        .selectAll()
        .where('organisation', 'in', ids)
        .where(cardsAreVisible(caller))
        .execute(),
    ({ organisation }) => organisation,
  ),
})

export type PaymentFilter = {
  readonly status?: readonly PaymentRow['status'][] | null | undefined
  readonly purpose?: PaymentRow['purpose'] | null | undefined
  readonly jobId?: string | null | undefined
  readonly billId?: string | null | undefined
  readonly from?: Date | null | undefined
  readonly before?: Date | null | undefined
}

export const readPayments = (
  db: ReadDb,
  caller: Caller,
  filter: PaymentFilter,
  page: PageRequest,
): Promise<readonly PaymentRow[]> => {
  let query = db.selectFrom('payments').selectAll().where(paymentIsVisible(caller))
  if (filter.status != null) query = query.where(isOneOf('status', filter.status))
  if (filter.purpose != null) query = query.where('purpose', '=', filter.purpose)
  if (filter.jobId != null) query = query.where('job_id', '=', uuidArgument('jobId', filter.jobId))
  if (filter.billId != null)
    query = query.where('bill_id', '=', uuidArgument('billId', filter.billId))
  if (filter.from != null) query = query.where('requested_at', '>=', filter.from)
  if (filter.before != null) query = query.where('requested_at', '<', filter.before)
  return takePage(query, page).execute()
}
