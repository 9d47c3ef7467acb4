import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Id, Instant } from '../../shared/values.ts'
import { Bytes32, ChainKey } from '../values.ts'
import { Block } from './block.ts'

/** The hub's name of a contract: `QVT`, `PAYMENTS`, `STAKING`. */
export const ContractName = z.string().regex(/^[A-Z][A-Z_]{1,31}$/)

/**
 * What a contract's log says, decoded: numbers are decimal strings, addresses stand in the case of EIP-55, bytes are
 * lower-case hex, lists and tuples are JSON.
 */
export const LogArguments = z.record(z.string().min(1).max(64), z.string().max(20_000))

/** An entry where it stands now. */
export const SeenEntry = z.strictObject({
  entryId: Id,
  chain: ChainKey,
  contract: ContractName,
  event: z.string().min(1).max(64),
  arguments: LogArguments,
  transactionHash: Bytes32,
  /** Which of its transaction's logs it is, from 0: that does not change when another block holds the transaction. */
  ordinal: z.int().min(0),
  block: Block,
})
export type SeenEntry = z.output<typeof SeenEntry>

/** Every event of an entry carries all of it, so that who hears of one event needs no other. */
const Entry = SeenEntry.extend({
  /** How often it was seen in a block, this one included: a reorganisation may move it. */
  observation: z.int().min(1),
  at: Instant,
})
export type EntryData = z.output<typeof Entry>

export const definitions = [
  /** It stands in a block; that block may go. */
  defineEvent('ChainEntrySeen', 1, Entry),
  /** It will hardly go: what costs little if it does may be built on it. */
  defineEvent('ChainEntrySafe', 1, Entry),
  /** It stays, as the policy of the chain has it. */
  defineEvent('ChainEntryFinalised', 1, Entry),
  /** Its block went. It may be seen again, in another one. */
  defineEvent('ChainEntryOrphaned', 1, Entry.extend({ reason: z.enum(['REORGANISED']) })),
] as const
export type ChainEntryEvent = EventOf<(typeof definitions)[number]>
