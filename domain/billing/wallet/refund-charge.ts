import type { Decision } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { credit, debit } from '../ledger/postings.ts'
import { givenBack, unconditional } from './burns.ts'
import { sharesOfRefunds } from './capture.ts'
import { refundedTo, type Deciding } from './deciding.ts'
import type { RefundCharge } from './hold-commands.ts'
import type { HoldEvent } from './hold-events.ts'
import type { Hold } from './hold.ts'
import { accountsOf } from './transaction.ts'

type Resolvable = Exclude<Hold, { status: 'VOIDED' }>

/** Gives back part of what was captured, out of the shares that it was split into. What a card paid comes back as credit. */
export const refundCharge = (
  { holdId, amount, reason }: RefundCharge,
  hold: Resolvable,
  of: Deciding,
): Decision<HoldEvent> => {
  const { common } = of
  if (hold.status !== 'CAPTURED')
    return reject('REFUND_ABOVE_CAPTURE', 'Nothing was captured under this hold.')
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A refund is more than nothing.')
  if (hold.refunded + amount > hold.captured)
    return reject('REFUND_ABOVE_CAPTURE', 'Refunds never exceed what was captured.')
  const given = sharesOfRefunds(hold.refunded + amount, hold.captured, {
    provider: hold.providerShare,
    seller: hold.sellerShare,
  })
  const providerShare = given.provider - hold.providerRefunded
  const sellerShare = given.seller - hold.sellerRefunded
  const commission = amount - providerShare - sellerShare
  const { jobId, providerOrganisation, sellerOrganisation, backing, burns } = hold
  const app =
    sellerOrganisation === undefined
      ? {}
      : { app: { sellerOrganisation, sellerShare: sellerShare.toString() } }
  const returned =
    backing === undefined
      ? refundedTo(of, givenBack(burns, amount).returned)
      : unconditional(amount)
  return [
    {
      type: 'ChargeRefunded',
      data: {
        ...common,
        amount: amount.toString(),
        ...{ holdId, jobId, providerOrganisation },
        providerShare: providerShare.toString(),
        commission: commission.toString(),
        ...app,
        returned: [...returned],
        reason,
        postings: [
          ...debit(`provider_payable:${providerOrganisation}`, providerShare),
          ...(sellerOrganisation === undefined
            ? []
            : debit(`seller_payable:${sellerOrganisation}`, sellerShare)),
          ...debit('commission_revenue', commission),
          ...credit(accountsOf(common).spendable, amount),
        ],
      },
    },
  ]
}
