import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Instant } from '../../shared/values.ts'
import { Block } from '../chain/block.ts'
import { Bytes32, ChainAddress } from '../values.ts'
import { Owner } from './purpose.ts'

/** Decimal digits: wei, gas. */
const Quantity = z.string().regex(/^(?:0|[1-9]\d{0,77})$/)
export const Nonce = z.int().min(0)

/** Which of the hub's keys: who holds what customers deposited, or who does the hub's other work. */
export const SignerName = z.enum(['TREASURY', 'OPERATOR'])
export type SignerName = z.output<typeof SignerName>
/** One of the chain's contracts as its settings name it, in capitals; SELF is the signer's own address. */
export const ContractName = z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/)
/** What is asked of a contract, by which key. */
export const Call = z.strictObject({
  signer: SignerName,
  contract: ContractName,
  /** Of the contract's interface, by name. */
  method: z.string().min(1).max(80),
  /** As text: numbers in decimal, addresses and bytes in hex, `true` and `false`; lists are JSON of such texts. */
  arguments: z.array(z.string().max(20_000)).max(16),
  /** Wei that go along. */
  value: Quantity.exactOptional(),
})
export type Call = z.output<typeof Call>

/** Per unit of gas, in wei (EIP-1559). */
export const Fees = z.strictObject({ maxFee: Quantity, maxPriorityFee: Quantity })

/** CALL: what was asked for. CANCEL: nothing, to the signer itself, so that the nonce is used up. */
export const Form = z.enum(['CALL', 'CANCEL'])
export type Form = z.output<typeof Form>
export const Status = z.enum(['SUCCEEDED', 'REVERTED'])
export type Status = z.output<typeof Status>
/** Of the contract's error, or of the hub. */
const Code = z.string().min(1).max(80)
const Detail = z.string().max(500)

const Fact = Owner.extend({ at: Instant })
/** One signed form of the transaction; all attempts have the same nonce, so one of them at most is ever included. */
const Attempt = Fact.extend({ attempt: z.int().min(1), hash: Bytes32 })
const Included = Attempt.extend({ block: Block })

export const definitions = [
  defineEvent('ChainTransactionRequested', 1, Fact.extend(Call.shape)),
  defineEvent('NonceAssigned', 1, Fact.extend({ address: ChainAddress, nonce: Nonce })),
  /** Something else of the same key is final under this nonce: nothing that was signed can happen any more. */
  defineEvent('NonceLost', 1, Fact.extend({ nonce: Nonce })),
  /** On record before it is sent, so that the same bytes can be sent again. */
  defineEvent(
    'TransactionSigned',
    1,
    Attempt.extend({
      nonce: Nonce,
      form: Form,
      raw: z.string().regex(/^0x[0-9a-f]+$/),
      gasLimit: Quantity,
      fees: Fees,
    }),
  ),
  defineEvent('TransactionBroadcast', 1, Attempt),
  /** The chain's node has forgotten it. */
  defineEvent('TransactionDropped', 1, Attempt),
  /** Another attempt under the same nonce goes out in its place. */
  defineEvent(
    'TransactionReplaced',
    1,
    Attempt.extend({ by: Bytes32, reason: z.enum(['FEE', 'CANCELLATION']) }),
  ),
  defineEvent(
    'TransactionIncluded',
    1,
    Included.extend({ form: Form, status: Status, gasUsed: Quantity, gasPrice: Quantity }),
  ),
  /** Follows the inclusion of a call that the contract threw out. */
  defineEvent('TransactionReverted', 1, Attempt.extend({ code: Code, detail: Detail })),
  defineEvent('TransactionSafe', 1, Included),
  /** An end: the call stands on the chain for good. */
  defineEvent('TransactionFinalised', 1, Included.extend({ status: Status })),
  /** The block that held it is no longer part of the chain. It goes on where it was before. */
  defineEvent('TransactionOrphaned', 1, Included),
  defineEvent('TransactionCancellationRequested', 1, Fact.extend({ code: Code, detail: Detail })),
  /** An end: the call was not made, and is not going to be. */
  defineEvent('TransactionCancelled', 1, Fact.extend({ code: Code, detail: Detail })),
] as const
export type ChainTransactionEvent = EventOf<(typeof definitions)[number]>
export type SignedData = Extract<ChainTransactionEvent, { type: 'TransactionSigned' }>['data']
export type IncludedData = Extract<ChainTransactionEvent, { type: 'TransactionIncluded' }>['data']
