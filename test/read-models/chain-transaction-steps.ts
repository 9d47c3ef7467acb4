import { hubParameters, hubParametersId } from '../../domain/tokens/governance/hub-parameters.ts'
import type { ChainTransactionCommand } from '../../domain/tokens/transactions/transaction-command.ts'
import { chainTransaction } from '../../domain/tokens/transactions/transaction.ts'
import { asked, onTransaction as told, signed } from '../kit/chain-transactions.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const onTransaction =
  (command: ChainTransactionCommand): Step =>
  (recorder, _, name) => {
    const transactionId = idOf('chain transaction', name)
    recorder.record(chainTransaction, transactionId, { ...command, transactionId })
  }
const decided =
  (parameter: string, value: string): Step =>
  (recorder, _, name) =>
    recorder.record(hubParameters, hubParametersId, {
      type: 'TakeParameter',
      ...{ entryId: idOf(`${parameter} ${value}`, name), chain: 'local', name: parameter, value },
      transactionHash: `0x${'2'.repeat(64)}`,
    })

const reverted = told.reverted(1, { code: 'PaymentExpired', detail: '' })
const cancelling = { ...told.signed(2), signed: { ...signed(2), form: 'CANCEL' as const } }

/** What may become of what the hub has contracts do, and of what its token's holders decide. */
export const chainTransactionSteps = {
  // A withdrawal's, which follows from its wallet, is among the transfers' steps.
  transactionAsked: onTransaction({
    ...asked,
    purpose: { kind: 'STAKING_POOL', id: asked.purpose.id },
  }),
  transactionNonce: onTransaction(told.nonce(3)),
  transactionSigned: onTransaction(told.signed(1)),
  transactionSent: onTransaction(told.sent(1)),
  transactionDropped: onTransaction(told.dropped(1)),
  transactionIncluded: onTransaction(told.included(1)),
  transactionElsewhere: onTransaction(told.elsewhere(1)),
  transactionReverted: onTransaction(reverted),
  transactionSafe: onTransaction(told.safe(1)),
  transactionOrphaned: onTransaction(told.orphaned(1)),
  transactionFinal: onTransaction(told.final(1)),
  transactionLost: onTransaction(told.lost(3)),
  transactionCancelled: onTransaction(told.cancel),
  cancellationSigned: onTransaction(cancelling),
  cancellationIncluded: onTransaction(told.included(2)),
  cancellationFinal: onTransaction(told.final(2)),
  commissionDecided: decided('commission', '250'),
  commissionDecidedAgain: decided('commission', '300'),
  nonsenseDecided: decided('weather', '1'),
} as const satisfies Readonly<Record<string, Step>>
