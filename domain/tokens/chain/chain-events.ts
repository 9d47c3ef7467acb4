import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Id, Instant } from '../../shared/values.ts'
import { Bytes32, ChainKey } from '../values.ts'
import { BlockNumber, LinkedBlock } from './block.ts'
import { SeenEntry } from './entry-events.ts'

/** The stored contract of how far a chain was followed. Every event is written before the entries that it names change. */
const Fact = z.strictObject({ chain: ChainKey, at: Instant })
/** Entries that become safe, final or orphaned by it. */
const Entries = z.array(Id).max(100_000)

export const HaltCode = z.enum([
  /** The node has none of the blocks that are kept: or only such as are below what is final. */
  'TOO_DEEP',
  /** The node follows another chain than the one that was followed so far. */
  'WRONG_CHAIN',
])
export type HaltCode = z.output<typeof HaltCode>

export const definitions = [
  /** From this block on it is followed. The first block of all tells chains with the same number apart. */
  defineEvent(
    'ChainOpened',
    1,
    Fact.extend({ chainId: z.string().regex(/^\d+$/), genesis: Bytes32, head: LinkedBlock }),
  ),
  defineEvent(
    'ChainAdvanced',
    1,
    Fact.extend({
      head: LinkedBlock,
      /** New blocks below the new head, the lowest first: those of them that are kept. */
      blocks: z.array(LinkedBlock).max(10_000),
      /** Blocks below this one are kept no longer. */
      kept: BlockNumber,
      /** Entries that stand in the new blocks. */
      seen: z.array(SeenEntry).max(100_000),
      /** Up to these blocks all is safe, or final. */
      safe: BlockNumber,
      finalised: BlockNumber,
      madeSafe: Entries,
      madeFinal: Entries,
    }),
  ),
  /** The blocks above `to` are gone. */
  defineEvent(
    'ChainReorganised',
    1,
    Fact.extend({ from: LinkedBlock, to: LinkedBlock, depth: z.int().min(1), orphaned: Entries }),
  ),
  /** It is followed no further until an operator says so. */
  defineEvent('ChainHalted', 1, Fact.extend({ code: HaltCode, detail: z.string().max(500) })),
  /** With `to`, it is followed from that block on, and what was seen above it without being final counts as gone. */
  defineEvent(
    'ChainResumed',
    1,
    Fact.extend({
      by: z.string().min(1),
      reason: z.string().min(1).max(500),
      to: LinkedBlock.exactOptional(),
      /** The first block of all, as it is there. */
      genesis: Bytes32.exactOptional(),
      orphaned: Entries,
    }),
  ),
] as const
export type ChainEvent = EventOf<(typeof definitions)[number]>
