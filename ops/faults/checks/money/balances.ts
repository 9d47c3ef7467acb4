import { balanceOn } from '../../../../domain/billing/ledger/chart.ts'
import { totalOf } from '../../../../domain/billing/payees/balance.ts'
import { payee } from '../../../../domain/billing/payees/payee.ts'
import { wallet } from '../../../../domain/billing/wallet/wallet.ts'
import { transactionsOf } from '../../../ledger/transactions.ts'
import { trialBalanceOf } from '../../../ledger/trial-balance.ts'
import { stateOf, streamsOf } from '../streams.ts'
import type { LogCheck } from './log-check.ts'

/** Invariant 2: what an aggregate takes for its balance is the sum of the entries on its accounts. */
export const balances: LogCheck = ({ log }) => {
  const accounts = new Map(
    trialBalanceOf(transactionsOf(log)).flatMap(({ asset, accounts: lines }) =>
      lines.map(({ account, debits, credits }) => [
        `${account} ${asset}`,
        balanceOn(account, debits, credits),
      ]),
    ),
  )
  const compare = (account: string, asset: string, state: bigint): readonly string[] => {
    const entries = accounts.get(`${account} ${asset}`) ?? 0n
    return entries === state
      ? []
      : [
          `${account}: its stream says ${state.toString()} ${asset}, its entries ${entries.toString()}`,
        ]
  }
  const ofWallets = [...streamsOf(log, wallet.category)].flatMap(([walletId, events]) => {
    const { asset, available, held } = stateOf(wallet, events)
    if (asset === undefined) return []
    return [
      ...compare(`customer_credit:${walletId}`, asset, available),
      ...compare(`customer_held:${walletId}`, asset, held),
      ...(available < 0n ? [`wallet ${walletId} is overdrawn by ${(-available).toString()}`] : []),
    ]
  })
  const ofPayees = [...streamsOf(log, payee.category)].flatMap(([organisation, events]) =>
    Object.entries(stateOf(payee, events).balances).flatMap(([asset, balance]) =>
      compare(`payee_balance:${organisation}`, asset, totalOf(balance)),
    ),
  )
  return [...ofWallets, ...ofPayees]
}
