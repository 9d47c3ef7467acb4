import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { MinorUnits } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'
import { Bytes32, ChainAddress, ChainKey } from '../values.ts'

/** A position of the log, as text. */
const Position = z.string().regex(/^[0-9]{1,20}$/)

const Fact = z.strictObject({ chain: ChainKey, at: Instant })
const Epoch = Fact.extend({ epoch: z.int().min(1) })

/** What one computer earned. Amounts are in the smallest unit of QVT. */
const Share = z.strictObject({
  deviceId: Id,
  computerId: Bytes32,
  /** Whoever was its operator when the epoch was divided: who is paid. */
  account: ChainAddress,
  microseconds: MinorUnits,
  amount: MinorUnits,
})
/** How a registered computer served those who had reserved it. */
const Service = z.strictObject({
  deviceId: Id,
  reservations: z.int().min(1),
  failed: z.int().min(0),
})

export const definitions = [
  defineEvent('RewardsOpened', 1, Fact),
  /** It covers the log after the first position, up to and with the second. */
  defineEvent(
    'RewardEpochBegun',
    1,
    Epoch.extend({
      fromPosition: Position,
      toPosition: Position,
      pool: MinorUnits,
      perSecond: MinorUnits,
    }),
  ),
  defineEvent(
    'RewardEpochDivided',
    1,
    Epoch.extend({
      shares: z.array(Share).max(1_000),
      service: z.array(Service).max(1_000),
      total: MinorUnits,
      /** Of the tree of shares. Absent when there are none. */
      root: Bytes32.exactOptional(),
    }),
  ),
  defineEvent(
    'RewardEpochPostingRequested',
    1,
    Epoch.extend({ transactionId: Id, root: Bytes32, total: MinorUnits }),
  ),
  defineEvent(
    'RewardEpochPosted',
    1,
    Epoch.extend({ entryId: Id, root: Bytes32, total: MinorUnits }),
  ),
  defineEvent(
    'RewardEpochPostingFailed',
    1,
    Epoch.extend({ transactionId: Id, code: z.string().min(1).max(80) }),
  ),
] as const
export type RewardEpochEvent = EventOf<(typeof definitions)[number]>
export type RewardShare = z.output<typeof Share>
export type ServiceOfComputer = z.output<typeof Service>
