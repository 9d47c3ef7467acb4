import { begun } from '../../shared/books.ts'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import type { EventOf } from '../../shared/event.ts'
import { getById } from '../../shared/id-map.ts'
import { isRejection, reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { billDefinitions, decideBills, evolveBills, type WalletBillCommand } from './bills.ts'
import { bookDefinitions } from './book-events.ts'
import { evolveBooks } from './book-folds.ts'
import { books } from './books.ts'
import { cardDefinitions, decideCards, evolveCards, type CardCommand } from './cards.ts'
import {
  chainWithdrawalDefinitions,
  decideChainWithdrawals,
  evolveChainWithdrawals,
  type ChainWithdrawalCommand,
} from './chain-withdrawals.ts'
import {
  decideDeposits,
  depositDefinitions,
  evolveDeposits,
  type DepositCommand,
} from './chain-deposits.ts'
import { chargeDefinitions } from './charge-events.ts'
import { evolveCharges } from './charge-folds.ts'
import { decideCharges, type ChargeCommand } from './charges.ts'
import { creditDefinitions, decideCredits, evolveCredits, type CreditCommand } from './credits.ts'
import { debtDefinitions, evolveDebts, repayment } from './debts.ts'
import type { Deciding } from './deciding.ts'
import {
  decideDisputes,
  disputeDefinitions,
  evolveDisputes,
  type DisputeCommand,
} from './disputes.ts'
import {
  decideExchanges,
  evolveExchanges,
  exchangeDefinitions,
  type ExchangeCommand,
} from './exchanges.ts'
import { decideGrants, lapses, type GrantCommand } from './grant-decisions.ts'
import { grantDefinitions } from './grant-events.ts'
import { evolveGrants, type Grant } from './grants.ts'
import type { HoldCommand } from './hold-commands.ts'
import { decideHolds } from './hold-decisions.ts'
import { holdDefinitions } from './hold-events.ts'
import { evolveHolds } from './hold-folds.ts'
import { decideLimits, type LimitCommand } from './limit-decisions.ts'
import { evolveLimits, limitDefinitions } from './limits.ts'
import {
  decideTopUp,
  dueTopUp,
  evolveTopUp,
  toppedUp,
  topUpDefinitions,
  type TopUpCommand,
} from './top-up.ts'
import { initial, type Wallet } from './wallet-state.ts'
import {
  decideWithdrawals,
  evolveWithdrawals,
  withdrawalDefinitions,
  type WithdrawalCommand,
} from './withdrawals.ts'

/** What one organisation may spend in one asset. Every event carries the balanced legs of its ledger transaction. */
export const category = 'wallet'
export const walletIdOf = (organisation: string, asset: string): string =>
  `${organisation}-${asset.slice(0, asset.indexOf('/'))}`

// Events: the stored contract.
export const transactionDefinitions = [
  ...creditDefinitions,
  ...holdDefinitions,
  ...chargeDefinitions,
  ...grantDefinitions,
  ...limitDefinitions,
  ...cardDefinitions,
  ...withdrawalDefinitions,
  ...disputeDefinitions,
  ...debtDefinitions,
  ...billDefinitions,
  ...depositDefinitions,
  ...chainWithdrawalDefinitions,
  ...exchangeDefinitions,
  ...topUpDefinitions,
] as const
export const definitions = [...transactionDefinitions, ...bookDefinitions] as const
export type WalletEvent = EventOf<(typeof definitions)[number]>

export const evolve = (before: Wallet, event: WalletEvent): Wallet => {
  const state = before.asset === undefined ? begin(before, event) : before
  switch (event.type) {
    case 'WalletCredited':
    case 'CreditReversed':
      return evolveCredits(state, event)
    case 'FundsHeld':
    case 'HoldTimeLimited':
    case 'HoldCaptured':
    case 'HoldReleased':
    case 'HoldSpent':
    case 'HoldVoided':
    case 'ChargeRefunded':
      return evolveHolds(state, event)
    case 'WalletCharged':
    case 'WalletChargeRefunded':
    case 'WalletChargeVoided':
      return evolveCharges(state, event)
    case 'CreditGranted':
    case 'GrantExpired':
    case 'GrantRolledOver':
    case 'GrantVoided': {
      const amount = BigInt(event.data.amount)
      const by = event.type === 'CreditGranted' ? amount : -amount
      return {
        ...state,
        available: state.available + by,
        grants: evolveGrants(state.grants, event),
      }
    }
    case 'SpendingLimitSet':
    case 'SpendingLimitRemoved':
      return { ...state, limits: evolveLimits(state.limits, event) }
    case 'CreditedFromPayment':
      return toppedUp(evolveCards(state, event), event.data.paymentId)
    case 'CardCaptureSettled':
    case 'CardCaptureFailed':
      return evolveCards(state, event)
    case 'WithdrawalStarted':
    case 'WithdrawalSettled':
    case 'WithdrawalReturned':
      return evolveWithdrawals(state, event)
    case 'DisputeOpened':
    case 'DisputeClosed':
      return evolveDisputes(state, event)
    case 'DebtRepaid':
      return evolveDebts(state, event)
    case 'WalletBillPaid':
    case 'WalletBillRefunded':
    case 'CreditedFromBill':
      return evolveBills(state, event)
    case 'DepositPending':
    case 'DepositReversed':
    case 'DepositCredited':
      return evolveDeposits(state, event)
    case 'ChainWithdrawalStarted':
    case 'ChainWithdrawalSettled':
    case 'ChainWithdrawalReturned':
      return evolveChainWithdrawals(state, event)
    case 'ExchangeSold':
    case 'ExchangeReturned':
    case 'ExchangeBought':
      return evolveExchanges(state, event)
    case 'AutoTopUpSet':
    case 'AutoTopUpRemoved':
    case 'TopUpDue':
    case 'TopUpFailed':
      return evolveTopUp(state, event)
    case 'BooksClosed':
    case 'BooksOpened':
    case 'EntryBroughtForward':
      return evolveBooks(state, event)
    default:
      return exhausted(event)
  }
}

/** The first event says whose wallet it is, and opens its first book. */
const begin = (
  before: Wallet,
  { data: { walletId, organisation, asset, at } }: WalletEvent,
): Wallet => ({ ...before, walletId, organisation, asset, book: begun(before.book, at) })

// Commands.
export type WalletCommand = { readonly organisation: string; readonly asset: string } & (
  | CreditCommand
  | HoldCommand
  | ChargeCommand
  | GrantCommand
  | LimitCommand
  | CardCommand
  | WithdrawalCommand
  | DisputeCommand
  | WalletBillCommand
  | DepositCommand
  | ChainWithdrawalCommand
  | ExchangeCommand
  | TopUpCommand
)

export const decide = (
  command: WalletCommand,
  state: Wallet,
  meta: DecisionMeta,
): Decision<WalletEvent> => {
  const { organisation, asset } = command
  if (state.asset !== undefined && state.asset !== asset)
    return reject('ASSET_MISMATCH', `This wallet counts in ${state.asset}, not in ${asset}.`)
  const facts = (name: string) => ({
    walletId: walletIdOf(organisation, asset),
    organisation,
    asset,
    transactionId: meta.id(name),
    at: meta.now,
  })
  const of = { state, common: facts('transaction'), secondId: meta.id('second transaction') }
  const decision = decideWish(command, of)
  if (isRejection(decision) || decision.length === 0) return decision
  const ended = [...decision, ...lapses(touched(state, decision), facts)]
  const after = ended.reduce(evolve, state)
  const repaid = [...ended, ...repayment(after, facts('repayment'))]
  // What is withdrawn is not taken from a card again in the same breath.
  if (command.type === 'WithdrawToCard' || command.type === 'WithdrawToChain') return repaid
  return [...repaid, ...dueTopUp(repaid.slice(ended.length).reduce(evolve, after), facts('top-up'))]
}

/** Grants that something came back to, as they are after that. */
const touched = (state: Wallet, decision: readonly WalletEvent[]): readonly Grant[] => {
  const ids = decision.flatMap(({ data }) =>
    'returned' in data ? data.returned.flatMap(({ grantId }) => grantId ?? []) : [],
  )
  if (ids.length === 0) return []
  const { grants } = decision.reduce(evolve, state)
  return [...new Set(ids)].flatMap((id) => getById(grants, id) ?? [])
}

const decideWish = (command: WalletCommand, of: Deciding): Decision<WalletEvent> => {
  switch (command.type) {
    case 'CreditWallet':
    case 'ReverseCredit':
      return decideCredits(command, of)
    case 'HoldFunds':
    case 'CaptureHold':
    case 'SpendHold':
    case 'ReleaseHold':
    case 'ExpireHold':
    case 'VoidHold':
    case 'RefundCharge':
      return decideHolds(command, of)
    case 'ChargeWallet':
    case 'RefundWalletCharge':
    case 'VoidWalletCharge':
      return decideCharges(command, of)
    case 'GrantCredit':
    case 'ExpireGrant':
    case 'VoidGrant':
      return decideGrants(command, of)
    case 'SetSpendingLimit':
    case 'RemoveSpendingLimit':
      return decideLimits(command, { ...of, limits: of.state.limits })
    case 'CreditFromPayment':
    case 'SettleCardCapture':
    case 'FailCardCapture':
      return decideCards(command, of)
    case 'WithdrawToCard':
    case 'SettleWithdrawal':
    case 'ReturnWithdrawal':
      return decideWithdrawals(command, of)
    case 'OpenDispute':
    case 'CloseDispute':
      return decideDisputes(command, of)
    case 'PayBill':
    case 'RefundBill':
    case 'CreditFromBill':
      return decideBills(command, of)
    case 'ExpectDeposit':
    case 'ReverseDeposit':
    case 'CreditDeposit':
      return decideDeposits(command, of)
    case 'WithdrawToChain':
    case 'SettleChainWithdrawal':
    case 'ReturnChainWithdrawal':
      return decideChainWithdrawals(command, of)
    case 'SellForExchange':
    case 'BuyByExchange':
    case 'ReturnExchange':
      return decideExchanges(command, of)
    case 'SetAutoTopUp':
    case 'RemoveAutoTopUp':
    case 'FailTopUp':
      return decideTopUp(command, of)
    default:
      return exhausted(command)
  }
}

export const wallet: Aggregate<Wallet, WalletCommand, WalletEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
  books,
}
