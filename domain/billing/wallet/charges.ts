import type { Decision } from '../../shared/decider.ts'
import { getById } from '../../shared/id-map.ts'
import { isRejection, reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import { givenBack } from './burns.ts'
import { splitCapture } from './capture.ts'
import type { ChargeEvent, ChargePurpose } from './charge-events.ts'
import { evolveCharges } from './charge-folds.ts'
import type { WalletCharge } from './charge.ts'
import { creditFor, refundedTo, refusedSpending, type Deciding } from './deciding.ts'
import type { Spender } from './limits.ts'
import { payableShare } from './own-use.ts'
import { accountsOf } from './transaction.ts'

/** Part of what an earlier charge took. */
export type Giving = {
  readonly chargeId: string
  readonly refundId: string
  readonly amount: bigint
}

export type ChargeCommand =
  /** `crediting` is given back in the same breath: what it frees pays for the charge. */
  | {
      readonly type: 'ChargeWallet'
      readonly chargeId: string
      readonly purpose: ChargePurpose
      readonly subjectId: string
      readonly amount: bigint
      readonly sellerOrganisation: string
      readonly commissionBasisPoints: number
      readonly crediting?: Giving
      /** For limits and grants that are for some only. */
      readonly spender?: Spender
      readonly appId?: string
    }
  | ({ readonly type: 'RefundWalletCharge'; readonly reason: string } & Giving)
  /** Sees to it that nothing is taken under this id, now or later; what was taken is given back. */
  | {
      readonly type: 'VoidWalletCharge'
      readonly chargeId: string
      readonly refundId: string
      readonly reason: string
    }

export const decideCharges = (command: ChargeCommand, of: Deciding): Decision<ChargeEvent> => {
  const charge = getById(of.state.charges, command.chargeId)
  switch (command.type) {
    case 'ChargeWallet':
      return chargeWallet(command, charge, of)
    case 'RefundWalletCharge':
      return refund(command, command.reason, of)
    case 'VoidWalletCharge': {
      const { common } = of
      const { chargeId, refundId, reason } = command
      if (charge?.status === 'VOIDED') return []
      if (charge === undefined)
        return [
          { type: 'WalletChargeVoided', data: { ...common, chargeId, amount: '0', postings: [] } },
        ]
      const amount = charge.amount - charge.refunded
      return amount === 0n ? [] : refund({ chargeId, refundId, amount }, reason, of)
    }
    default:
      return exhausted(command)
  }
}

type ChargeWallet = Extract<ChargeCommand, { type: 'ChargeWallet' }>

const chargeWallet = (
  command: ChargeWallet,
  known: WalletCharge | undefined,
  of: Deciding,
): Decision<ChargeEvent> => {
  const { chargeId, amount, purpose, crediting, spender, appId } = command
  const { common, secondId } = of
  if (known?.status === 'VOIDED')
    return reject('HOLD_ALREADY_RESOLVED', 'This charge was voided before it was asked for.')
  if (known !== undefined)
    return known.amount === amount
      ? []
      : reject('ALREADY_EXISTS', 'This charge exists with another amount.')
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A charge is more than nothing.')
  const given =
    crediting === undefined
      ? []
      : refund(crediting, purpose, { ...of, common: { ...common, transactionId: secondId } })
  if (isRejection(given)) return given
  const freed = { ...of, state: given.reduce(evolveCharges, of.state) }
  const refused = refusedSpending(freed, amount, spender)
  if (refused !== undefined) return refused
  const paid = creditFor(freed, amount, { purpose, ...(appId === undefined ? {} : { appId }) })
  if (isRejection(paid)) return paid
  const { subjectId, sellerOrganisation, commissionBasisPoints } = command
  const { providerShare } = splitCapture(amount, commissionBasisPoints)
  const sellerShare = payableShare(providerShare, sellerOrganisation, {
    organisation: common.organisation,
    burns: paid.burns,
    grants: freed.state.grants,
  })
  const commission = amount - sellerShare
  const charged: ChargeEvent = {
    type: 'WalletCharged',
    data: {
      ...common,
      amount: amount.toString(),
      ...{ chargeId, purpose, subjectId, sellerOrganisation },
      sellerShare: sellerShare.toString(),
      commission: commission.toString(),
      burns: [...paid.burns],
      ...(spender === undefined ? {} : { spender }),
      ...(appId === undefined ? {} : { appId }),
      postings: [
        ...debit(accountsOf(common).spendable, amount),
        ...credit(`seller_payable:${sellerOrganisation}`, sellerShare),
        ...credit('commission_revenue', commission),
      ],
    },
  }
  return [...given, charged]
}

/** Out of the shares that it was split into. Each refund has an id, and takes place once. */
const refund = (
  { chargeId, refundId, amount }: Giving,
  reason: string,
  of: Deciding,
): Decision<ChargeEvent> => {
  const { common, state } = of
  const charge = getById(state.charges, chargeId)
  if (charge?.status !== 'CHARGED')
    return reject('REFUND_ABOVE_CAPTURE', 'Nothing was charged under this id.')
  if (charge.refundIds.includes(refundId)) return []
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A refund is more than nothing.')
  if (charge.refunded + amount > charge.amount)
    return reject('REFUND_ABOVE_CAPTURE', 'Refunds never exceed what was charged.')
  const { subjectId, sellerOrganisation } = charge
  // Taken from the running total, so that partial refunds add up to exactly what was split.
  const sellerShare =
    (charge.sellerShare * (charge.refunded + amount)) / charge.amount - charge.sellerRefunded
  const commission = amount - sellerShare
  return [
    {
      type: 'WalletChargeRefunded',
      data: {
        ...common,
        amount: amount.toString(),
        ...{ chargeId, refundId, subjectId, sellerOrganisation },
        sellerShare: sellerShare.toString(),
        commission: commission.toString(),
        reason,
        returned: [...refundedTo(of, givenBack(charge.burns, amount).returned)],
        postings: [
          ...debit(`seller_payable:${sellerOrganisation}`, sellerShare),
          ...debit('commission_revenue', commission),
          ...credit(accountsOf(common).spendable, amount),
        ],
      },
    },
  ]
}
