import type { AnySaga } from '../../sagas/runtime/registry.ts'
import { register } from '../../sagas/runtime/registry.ts'
import type { SagaAction, SagaMessage } from '../../sagas/runtime/saga.ts'
import type { TokenPaymentEffect } from '../../sagas/tokens/payments/effects.ts'
import type { TokenSettlement } from '../../sagas/tokens/payments/settlement-state.ts'
import type { ChainPort } from '../../platform/chain/port.ts'
import { performDepositEffects } from '../../sagas/tokens/transfers/perform-deposit.ts'
import { tokenDepositing } from '../../sagas/tokens/transfers/deposit.ts'
import {
  performWithdrawalEffects,
  tokenWithdrawal,
} from '../../sagas/tokens/transfers/withdrawal.ts'
import { requestTransactionAs } from '../../sagas/tokens/transactions/request-transaction.ts'
import { performPaymentEffects } from '../../sagas/billing/payments/perform.ts'
import { paymentExecution } from '../../sagas/billing/payments/execution.ts'
import { performTokenPaymentEffects } from '../../sagas/tokens/payments/perform.ts'
import { purposeKind, tokenSettlement } from '../../sagas/tokens/payments/settlement.ts'
import { contractIdOf } from '../../platform/chain/contracts/deploy.ts'
import { derivedId } from '../../platform/ids/ids.ts'

export type Parts = {
  readonly sagas: readonly AnySaga[]
  readonly around: (port: ChainPort) => ChainPort
}

const deposits = register(tokenDepositing, performDepositEffects)
const withdrawals = register(tokenWithdrawal, performWithdrawalEffects)
const asItIs = (port: ChainPort): ChainPort => port

const payments = register(paymentExecution, performPaymentEffects)
const settlements = register(tokenSettlement, performTokenPaymentEffects)
const ofPayments = [payments, settlements] as const
export const honest: Parts = {
  sagas: [deposits, withdrawals, ...ofPayments],
  around: asItIs,
}

let times = 0

const isReceipt = (message: SagaMessage): boolean =>
  message.type === 'input' && message.input.type === 'TransactionIncluded'

/** What a capture that is under way would come to. */
const captureOf = ({
  payment,
  calling,
}: TokenSettlement): readonly SagaAction<TokenPaymentEffect>[] => {
  if (calling?.method !== 'capture' || payment.kind === 'absent') return []
  const { onChainId, authorised, captureRequested = 0n } = payment
  const amount = captureRequested.toString()
  const returned = (authorised - captureRequested).toString()
  const entryId = derivedId(onChainId, 'receipt')
  const entry = { event: 'PaymentCaptured', entryId, amount, returned } as const
  return [{ do: 'request', effect: { kind: 'recordEntry', onChainId, entry } }]
}

/** Mistakes that a hub could make; the kit is worth what it finds of them. */
export const planted: Readonly<Record<string, Parts>> = {
  /** Blocks that go take nothing back. */
  orphansForgotten: {
    ...honest,
    sagas: [
      register(
        {
          ...tokenDepositing,
          routes: {
            ChainEntrySeen: tokenDepositing.routes['ChainEntrySeen'] ?? { starts: 'entryId' },
            ChainEntryFinalised: { continues: 'entryId', where: { contract: 'QVT' } },
          },
        },
        performDepositEffects,
      ),
      withdrawals,
      ...ofPayments,
    ],
  },
  /** What is asked for again is asked for under another name. */
  paidAnew: {
    ...honest,
    sagas: [
      deposits,
      register(tokenWithdrawal, {
        ...performWithdrawalEffects,
        send: ({ withdrawal: { withdrawalId, chain, address, amount } }, tools) =>
          requestTransactionAs(tools, {
            transactionId: derivedId(withdrawalId, String((times += 1))),
            ...{ chain, signer: 'TREASURY', contract: 'QVT', method: 'transfer' },
            arguments: [address, amount],
            purpose: { kind: 'WITHDRAWAL', id: withdrawalId },
          }),
      }),
      ...ofPayments,
    ],
  },
  /** A refund is asked for under two names. */
  refundedTwice: {
    ...honest,
    sagas: [
      ...[deposits, withdrawals, payments],
      register(tokenSettlement, {
        ...performTokenPaymentEffects,
        callEscrow: async (effect, tools) => {
          const asked = await performTokenPaymentEffects.callEscrow(effect, tools)
          if (effect.method !== 'refund') return asked
          const [paymentId = '', , amount = ''] = effect.arguments
          const transactionId = derivedId(effect.transactionId, 'again')
          const context = { ...tools.context, commandId: transactionId }
          const second = [paymentId, contractIdOf(transactionId), amount]
          return performTokenPaymentEffects.callEscrow(
            { ...effect, transactionId, arguments: second },
            { ...tools, context },
          )
        },
      }),
    ],
  },
  /** A capture counts as done by the hub's own receipt, before its block is final. */
  capturedByReceipt: {
    ...honest,
    sagas: [
      ...[deposits, withdrawals, payments],
      register(
        {
          ...tokenSettlement,
          routes: {
            ...tokenSettlement.routes,
            TransactionIncluded: {
              continues: 'purpose.id',
              where: { 'purpose.kind': purposeKind, status: 'SUCCEEDED' },
            },
          },
          evolve: (state, message) =>
            isReceipt(message) ? state : tokenSettlement.evolve(state, message),
          decide: (message, state, now) =>
            isReceipt(message) ? captureOf(state) : tokenSettlement.decide(message, state, now),
        },
        performTokenPaymentEffects,
      ),
    ],
  },
  /** A block counts as final when it is seen. */
  finalAtOnce: {
    ...honest,
    around: (port) => ({
      ...port,
      settings: { ...port.settings, finality: { by: 'DEPTH', depth: 1 } },
    }),
  },
}
