import { z } from 'zod'
import { Asset, MinorUnits } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { Id, Instant } from '../../shared/values.ts'
import { clearingOf } from '../ledger/clearing.ts'
import { Postings } from '../ledger/earlier-postings.ts'
import { ledgerTransaction } from '../ledger/transaction.ts'

/** What an event of a wallet said at first: the balanced legs of its ledger transaction, and whose it is. */
export const Transaction = z.strictObject({
  walletId: z.string(),
  organisation: Id,
  asset: Asset,
  transactionId: Id,
  amount: MinorUnits,
  postings: Postings,
  at: Instant,
})

/** The same, on any account that a wallet may move. */
export const WalletTransaction = ledgerTransaction('wallet').extend({
  walletId: z.string(),
  amount: MinorUnits,
})

/** What all events of one decision say. */
export type WalletFacts = Omit<z.output<typeof Transaction>, 'amount' | 'postings'>

export const Reason = z.string().min(1).max(500)

/** The accounts of one wallet, and where the money behind it comes in and goes out. */
export const accountsOf = ({
  walletId,
  organisation,
  asset,
}: Pick<WalletFacts, 'walletId' | 'organisation' | 'asset'>) => ({
  clearing: clearingOf(asset),
  spendable: `customer_credit:${walletId}`,
  reserved: `customer_held:${walletId}`,
  authorised: `card_authorised:${walletId}`,
  returning: `refund_liability:${walletId}`,
  disputed: `disputed:${walletId}`,
  pending: `chain_pending:${walletId}`,
  withdrawing: `chain_withdrawing:${walletId}`,
  receivable: `customer_receivable:${organisation}`,
})

/** The one answer to "not enough", given at submission, at the hold and at a charge alike. */
export const insufficientFunds = (available: bigint, needed: bigint, asset: string) =>
  reject(
    'INSUFFICIENT_FUNDS',
    `The wallet has ${available.toString()} minor units of ${asset} to spend; ${needed.toString()} are needed.`,
  )

/** No wallet is opened in what nobody can pay in. */
export const oddlyScaled = (asset: string) =>
  reject('ASSET_MISMATCH', `The hub does not count in ${asset}.`)

export const walletInDebt = (debt: bigint, asset: string) =>
  reject(
    'WALLET_IN_DEBT',
    `The wallet owes ${debt.toString()} minor units of ${asset}; nothing is spent before that is paid.`,
  )
