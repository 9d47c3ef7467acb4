import { z } from 'zod'
import { defineEvent } from '../../shared/event.ts'
import { Money } from '../../shared/money.ts'
import { Id } from '../../shared/values.ts'
import { FailureCode, PaymentFact, Reference } from './payment-events.ts'

const OfRefund = PaymentFact.extend({ refundId: Id, amount: Money })
const AtProvider = OfRefund.extend({ reference: Reference })

export const refundDefinitions = [
  defineEvent('PaymentRefundRequested', 1, OfRefund.extend({ reason: z.string().min(1).max(500) })),
  defineEvent('PaymentRefundPending', 1, AtProvider),
  defineEvent('PaymentRefundSucceeded', 1, AtProvider),
  /** `afterSuccess`: the card's bank sent it back; until then it counted as paid out. */
  defineEvent(
    'PaymentRefundFailed',
    1,
    OfRefund.extend({ code: FailureCode, afterSuccess: z.boolean() }),
  ),
  defineEvent('PaymentRefundUnknown', 1, OfRefund),
] as const
