import type {
  ChainTransactionCommand,
  ShownInclusion,
  SignedAttempt,
} from '../../domain/tokens/transactions/transaction-command.ts'
import { idNumber, meta } from './given-when-then/meta.ts'

export const transactionId = idNumber(1)
export const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`
export const block = { number: '7', hash: hash(700), at: meta.now }

export const asked = {
  type: 'RequestTransaction',
  ...{ transactionId, chain: 'local', signer: 'TREASURY', contract: 'QVT', method: 'transfer' },
  arguments: ['0x00000000000000000000000000000000000000b2', '5'],
  purpose: { kind: 'WITHDRAWAL', id: idNumber(2) },
} as const satisfies ChainTransactionCommand

export const signed = (attempt: number): SignedAttempt => ({
  ...{ attempt, form: 'CALL', hash: hash(attempt), raw: `0x0${attempt.toString()}` },
  ...{ gasLimit: 21_000n, maxFee: 100n * BigInt(attempt), maxPriorityFee: BigInt(attempt) },
})
const shown = (attempt: number): ShownInclusion => ({
  ...{ hash: hash(attempt), block, status: 'SUCCEEDED', gasUsed: 21_000n, gasPrice: 90n },
})

const told = <const Rest extends object>(rest: Rest) => ({ transactionId, ...rest })

/** What a transaction is told, in short. Attempts are counted from 1, as their hashes are. */
export const onTransaction = {
  nonce: (nonce: number) =>
    told({ type: 'AssignNonce', address: '0x00000000000000000000000000000000000000A1', nonce }),
  lost: (nonce: number) => told({ type: 'LoseNonce', nonce }),
  signed: (attempt: number, nonce = 3) =>
    told({ type: 'RecordSigned', nonce, signed: signed(attempt) }),
  sent: (attempt: number) => told({ type: 'RecordBroadcast', hash: hash(attempt) }),
  dropped: (attempt: number) => told({ type: 'RecordDropped', hash: hash(attempt) }),
  included: (attempt: number) => told({ type: 'RecordIncluded', shown: shown(attempt) }),
  elsewhere: (attempt: number) =>
    told({
      type: 'RecordIncluded',
      shown: { ...shown(attempt), block: { ...block, hash: hash(701) } },
    }),
  reverted: (attempt: number, revert: { readonly code: string; readonly detail: string }) =>
    told({ type: 'RecordIncluded', shown: { ...shown(attempt), status: 'REVERTED', revert } }),
  safe: (attempt: number) => told({ type: 'RecordSafe', hash: hash(attempt) }),
  final: (attempt: number) => told({ type: 'RecordFinalised', hash: hash(attempt) }),
  orphaned: (attempt: number) => told({ type: 'RecordOrphaned', hash: hash(attempt) }),
  cancel: told({ type: 'RequestCancellation', code: 'OPERATOR', detail: 'Not needed.' }),
} as const
