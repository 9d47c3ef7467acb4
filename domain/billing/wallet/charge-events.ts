import { z } from 'zod'
import { defineEvent, version, type EventOf } from '../../shared/event.ts'
import { MinorUnits } from '../../shared/money.ts'
import { Id } from '../../shared/values.ts'
import { MarketPostings } from '../ledger/earlier-postings.ts'
import { Burns, unconditional } from './burns.ts'
import { Spender } from './limits.ts'
import { Reason, Transaction } from './transaction.ts'

/**
 * What is paid at once, without a hold: the price of a period, to the seller of an app. A charge is known by its id, and
 * taken once under it, whoever asks and however often.
 */
export const ChargePurpose = z.enum(['SUBSCRIPTION_PERIOD', 'PLAN_CHANGE'])
export type ChargePurpose = z.output<typeof ChargePurpose>

const MarketTransaction = Transaction.extend({ postings: MarketPostings })
const Shares = MarketTransaction.extend({
  chargeId: Id,
  /** What is paid for: the subscription. */
  subjectId: Id,
  sellerOrganisation: Id,
  sellerShare: MinorUnits,
  commission: MinorUnits,
})
const Charged = Shares.extend({ purpose: ChargePurpose })
const Refunded = Shares.extend({ refundId: Id, reason: Reason })

export const chargeDefinitions = [
  defineEvent(
    'WalletCharged',
    2,
    Charged.extend({ burns: Burns, spender: Spender.exactOptional(), appId: Id.exactOptional() }),
    { earlier: [version(Charged, (data) => ({ ...data, burns: unconditional(data.amount) }))] },
  ),
  defineEvent('WalletChargeRefunded', 2, Refunded.extend({ returned: Burns }), {
    earlier: [version(Refunded, (data) => ({ ...data, returned: unconditional(data.amount) }))],
  }),
  // No money moves: a charge of this id is refused from now on.
  defineEvent('WalletChargeVoided', 1, MarketTransaction.extend({ chargeId: Id })),
] as const
export type ChargeEvent = EventOf<(typeof chargeDefinitions)[number]>
