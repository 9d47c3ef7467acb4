import { z } from 'zod'
import { defineEvent } from '../../shared/event.ts'
import { Money } from '../../shared/money.ts'
import { Id } from '../../shared/values.ts'
import { PaymentFact, Reference } from './payment-events.ts'

export const DisputeOutcome = z.enum(['WON', 'LOST'])
export type DisputeOutcome = z.output<typeof DisputeOutcome>

const OfDispute = PaymentFact.extend({ disputeId: Id, reference: Reference, amount: Money })

export const disputeDefinitions = [
  /** `amount` is what counts against the captured; `claimed` what the card's bank took. */
  defineEvent(
    'PaymentDisputeOpened',
    1,
    OfDispute.extend({ claimed: Money, reason: z.string().max(80) }),
  ),
  defineEvent('PaymentDisputeClosed', 1, OfDispute.extend({ outcome: DisputeOutcome })),
] as const
