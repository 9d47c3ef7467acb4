import type { Decision } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import type { ChainTransactionCommand, ShownInclusion } from './transaction-command.ts'
import type { ChainTransactionEvent } from './transaction-events.ts'
import type { Attempt, ExistingTransaction, Inclusion } from './transaction-state.ts'

type Shown = Extract<
  ChainTransactionCommand,
  {
    type:
      | 'RecordBroadcast'
      | 'RecordDropped'
      | 'RecordIncluded'
      | 'RecordSafe'
      | 'RecordFinalised'
      | 'RecordOrphaned'
  }
>
type Events = readonly ChainTransactionEvent[]

const hashOf = (command: Shown): string =>
  command.type === 'RecordIncluded' ? command.shown.hash : command.hash

/** What became of an attempt that went out. What says nothing new is no news. */
export const recordInclusion = (
  command: Shown,
  state: ExistingTransaction,
  at: string,
): Decision<ChainTransactionEvent> => {
  const attempt = state.attempts.find(({ hash }) => hash === hashOf(command))
  if (attempt === undefined) return reject('NOT_FOUND', 'There is no such attempt.')
  const data = { ...state.owner, at, attempt: attempt.attempt, hash: attempt.hash }
  const { inclusion } = state
  switch (command.type) {
    case 'RecordBroadcast':
      return attempt.sentAt === undefined ? [{ type: 'TransactionBroadcast', data }] : []
    case 'RecordDropped':
      return attempt.sentAt === undefined || inclusion !== undefined
        ? []
        : [{ type: 'TransactionDropped', data }]
    case 'RecordIncluded':
      return includedAt(command.shown, attempt, state, at)
    case 'RecordSafe': {
      if (inclusion?.hash !== attempt.hash || inclusion.safe) return []
      return [{ type: 'TransactionSafe', data: { ...data, block: inclusion.block } }]
    }
    case 'RecordOrphaned':
      return inclusion?.hash === attempt.hash ? [orphaned(inclusion, state, at)] : []
    case 'RecordFinalised':
      return inclusion?.hash === attempt.hash ? [ended(inclusion, state, at)] : []
    default:
      return exhausted(command)
  }
}

const orphaned = (
  { attempt, hash, block }: Inclusion,
  { owner }: ExistingTransaction,
  at: string,
): ChainTransactionEvent => ({
  type: 'TransactionOrphaned',
  data: { ...owner, at, attempt, hash, block },
})

/** Whatever form stands under the nonce for good says how it ended. */
const ended = (
  { attempt, hash, block, form, status }: Inclusion,
  { owner, cancellation }: ExistingTransaction,
  at: string,
): ChainTransactionEvent => {
  const base = { ...owner, at }
  if (form === 'CALL')
    return { type: 'TransactionFinalised', data: { ...base, attempt, hash, block, status } }
  const { code = 'CANCELLED', detail = 'It was cancelled.' } = cancellation ?? {}
  return { type: 'TransactionCancelled', data: { ...base, code, detail } }
}

const includedAt = (
  { hash, block, status, gasUsed, gasPrice, revert }: ShownInclusion,
  { attempt, form }: Attempt,
  state: ExistingTransaction,
  at: string,
): Events => {
  const { inclusion, owner } = state
  if (inclusion?.hash === hash && inclusion.block.hash === block.hash) return []
  const base = { ...owner, at, attempt, hash }
  const used = { gasUsed: gasUsed.toString(), gasPrice: gasPrice.toString() }
  const included = { ...base, form, block, status, ...used }
  return [
    // Seen in another block: the one before is no longer part of the chain.
    ...(inclusion === undefined ? [] : [orphaned(inclusion, state, at)]),
    { type: 'TransactionIncluded', data: included },
    ...(status === 'REVERTED' && form === 'CALL'
      ? [
          {
            type: 'TransactionReverted' as const,
            data: { ...base, code: revert?.code ?? 'REVERTED', detail: revert?.detail ?? '' },
          },
        ]
      : []),
  ]
}
