import type { BillLine } from '../../../domain/billing/bills/lines.ts'
import type { WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import type { Services } from '../../shared/services.ts'
import { chargedPeriods, type ChargedPeriod } from './charged-periods.ts'
import { appName } from './names.ts'

type Log = Pick<Services, 'eventStore' | 'foldCache'>
type Moved = Extract<WalletEvent, { readonly type: 'WalletCharged' | 'WalletChargeRefunded' }>

const isOfCharge = (event: WalletEvent): event is Moved =>
  event.type === 'WalletCharged' || event.type === 'WalletChargeRefunded'

/** Periods of subscriptions, the rests of periods after a change of plan, and what was given back of either: a line each. */
export const subscriptionLines = async (
  log: Log,
  events: readonly WalletEvent[],
): Promise<readonly BillLine[]> => {
  const moved = events.filter(isOfCharge)
  const known = new Map<string, ChargedPeriod>()
  for (const subscriptionId of new Set(moved.map(({ data }) => data.subjectId)))
    for (const [chargeId, period] of await chargedPeriods(log.eventStore, subscriptionId))
      known.set(chargeId, period)
  return Promise.all(moved.map(async (event) => lineOf(log, event, known.get(event.data.chargeId))))
}

const lineOf = async (
  log: Log,
  { type, data }: Moved,
  period: ChargedPeriod | undefined,
): Promise<BillLine> => {
  const { subjectId, chargeId } = data
  if (period === undefined)
    throw new Error(`charge ${chargeId} is of no period of subscription ${subjectId}`)
  const { planId, plan, periodIndex, service } = period
  const what = `${await appName(log, period.appId)}: ${plan}`
  const common = {
    settlement: 'SETTLED',
    subject: { kind: 'SUBSCRIPTION', id: subjectId },
    service,
  } as const
  if (type === 'WalletChargeRefunded')
    return {
      lineId: data.refundId,
      kind: 'REFUND',
      description: `Given back: ${what}`,
      amount: (-BigInt(data.amount)).toString(),
      ...common,
    }
  const isRest = data.purpose === 'PLAN_CHANGE'
  return {
    lineId: chargeId,
    kind: isRest ? 'PRORATION' : 'RECURRING',
    description: isRest ? `${what}, after a change of plan` : what,
    amount: data.amount,
    ...common,
    ...(isRest ? {} : { recurring: { subscriptionId: subjectId, item: planId, periodIndex } }),
  }
}
