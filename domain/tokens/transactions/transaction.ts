import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import type { ChainTransactionCommand } from './transaction-command.ts'
import { definitions, type ChainTransactionEvent } from './transaction-events.ts'
import { recordInclusion } from './inclusion.ts'
import {
  evolve,
  initial,
  type ChainTransaction,
  type ExistingTransaction,
} from './transaction-state.ts'

/**
 * One call of a contract that the hub wants made, from the wish to what stands on the chain for good. It has one nonce at
 * a time, gets another only when that is lost for good, and all that is signed is on record before it is sent: so what was
 * asked for once happens once at most, whoever stops where.
 */
export const category = 'chainTransaction'

type Onward = Exclude<ChainTransactionCommand, { type: 'RequestTransaction' }>
type Decided = Decision<ChainTransactionEvent>

export const decide = (
  command: ChainTransactionCommand,
  state: ChainTransaction,
  meta: DecisionMeta,
): Decided => {
  if (command.type === 'RequestTransaction') {
    if (state.kind === 'existing') return []
    const { type: _, arguments: given, ...request } = command
    const data = { ...request, arguments: [...given], at: meta.now }
    return [{ type: 'ChainTransactionRequested', data }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such transaction.')
  return onward(command, state, meta)
}

const onward = (
  command: Onward,
  state: ExistingTransaction,
  { now: at }: DecisionMeta,
): Decided => {
  const { slot, end } = state
  const base = { ...state.owner, at }
  if (end !== undefined) return []
  switch (command.type) {
    case 'AssignNonce': {
      const { address, nonce } = command
      if (slot?.nonce === nonce && slot.address === address) return []
      if (slot !== undefined)
        return reject('ALREADY_EXISTS', `It has the nonce ${slot.nonce.toString()}.`)
      return [{ type: 'NonceAssigned', data: { ...base, address, nonce } }]
    }
    case 'LoseNonce':
      if (slot?.nonce !== command.nonce) return []
      return [
        { type: 'NonceLost', data: { ...base, nonce: command.nonce } },
        ...cancelled(state, at),
      ]
    case 'RecordSigned':
      return recordSigned(command, state, at)
    case 'RequestCancellation': {
      const { code, detail } = command
      if (state.cancellation !== undefined || state.inclusion !== undefined) return []
      const wished = { ...base, code, detail }
      const events: ChainTransactionEvent[] = [
        { type: 'TransactionCancellationRequested', data: wished },
      ]
      // Without a nonce nothing was signed: there is nothing to wait for.
      return slot === undefined
        ? [...events, { type: 'TransactionCancelled', data: wished }]
        : events
    }
    case 'RecordBroadcast':
    case 'RecordDropped':
    case 'RecordIncluded':
    case 'RecordSafe':
    case 'RecordFinalised':
    case 'RecordOrphaned':
      return recordInclusion(command, state, at)
    default:
      return exhausted(command)
  }
}

/** Who wished it not to happen has it, once nothing that was signed can happen. */
const cancelled = (
  { owner, cancellation }: ExistingTransaction,
  at: string,
): ChainTransactionEvent[] =>
  cancellation === undefined
    ? []
    : [{ type: 'TransactionCancelled', data: { ...owner, at, ...cancellation } }]

const recordSigned = (
  { nonce, signed }: Extract<Onward, { type: 'RecordSigned' }>,
  { owner, slot, attempts, cancellation }: ExistingTransaction,
  at: string,
): Decided => {
  const last = attempts.at(-1)
  const { attempt, form, hash, raw, gasLimit, maxFee, maxPriorityFee } = signed
  if (slot?.nonce !== nonce) return reject('NOT_FOUND', 'It does not have this nonce.')
  if (attempts.some((each) => each.hash === hash)) return []
  // Whoever signs at the same time is late: what is not on record is not sent.
  if (attempt !== (last?.attempt ?? 0) + 1)
    return reject('ALREADY_EXISTS', 'This attempt is signed already.')
  if (form === 'CANCEL' && cancellation === undefined)
    return reject('INVALID_INPUT', 'Nobody wishes to cancel it.')
  // A call after its cancellation would be undone by whoever is faster.
  if (form === 'CALL' && last?.form === 'CANCEL')
    return reject('INVALID_INPUT', 'It is being cancelled.')
  const base = { ...owner, at }
  const fees = { maxFee: maxFee.toString(), maxPriorityFee: maxPriorityFee.toString() }
  const data = { ...base, attempt, nonce, form, hash, raw, gasLimit: gasLimit.toString(), fees }
  const events: ChainTransactionEvent[] = [{ type: 'TransactionSigned', data }]
  if (last === undefined) return events
  const reason = form === last.form ? 'FEE' : 'CANCELLATION'
  const before = { ...base, attempt: last.attempt, hash: last.hash }
  return [...events, { type: 'TransactionReplaced', data: { ...before, by: hash, reason } }]
}

export const chainTransaction: Aggregate<
  ChainTransaction,
  ChainTransactionCommand,
  ChainTransactionEvent
> = { category, definitions, initial, evolve, decide }
