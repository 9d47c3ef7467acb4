import { exhausted } from '../../../../domain/shared/values.ts'
import { offerMore, type Step } from '../../../../domain/tokens/transactions/next-step.ts'
import type {
  Attempt,
  ChainTransaction,
  ExistingTransaction,
} from '../../../../domain/tokens/transactions/transaction-state.ts'
import type { View } from '../../../../domain/tokens/transactions/view.ts'
import { readRevert } from '../../../../platform/chain/contracts/decode.ts'
import { nothingOf, orderOf } from './call-order.ts'
import { keyNameOf, type Sender } from './sender.ts'
import { tellTransaction } from './tell.ts'

export type Slotted = ExistingTransaction & {
  readonly slot: NonNullable<ExistingTransaction['slot']>
}
type Signing = Extract<Step, { kind: 'SIGN' }>
/** The transaction afterwards; undefined when nothing more is to be done now. */
type After = Promise<ChainTransaction | undefined>

const idOf = ({ owner: { transactionId } }: ExistingTransaction): string => transactionId

/** It cannot be made: its nonce is used up by nothing. */
const giveUp = (sender: Sender, transaction: Slotted, code: string, detail: string): After => {
  const why = { code: code.slice(0, 80), detail: detail.slice(0, 500) }
  return tellTransaction(sender, {
    type: 'RequestCancellation',
    ...{ transactionId: idOf(transaction), ...why },
  })
}

/** A quarter above what a trial took: what happens in between may cost a little more. */
const withRoom = (gas: bigint): bigint => gas + gas / 4n

const sign = async (sender: Sender, transaction: Slotted, step: Signing): After => {
  const { port, keys } = sender
  const { slot, call, attempts } = transaction
  const { form, attempt, maxFee, maxPriorityFee } = step
  const isCall = form === 'CALL'
  const order = isCall ? orderOf(port.settings, call, slot.address) : nothingOf(slot.address)
  if ('code' in order) return giveUp(sender, transaction, order.code, order.detail)
  const before = attempts.find((each) => each.form === form)
  const trial =
    before === undefined
      ? await port.estimateGas(order)
      : ({ kind: 'known', gas: BigInt(before.gasLimit) } as const)
  if (trial.kind === 'unanswered') return undefined
  if (trial.kind === 'reverted') {
    const { code, detail } = readRevert(trial.data)
    return isCall ? giveUp(sender, transaction, code, detail || trial.detail) : undefined
  }
  const gas = trial.kind === 'known' ? trial.gas : withRoom(trial.gas)
  const { chainId } = port.settings
  const { to, data, value } = order
  const unsigned = { chainId, nonce: slot.nonce, to, data, value, gas, maxFee }
  const signed = await keys.sign(keyNameOf(sender, call.signer), {
    ...unsigned,
    priorityFee: maxPriorityFee,
  })
  if (signed.kind === 'refused' && isCall)
    return giveUp(sender, transaction, 'SIGNER_REFUSED', signed.detail)
  if (signed.kind !== 'signed') {
    complain(sender, transaction, `signer: ${signed.kind}`, signed.detail)
    return undefined
  }
  const { hash, raw } = signed.transaction
  return tellTransaction(sender, {
    type: 'RecordSigned',
    transactionId: idOf(transaction),
    nonce: slot.nonce,
    signed: { attempt, form, hash, raw, gasLimit: gas, maxFee, maxPriorityFee },
  })
}

const complain = (
  { logger, port }: Sender,
  { owner, slot }: Slotted,
  code: string,
  detail: string,
): void => {
  const { transactionId } = owner
  const where = { chain: port.settings.chain, address: slot.address, nonce: slot.nonce }
  logger.warn({ transactionId, ...where, code, detail }, 'a transaction cannot be sent now')
}

const send = async (sender: Sender, transaction: Slotted, attempt: Attempt, view: View): After => {
  const answer = await sender.port.send(attempt.raw)
  switch (answer.kind) {
    case 'accepted':
    case 'known': {
      const { hash } = attempt
      return tellTransaction(sender, {
        type: 'RecordBroadcast',
        ...{ transactionId: idOf(transaction), hash },
      })
    }
    // The same bytes go out again: they cannot be taken twice.
    case 'unknown':
      return undefined
    case 'refused': {
      const { code, detail } = answer
      if (code === 'REPLACEMENT_UNDERPRICED' || code === 'FEE_TOO_LOW')
        return perform(
          sender,
          transaction,
          offerMore(transaction, attempt, view.market, sender.policy),
          view,
        )
      // In a block, or another is: seen next time.
      if (code === 'NONCE_TOO_LOW') return undefined
      if ((code === 'REVERTED' || code === 'INVALID') && attempt.form === 'CALL')
        return giveUp(sender, transaction, `NODE_SAYS_${code}`, detail)
      complain(sender, transaction, code, detail)
      return undefined
    }
    default:
      return exhausted(answer)
  }
}

const notes = {
  DROPPED: 'RecordDropped',
  SAFE: 'RecordSafe',
  FINALISED: 'RecordFinalised',
  ORPHANED: 'RecordOrphaned',
} as const

/** Takes one step with a transaction that has a nonce. */
export const perform = async (
  sender: Sender,
  transaction: Slotted,
  step: Step,
  view: View,
): After => {
  const transactionId = idOf(transaction)
  switch (step.kind) {
    case 'WAIT':
      return undefined
    case 'SIGN':
      return sign(sender, transaction, step)
    case 'SEND':
      return send(sender, transaction, step.attempt, view)
    case 'INCLUDED': {
      const { shown } = step
      return tellTransaction(sender, { type: 'RecordIncluded', transactionId, shown })
    }
    case 'DROPPED':
    case 'SAFE':
    case 'FINALISED':
    case 'ORPHANED': {
      const { hash } = step
      return tellTransaction(sender, { type: notes[step.kind], transactionId, hash })
    }
    case 'LOSE':
      // What only fills a nonce has nothing to do any more.
      if (transaction.owner.purpose.kind === fillKind)
        await giveUp(sender, transaction, 'NOT_NEEDED', 'The nonce is used up.')
      return tellTransaction(sender, { type: 'LoseNonce', transactionId, nonce: step.nonce })
    default:
      return exhausted(step)
  }
}

/** The purpose of what only uses up a nonce. */
export const fillKind = 'FILL'
