import {
  definitions,
  type Charge,
  type Credit,
  type SubscriptionEvent,
} from '../../domain/subscriptions/subscription-events.ts'
import { projectionOf, type Known, type Projected } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'
import type { SubscriptionChargeRow } from './tables.ts'

/** What was asked for each period, and what came of it: the bills of a subscription. */
export const subscriptionCharges = projectionOf({
  name: 'subscription-charges',
  definitions,
  touches: (event) => [
    ...asked(event).map(({ chargeId }) => ref(chargeId, true)),
    ...about(event).map((chargeId) => ref(chargeId, false)),
  ],
  apply: (event, rows) => [
    ...asked(event).map((charge) => newBill(event, charge)),
    ...about(event).flatMap((chargeId) => changed(event, chargeId, rows)),
  ],
})

const ref = (chargeId: string, isNew: boolean) =>
  ({ table: 'subscription_charges', key: { charge_id: chargeId }, isNew }) as const

type Asking = Extract<
  SubscriptionEvent,
  { readonly type: 'SubscriptionStarted' | 'SubscriptionRenewed' | 'PlanChangeStarted' }
>

const isAsking = (event: SubscriptionEvent): event is Asking =>
  event.type === 'SubscriptionStarted' ||
  event.type === 'SubscriptionRenewed' ||
  event.type === 'PlanChangeStarted'

/** Charges that the event asks for the first time. */
const asked = (event: SubscriptionEvent): readonly Charge[] =>
  isAsking(event) && event.data.charge !== undefined ? [event.data.charge] : []

/** Charges of before that it says something of. */
const about = ({ type, data }: SubscriptionEvent): readonly string[] => {
  switch (type) {
    case 'SubscriptionPaymentSucceeded':
    case 'SubscriptionPaymentFailed':
    case 'SubscriptionPaymentRequested':
    case 'PlanChangeDeclined':
      return [data.charge.chargeId]
    case 'PlanChanged':
      return idsOf(data.charge, data.credit)
    case 'SubscriptionCancelled':
    case 'SubscriptionExpired':
      return idsOf(data.voids, data.refund)
    default:
      return []
  }
}

const idsOf = (...charges: readonly (Charge | Credit | undefined)[]): readonly string[] =>
  charges.flatMap((charge) => (charge === undefined ? [] : [charge.chargeId]))

const newBill = (event: Projected<SubscriptionEvent>, charge: Charge): RowWrite => {
  if (!isAsking(event)) throw new Error(`${event.type} asks for no charge`)
  const { type, data, position } = event
  const { plan, period } = data
  const row: SubscriptionChargeRow = {
    charge_id: charge.chargeId,
    subscription_id: data.subscriptionId,
    organisation: data.organisation,
    seller_organisation: data.sellerOrganisation,
    app_id: data.appId,
    kind: type === 'PlanChangeStarted' ? 'PLAN_CHANGE' : 'PERIOD',
    plan_id: plan.planId,
    plan_name: plan.name,
    price_version: plan.priceVersion,
    period_index: period.index,
    period_start: new Date(period.start),
    period_end: period.end === undefined ? null : new Date(period.end),
    amount: charge.amount.amount,
    refunded: '0',
    asset: charge.amount.asset,
    status: 'DUE',
    asked_at: new Date(data.at),
    paid_at: null,
    created_position: position,
    position,
  }
  return { do: 'put', table: 'subscription_charges', row }
}

const changed = (
  event: Projected<SubscriptionEvent>,
  chargeId: string,
  rows: Known,
): readonly RowWrite[] => {
  const row = rows.get('subscription_charges', { charge_id: chargeId })
  if (row === undefined) return []
  const to = { ...row, ...changeOf(event, row), position: event.position }
  return [{ do: 'put', table: 'subscription_charges', row: to }]
}

const paid = (at: string): Partial<SubscriptionChargeRow> => ({
  status: 'PAID',
  paid_at: new Date(at),
})

const refunded = (
  row: SubscriptionChargeRow,
  { amount }: Credit,
): Partial<SubscriptionChargeRow> => ({
  refunded: (BigInt(row.refunded) + BigInt(amount.amount)).toString(),
})

const changeOf = (
  { type, data }: SubscriptionEvent,
  row: SubscriptionChargeRow,
): Partial<SubscriptionChargeRow> => {
  switch (type) {
    case 'SubscriptionPaymentSucceeded':
      return paid(data.at)
    case 'SubscriptionPaymentFailed':
      return { status: 'FAILED' }
    case 'SubscriptionPaymentRequested':
      return { status: 'DUE' }
    case 'PlanChangeDeclined':
      return { status: 'DECLINED' }
    case 'PlanChanged':
      return data.credit?.chargeId === row.charge_id ? refunded(row, data.credit) : paid(data.at)
    case 'SubscriptionCancelled':
    case 'SubscriptionExpired':
      return data.refund?.chargeId === row.charge_id
        ? refunded(row, data.refund)
        : { status: 'VOID' }
    default:
      return {}
  }
}
