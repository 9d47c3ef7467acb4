import type { ChainWithdrawalEvent } from '../../../domain/billing/wallet/chain-withdrawals.ts'
import { category as walletCategory, wallet } from '../../../domain/billing/wallet/wallet.ts'
import { category as transactionCategory } from '../../../domain/tokens/transactions/transaction.ts'
import type { ChainTransactionEvent } from '../../../domain/tokens/transactions/transaction-events.ts'
import { withdrawalPurpose } from '../../../domain/tokens/transfers/withdrawal-purpose.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { changeAs, type Performers } from '../../runtime/effects.ts'
import type { Saga, SagaAction } from '../../runtime/saga.ts'
import { requestTransactionAs } from '../transactions/request-transaction.ts'

type OfWithdrawal = {
  readonly withdrawalId: string
  readonly walletId: string
  readonly organisation: string
  readonly asset: string
  readonly chain: string
  readonly address: string
  readonly amount: string
}

/** The names are stored: they never change. */
export type WithdrawalEffect = {
  readonly kind: 'send' | 'settle' | 'return'
  readonly withdrawal: OfWithdrawal
}

type State = { readonly withdrawal?: OfWithdrawal }
type Started = Extract<ChainWithdrawalEvent, { type: 'ChainWithdrawalStarted' }>['data']
type Final = Extract<ChainTransactionEvent, { type: 'TransactionFinalised' }>['data']

const startedOf = (data: Started): OfWithdrawal => {
  const { withdrawalId, walletId, organisation, asset, chain, address, amount } = data
  return { withdrawalId, walletId, organisation, asset, chain, address, amount }
}

const ours = { continues: 'purpose.id', where: { 'purpose.kind': withdrawalPurpose } } as const

const request = (effect: WithdrawalEffect): readonly SagaAction<WithdrawalEffect>[] => [
  { do: 'request', effect },
]

/**
 * Sends what left a wallet from the treasury. Settled when the transfer is final; given back when it never will be. In
 * between nothing is decided: a transaction that is dropped or orphaned is sent again by who signs.
 */
export const tokenWithdrawal: Saga<State, WithdrawalEffect> = {
  name: 'tokenWithdrawal',
  version: 1,
  streamPrefixes: [`${walletCategory}-`, `${transactionCategory}-`],
  routes: {
    ChainWithdrawalStarted: { starts: 'withdrawalId' },
    TransactionFinalised: ours,
    TransactionCancelled: ours,
  },
  // While the transaction is on its way.
  mayRest: true,
  initial: {},
  evolve: (state, message) =>
    message.type === 'input' && message.input.type === 'ChainWithdrawalStarted'
      ? // Out of the log, where it was held against the contract of its type.
        { withdrawal: startedOf(message.input.data as Started) }
      : state,
  decide: (message, { withdrawal }) => {
    switch (message.type) {
      case 'input': {
        const { type, data } = message.input
        if (type === 'ChainWithdrawalStarted')
          return request({ kind: 'send', withdrawal: startedOf(data as Started) })
        if (withdrawal === undefined) return []
        const arrived = type === 'TransactionFinalised' && (data as Final).status === 'SUCCEEDED'
        return request({ kind: arrived ? 'settle' : 'return', withdrawal })
      }
      case 'succeeded':
        if (message.kind === 'send') return []
        return [{ do: 'end', outcome: message.kind === 'settle' ? 'SETTLED' : 'RETURNED' }]
      case 'refused':
        return message.kind === 'send' && withdrawal !== undefined
          ? request({ kind: 'return', withdrawal })
          : [{ do: 'end', outcome: `HALTED ${message.kind} ${message.code}` }]
      case 'unknown':
        return [{ do: 'end', outcome: `HALTED ${message.kind} UNKNOWN` }]
      case 'timer':
        return []
    }
  },
}

export const performWithdrawalEffects: Performers<WithdrawalEffect> = {
  send: ({ withdrawal: { withdrawalId, chain, address, amount } }, tools) =>
    requestTransactionAs(tools, {
      transactionId: transactionIdOf(withdrawalId),
      ...{ chain, signer: 'TREASURY', contract: 'QVT', method: 'transfer' },
      arguments: [address, amount],
      purpose: { kind: withdrawalPurpose, id: withdrawalId },
    }),
  settle: ({ withdrawal: { withdrawalId, walletId, organisation, asset } }, tools) =>
    changeAs(tools, wallet, walletId, {
      type: 'SettleChainWithdrawal',
      ...{ withdrawalId, organisation, asset },
    }),
  return: ({ withdrawal: { withdrawalId, walletId, organisation, asset } }, tools) =>
    changeAs(tools, wallet, walletId, {
      type: 'ReturnChainWithdrawal',
      ...{ withdrawalId, organisation, asset },
    }),
}

/** One withdrawal is one transaction, for ever. */
export const transactionIdOf = (withdrawalId: string): string =>
  derivedId(withdrawalId, 'transaction')
