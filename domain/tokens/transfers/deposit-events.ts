import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { MinorUnits } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'
import { Bytes32, ChainAddress, ChainKey } from '../values.ts'

/** Why what came in is nobody's. */
export const UnclaimedFor = z.enum([
  /** No organisation has linked the address that sent it. */
  'UNLINKED',
  'BELOW_MINIMUM',
  /** The sender's wallet cannot take it. */
  'WALLET_REFUSED',
])
export type UnclaimedFor = z.output<typeof UnclaimedFor>

const Fact = z.strictObject({ depositId: Id, chain: ChainKey, at: Instant })
const Sight = Fact.extend({
  /** How often the entry of the chain was seen in a block. */
  observation: z.int().min(1),
  amount: MinorUnits,
  organisation: Id.exactOptional(),
  unclaimedFor: UnclaimedFor.exactOptional(),
})

/** Stored contract. Money is booked by the wallet, and in the hub's own journal; these carry no postings. */
export const definitions = [
  defineEvent(
    'TokenDepositSeen',
    1,
    Sight.extend({ from: ChainAddress, transactionHash: Bytes32 }),
  ),
  defineEvent('TokenDepositOrphaned', 1, Sight),
  /** With an organisation, its wallet is credited; else it waits for whose it is. */
  defineEvent('TokenDepositFinalised', 1, Sight),
  /** Its wallet did not take it. */
  defineEvent(
    'TokenDepositRefused',
    1,
    Sight.extend({ organisation: Id, code: z.string().max(100) }),
  ),
  /** By the holder of the address that sent it, or by an operator. */
  defineEvent(
    'TokenDepositClaimed',
    1,
    Sight.extend({ organisation: Id, by: z.string().min(1), reason: z.string().max(500) }),
  ),
] as const
export type DepositEvent = EventOf<(typeof definitions)[number]>
