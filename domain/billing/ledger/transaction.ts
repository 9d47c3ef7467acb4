import { z } from 'zod'
import { Asset } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'
import type { Mover } from './chart.ts'
import { postingsMovedBy } from './postings.ts'

/** What every event says that moves money: one transaction of the ledger, in one asset, and whose it is. */
export const ledgerTransaction = (mover: Mover) =>
  z.strictObject({
    transactionId: Id,
    organisation: Id,
    asset: Asset,
    postings: postingsMovedBy(mover),
    /** When it was recorded. */
    at: Instant,
    /** When it happened economically; absent when that is the same. */
    bookedAt: Instant.exactOptional(),
  })
