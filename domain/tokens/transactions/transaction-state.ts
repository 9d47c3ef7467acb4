import { exhausted } from '../../shared/values.ts'
import type { Owner } from './purpose.ts'
import type { Block } from '../chain/block.ts'
import type {
  Call,
  ChainTransactionEvent,
  Form,
  IncludedData,
  SignedData,
  Status,
} from './transaction-events.ts'

/** One signed form of the call, or of its cancellation. */
export type Attempt = {
  readonly attempt: number
  readonly form: Form
  readonly hash: string
  readonly raw: string
  readonly gasLimit: string
  readonly maxFee: bigint
  readonly maxPriorityFee: bigint
  readonly signedAt: string
  /** When it was handed to the chain's node last; absent when it never was, or was forgotten. */
  readonly sentAt?: string
}

export type Inclusion = {
  readonly attempt: number
  readonly hash: string
  readonly form: Form
  readonly block: Block
  readonly status: Status
  readonly safe: boolean
}

export type End =
  | { readonly kind: 'FINALISED'; readonly status: Status }
  | { readonly kind: 'CANCELLED'; readonly code: string; readonly detail: string }

export type ExistingTransaction = {
  readonly kind: 'existing'
  readonly owner: Owner
  readonly call: Call
  readonly requestedAt: string
  /** The key's address, and its place in the order of what that sends. */
  readonly slot?: { readonly address: string; readonly nonce: number }
  /** Under the nonce of now. */
  readonly attempts: readonly Attempt[]
  readonly inclusion?: Inclusion
  /** Somebody wishes that it does not happen any more. */
  readonly cancellation?: { readonly code: string; readonly detail: string }
  readonly end?: End
}
export type ChainTransaction = { readonly kind: 'absent' } | ExistingTransaction

export const initial: ChainTransaction = { kind: 'absent' }

const signed = ({ fees, at, ...data }: SignedData): Attempt => ({
  attempt: data.attempt,
  form: data.form,
  hash: data.hash,
  raw: data.raw,
  gasLimit: data.gasLimit,
  maxFee: BigInt(fees.maxFee),
  maxPriorityFee: BigInt(fees.maxPriorityFee),
  signedAt: at,
})

const included = ({ attempt, hash, form, block, status }: IncludedData): Inclusion => ({
  ...{ attempt, hash, form, block, status },
  safe: false,
})

const withAttempt = (
  state: ExistingTransaction,
  attempt: number,
  change: (before: Attempt) => Attempt,
): ExistingTransaction => ({
  ...state,
  attempts: state.attempts.map((each) => (each.attempt === attempt ? change(each) : each)),
})

export const evolve = (state: ChainTransaction, event: ChainTransactionEvent): ChainTransaction => {
  if (event.type === 'ChainTransactionRequested') {
    const {
      at: requestedAt,
      signer,
      contract,
      method,
      arguments: given,
      value,
      ...owner
    } = event.data
    const call: Call = {
      ...{ signer, contract, method, arguments: given },
      ...(value === undefined ? {} : { value }),
    }
    return { kind: 'existing', owner, call, requestedAt, attempts: [] }
  }
  return state.kind === 'existing' ? onward(state, event) : state
}

const onward = (
  state: ExistingTransaction,
  event: Exclude<ChainTransactionEvent, { type: 'ChainTransactionRequested' }>,
): ExistingTransaction => {
  switch (event.type) {
    case 'NonceAssigned': {
      const { address, nonce } = event.data
      return { ...state, slot: { address, nonce } }
    }
    case 'NonceLost': {
      const { slot: _, inclusion: __, ...rest } = state
      return { ...rest, attempts: [] }
    }
    case 'TransactionSigned':
      return { ...state, attempts: [...state.attempts, signed(event.data)] }
    case 'TransactionBroadcast':
      return withAttempt(state, event.data.attempt, (each) => ({ ...each, sentAt: event.data.at }))
    case 'TransactionDropped':
      return withAttempt(state, event.data.attempt, ({ sentAt: _, ...each }) => each)
    case 'TransactionReplaced':
    case 'TransactionReverted':
      return state
    case 'TransactionIncluded':
      return { ...state, inclusion: included(event.data) }
    case 'TransactionSafe':
      return state.inclusion === undefined
        ? state
        : { ...state, inclusion: { ...state.inclusion, safe: true } }
    case 'TransactionFinalised':
      return { ...state, end: { kind: 'FINALISED', status: event.data.status } }
    case 'TransactionOrphaned': {
      const { inclusion: _, ...rest } = state
      // The node has it again, or not: it is sent once more to be sure.
      return withAttempt(rest, event.data.attempt, ({ sentAt: __, ...each }) => each)
    }
    case 'TransactionCancellationRequested': {
      const { code, detail } = event.data
      return { ...state, cancellation: { code, detail } }
    }
    case 'TransactionCancelled': {
      const { code, detail } = event.data
      return { ...state, end: { kind: 'CANCELLED', code, detail } }
    }
    default:
      return exhausted(event)
  }
}
