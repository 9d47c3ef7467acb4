import type { Decision } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { credit, debit } from '../ledger/postings.ts'
import { splitBurns } from './burns.ts'
import { splitShares } from './capture.ts'
import type { Deciding } from './deciding.ts'
import type { CaptureHold } from './hold-commands.ts'
import type { HoldEvent } from './hold-events.ts'
import { isLate, type Hold } from './hold.ts'
import { payableShare } from './own-use.ts'
import { accountsOf } from './transaction.ts'

type Resolvable = Exclude<Hold, { status: 'VOIDED' }>

/** Takes what was used and gives back the rest: to the grants that it came out of, or to the card's authorisation. */
export const captureHold = (
  command: CaptureHold,
  hold: Resolvable,
  { state, common }: Deciding,
): Decision<HoldEvent> => {
  const { holdId, providerOrganisation, commissionBasisPoints, fee } = command
  const amount = command.amount + (fee?.amount ?? 0n)
  if (hold.status === 'CAPTURED' && hold.captured === amount) return []
  if (isLate(hold, common.at))
    return reject('HOLD_EXPIRED', 'The time of this hold is over; nothing is captured of it.')
  if (hold.status !== 'OPEN')
    return reject('HOLD_ALREADY_RESOLVED', `This hold is ${hold.status} already.`)
  if (hold.purpose !== 'JOB') return reject('HOLD_UNKNOWN', 'This hold is for no job.')
  if (amount > hold.amount)
    return reject('CAPTURE_ABOVE_HOLD', 'More than was held cannot be captured.')
  const released = hold.amount - amount
  const { first, rest } = splitBurns(hold.burns, amount)
  const split = splitShares(command.amount, commissionBasisPoints, fee)
  const paid = { organisation: common.organisation, burns: first, grants: state.grants }
  const providerShare = payableShare(split.providerShare, providerOrganisation, paid)
  const sellerShare = payableShare(split.sellerShare, fee?.sellerOrganisation, paid)
  const commission = amount - providerShare - sellerShare
  const { spendable, reserved, authorised } = accountsOf(common)
  const { subjectId: jobId, backing } = hold
  const app = fee && {
    sellerOrganisation: fee.sellerOrganisation,
    fee: fee.amount.toString(),
    sellerShare: sellerShare.toString(),
  }
  return [
    {
      type: 'HoldCaptured',
      data: {
        ...common,
        amount: amount.toString(),
        ...{ holdId, jobId, providerOrganisation },
        providerShare: providerShare.toString(),
        commission: commission.toString(),
        released: released.toString(),
        ...(app === undefined ? {} : { app }),
        ...(backing === undefined ? {} : { backing }),
        burns: [...first],
        returned: [...rest],
        postings: [
          ...debit(reserved, hold.amount),
          ...credit(`provider_payable:${providerOrganisation}`, providerShare),
          ...(fee === undefined
            ? []
            : credit(`seller_payable:${fee.sellerOrganisation}`, sellerShare)),
          ...credit('commission_revenue', commission),
          ...credit(backing === undefined ? spendable : authorised, released),
        ],
      },
    },
  ]
}
