import { firstBook, type Book } from '../../shared/books.ts'
import type { IdMap } from '../../shared/id-map.ts'
import type { PaidBill } from './bills.ts'
import type { CardPayment } from './cards.ts'
import type { ChainWithdrawal, Withdrawn } from './chain-withdrawals.ts'
import type { Deposit } from './chain-deposits.ts'
import type { Charges } from './charge.ts'
import type { OperatorCredit } from './credits.ts'
import type { Dispute } from './disputes.ts'
import type { Exchange } from './exchanges.ts'
import type { Grants } from './grants.ts'
import type { Hold } from './hold.ts'
import type { Limits } from './limits.ts'
import type { AutoTopUp } from './top-up.ts'
import type { Withdrawal } from './withdrawals.ts'

/**
 * What one organisation may spend in one asset. Amounts in minor units of the wallet's asset: cents and thousandths of one
 * currency are never added up. Whatever has an id stands in a map under it: that is what makes it happen once. What is
 * not here any more stands in an earlier book.
 */
export type Wallet = {
  /** Of the first transaction; absent before it. */
  readonly asset?: string
  readonly organisation?: string
  readonly walletId?: string
  /** All credit that is not held: that without conditions, and what remains of grants. */
  readonly available: bigint
  readonly held: bigint
  /** Owed for captures that the card did not pay, and for what disputes took beyond what there was. */
  readonly debt: bigint
  readonly holds: IdMap<Hold>
  readonly charges: Charges
  readonly grants: Grants
  readonly limits: Limits
  /** By transaction id. */
  readonly credits: IdMap<OperatorCredit>
  /** By payment id. */
  readonly cards: IdMap<CardPayment>
  /** By refund id. */
  readonly withdrawals: IdMap<Withdrawal>
  readonly disputes: IdMap<Dispute>
  readonly bills: IdMap<PaidBill>
  /** By the id of the entry of the chain that brought it. */
  readonly deposits: IdMap<Deposit>
  readonly chainWithdrawals: IdMap<ChainWithdrawal>
  /** Against the limit of a day. */
  readonly withdrawn: Withdrawn
  readonly exchanges: IdMap<Exchange>
  readonly topUp?: AutoTopUp
  /** What came in last from outside: what "running low" is measured by. */
  readonly lastTopUp: bigint
  /** The book that the rest of this stands in. Entries of earlier ones are recalled when a command names them. */
  readonly book: Book
}

export const initial: Wallet = {
  available: 0n,
  held: 0n,
  debt: 0n,
  holds: {},
  charges: {},
  grants: {},
  limits: {},
  credits: {},
  cards: {},
  withdrawals: {},
  disputes: {},
  bills: {},
  deposits: {},
  chainWithdrawals: {},
  withdrawn: { day: '', amount: 0n },
  exchanges: {},
  lastTopUp: 0n,
  book: firstBook,
}
