import { z } from 'zod'
import { defineEvent, version, type EventOf } from '../../shared/event.ts'
import { MinorUnits } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'
import { MarketPostings } from '../ledger/earlier-postings.ts'
import { postingsMovedBy } from '../ledger/postings.ts'
import { Burns, unconditional } from './burns.ts'
import { Spender } from './limits.ts'
import { Reason, Transaction, WalletTransaction } from './transaction.ts'

/**
 * A hold may be backed by a card: then its money is what a payment is authorised for, and comes out of no credit. Since
 * `burns` and `returned` stand in these events, they say which grants an amount came out of and goes back to.
 */
const onAnyAccount = { postings: postingsMovedBy('wallet'), backing: Id.exactOptional() }

/** Since version 3 it says what it is for; before, every hold was for a job. */
export const HoldPurpose = z.enum(['JOB', 'AGENT_BUDGET'])
const heldFor = { purpose: HoldPurpose, subjectId: Id }
const forJob = <Data extends { readonly jobId: string }>({ jobId, ...data }: Data) => ({
  ...data,
  purpose: 'JOB',
  subjectId: jobId,
})

const OfHold = Transaction.extend({ holdId: Id })
const Held = OfHold.extend({ jobId: Id })
const ofFunds = {
  ...onAnyAccount,
  burns: Burns,
  spender: Spender.exactOptional(),
  appId: Id.exactOptional(),
  expiresAt: Instant.exactOptional(),
}
const fundsHeld = defineEvent('FundsHeld', 3, OfHold.extend({ ...heldFor, ...ofFunds }), {
  earlier: [
    version(Held, (data) => ({ ...data, burns: unconditional(data.amount) })),
    version(Held.extend(ofFunds), forJob),
  ],
})

const Released = Held.extend({ reason: z.string() })
const ofRelease = { ...onAnyAccount, returned: Burns }
const holdReleased = defineEvent(
  'HoldReleased',
  3,
  OfHold.extend({ ...heldFor, reason: z.string(), ...ofRelease }),
  {
    earlier: [
      version(Released, (data) => ({ ...data, returned: unconditional(data.amount) })),
      version(Released.extend(ofRelease), forJob),
    ],
  },
)

/** What was spent of what was held for a budget, the hub's own; the rest came back. */
const holdSpent = defineEvent(
  'HoldSpent',
  1,
  WalletTransaction.extend({
    holdId: Id,
    ...heldFor,
    released: MinorUnits,
    burns: Burns,
    returned: Burns,
  }),
)

/** Money that leaves a hold for good, and comes back. Since version 2 a part of it may be an app's fee, its seller's. */
const Shares = Transaction.extend({
  holdId: Id,
  jobId: Id,
  providerOrganisation: Id,
  providerShare: MinorUnits,
  /** Of device and app together. */
  commission: MinorUnits,
})
const same = (data: unknown): unknown => data

const Captured = Shares.extend({ released: MinorUnits })
const CapturedOfApps = Captured.extend({
  postings: MarketPostings,
  app: z
    .strictObject({ sellerOrganisation: Id, fee: MinorUnits, sellerShare: MinorUnits })
    .exactOptional(),
})
const holdCaptured = defineEvent(
  'HoldCaptured',
  3,
  CapturedOfApps.extend({ ...onAnyAccount, burns: Burns, returned: Burns }),
  {
    earlier: [
      version(Captured, same),
      version(CapturedOfApps, (data) => ({
        ...data,
        burns: unconditional(data.amount),
        returned: unconditional(data.released),
      })),
    ],
  },
)

const Refunded = Shares.extend({ reason: Reason })
const RefundedOfApps = Refunded.extend({
  postings: MarketPostings,
  app: z.strictObject({ sellerOrganisation: Id, sellerShare: MinorUnits }).exactOptional(),
})
const chargeRefunded = defineEvent(
  'ChargeRefunded',
  3,
  RefundedOfApps.extend({ returned: Burns }),
  {
    earlier: [
      version(Refunded, same),
      version(RefundedOfApps, (data) => ({ ...data, returned: unconditional(data.amount) })),
    ],
  },
)

export const holdDefinitions = [
  fundsHeld,
  // Beside the hold, for those who keep time: after this nothing is captured of it.
  defineEvent('HoldTimeLimited', 1, WalletTransaction.extend({ holdId: Id, expiresAt: Instant })),
  holdCaptured,
  holdReleased,
  holdSpent,
  // No money moves: a hold of this name is refused from now on, whoever asks for it and however late.
  defineEvent('HoldVoided', 1, Transaction.extend({ holdId: Id })),
  chargeRefunded,
] as const
export type HoldEvent = EventOf<(typeof holdDefinitions)[number]>
