import type { Draft } from '../core/draft.ts'
import { settle } from './confirm.ts'
import { settlePayout } from './connect.ts'
import { isLapsed, lapse } from './lapse.ts'
import { finishRefund } from './refunds.ts'

/** How long a slow bank takes to answer, in seconds of the simulator's clock. */
const processingSeconds = 600
const refundSeconds = 600

/** What happens by itself with time. Whether anything did. */
export const dueWork = (draft: Draft): boolean => {
  const { now } = draft
  const lapsed = draft.all('payment_intent').filter((intent) => isLapsed(draft, intent))
  for (const intent of lapsed) lapse(draft, intent)
  const answered = draft
    .all('payment_intent')
    .filter(({ status, created }) => status === 'processing' && created + processingSeconds <= now)
  for (const intent of answered) settle(draft, intent, undefined)
  const arrived = draft
    .all('payout')
    .filter(({ status, arrival_date: at }) => status === 'pending' && at <= now)
  for (const payout of arrived) settlePayout(draft, payout)
  const returned = draft
    .all('refund')
    .filter(({ status, created }) => status === 'pending' && created + refundSeconds <= now)
  for (const refund of returned) finishRefund(draft, refund)
  return lapsed.length + answered.length + arrived.length + returned.length > 0
}
