import { getById, type IdMap } from '../../shared/id-map.ts'
import { exhausted } from '../../shared/values.ts'
import type { Burns } from './burns.ts'
import type { storedEntries } from './entries.ts'
import type { Wallet } from './wallet-state.ts'
import type { WalletCommand } from './wallet.ts'

/** A map of the wallet's entries. */
export type EntryMap = keyof typeof storedEntries
export const entryMaps = [
  'holds',
  'charges',
  'grants',
  'limits',
  'credits',
  'cards',
  'withdrawals',
  'disputes',
  'bills',
  'deposits',
  'chainWithdrawals',
  'exchanges',
] as const satisfies readonly EntryMap[]

/** Names one entry for ever. */
export const keyOf = (map: EntryMap, id: string): string => `${map}:${id}`

export const partsOf = (key: string): { readonly map: EntryMap; readonly id: string } => {
  const [name = '', id = ''] = key.split(':')
  const map = entryMaps.find((each) => each === name)
  if (map === undefined) throw new Error(`${key} is no key of a wallet`)
  return { map, id }
}

const idsIn = (map: IdMap<unknown>): readonly string[] =>
  Object.values(map).flatMap((bucket) => Object.keys(bucket))

export const keysOf = (state: Wallet): readonly string[] =>
  entryMaps.flatMap((map) => idsIn(state[map]).map((id) => keyOf(map, id)))

const grantKeys = (burns: Burns = []): readonly string[] =>
  burns.flatMap(({ grantId }) => (grantId === undefined ? [] : [keyOf('grants', grantId)]))

const cardKey = (paymentId: string | undefined): readonly string[] =>
  paymentId === undefined ? [] : [keyOf('cards', paymentId)]

const holdKeys = ({ holds }: Wallet, holdId: string): readonly string[] => {
  const hold = getById(holds, holdId)
  const of = hold !== undefined && 'counted' in hold ? hold : undefined
  return [keyOf('holds', holdId), ...grantKeys(of?.burns), ...cardKey(of?.backing)]
}

const chargeKeys = ({ charges }: Wallet, chargeId: string): readonly string[] => {
  const charge = getById(charges, chargeId)
  const burns = charge?.status === 'CHARGED' ? charge.burns : []
  return [keyOf('charges', chargeId), ...grantKeys(burns)]
}

/** The entries that a command is about, and those that they refer to: grants that they burned, the card behind them. */
export const keysIn = (command: WalletCommand, state: Wallet): readonly string[] => {
  switch (command.type) {
    case 'CreditWallet':
    case 'SetAutoTopUp':
    case 'RemoveAutoTopUp':
      return []
    case 'ReverseCredit':
      return [keyOf('credits', command.transactionId)]
    case 'HoldFunds':
      return [...holdKeys(state, command.holdId), ...cardKey(command.backing?.paymentId)]
    case 'CaptureHold':
    case 'SpendHold':
    case 'ReleaseHold':
    case 'ExpireHold':
    case 'VoidHold':
    case 'RefundCharge':
      return holdKeys(state, command.holdId)
    case 'ChargeWallet': {
      const { chargeId, crediting } = command
      const given = crediting === undefined ? [] : chargeKeys(state, crediting.chargeId)
      return [...chargeKeys(state, chargeId), ...given]
    }
    case 'RefundWalletCharge':
    case 'VoidWalletCharge':
      return chargeKeys(state, command.chargeId)
    case 'GrantCredit':
    case 'ExpireGrant':
    case 'VoidGrant':
      return [keyOf('grants', command.grantId)]
    case 'SetSpendingLimit':
    case 'RemoveSpendingLimit':
      return [keyOf('limits', command.limitId)]
    case 'CreditFromPayment':
    case 'SettleCardCapture':
    case 'FailCardCapture':
      return cardKey(command.paymentId)
    case 'WithdrawToCard':
      return [keyOf('withdrawals', command.refundId), ...cardKey(command.paymentId)]
    case 'SettleWithdrawal':
    case 'ReturnWithdrawal': {
      const { refundId } = command
      const known = getById(state.withdrawals, refundId)
      return [keyOf('withdrawals', refundId), ...cardKey(known?.paymentId)]
    }
    case 'OpenDispute':
      return [keyOf('disputes', command.disputeId), ...cardKey(command.paymentId)]
    case 'CloseDispute': {
      const { disputeId } = command
      const known = getById(state.disputes, disputeId)
      return [keyOf('disputes', disputeId), ...cardKey(known?.paymentId)]
    }
    case 'PayBill':
    case 'RefundBill':
    case 'CreditFromBill': {
      const { billId } = command
      return [keyOf('bills', billId), ...grantKeys(getById(state.bills, billId)?.burns)]
    }
    case 'ExpectDeposit':
    case 'ReverseDeposit':
    case 'CreditDeposit':
      return [keyOf('deposits', command.depositId)]
    case 'WithdrawToChain':
    case 'SettleChainWithdrawal':
    case 'ReturnChainWithdrawal':
      return [keyOf('chainWithdrawals', command.withdrawalId)]
    case 'SellForExchange':
    case 'BuyByExchange':
    case 'ReturnExchange':
      return [keyOf('exchanges', command.exchangeId)]
    case 'FailTopUp':
      return cardKey(command.topUpId)
    default:
      return exhausted(command)
  }
}
