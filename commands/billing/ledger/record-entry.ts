import { z } from 'zod'
import { journal } from '../../../domain/billing/ledger/journal.ts'
import { Asset } from '../../../domain/shared/money.ts'
import { Instant } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { entryAnswer } from './entry-answer.ts'
import { Legs, Reason } from './journal-legs.ts'

/** An operator adjusts the hub's own books: at once, or pending until it is posted, voided, or its time is over. */
export const recordEntry = defineCommand({
  name: 'billing.record-entry',
  input: z.strictObject({
    asset: Asset,
    legs: Legs,
    reason: Reason,
    bookedAt: Instant.exactOptional(),
    pendingUntil: Instant.exactOptional(),
  }),
  scope: 'billing:admin',
  run: async ({ pendingUntil, ...wished }, { change, context }) => {
    const entryId = derivedId(context.commandId, 'entry')
    const command =
      pendingUntil === undefined
        ? ({ type: 'RecordEntry', entryId, ...wished } as const)
        : ({ type: 'PrepareEntry', entryId, expiresAt: pendingUntil, ...wished } as const)
    return entryAnswer(entryId, await change(journal, entryId, command))
  },
})
