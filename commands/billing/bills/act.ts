import { z } from 'zod'
import { MinorUnits } from '../../../domain/shared/money.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { cardOf } from './choose-card.ts'
import { BillInput, onBill, Reason } from './on-bill.ts'

const billIdOnly = ({ billId }: z.output<typeof BillInput>) => ({ billId })

/** Has a bill paid now: from the wallet, then a card; or from this card. */
export const payBill = onBill(
  'billing.pay-bill',
  'billing:write',
  BillInput.extend({ methodId: Id.exactOptional() }),
  async ({ billId, methodId }, tools, { draft: { organisation } }) => {
    if (methodId === undefined) return { type: 'RequestCollection', billId }
    const card = await cardOf(tools, organisation, methodId)
    return 'rejected' in card ? card : { type: 'RequestCollection', billId, card }
  },
  billIdOnly,
)

export const voidBill = onBill(
  'billing.void-bill',
  'billing:admin',
  BillInput.extend({ reason: Reason }),
  ({ billId, reason }) => ({ type: 'VoidBill', billId, reason }),
  billIdOnly,
)

export const markUncollectible = onBill(
  'billing.mark-uncollectible',
  'billing:admin',
  BillInput.extend({ reason: Reason }),
  ({ billId, reason }) => ({ type: 'MarkUncollectible', billId, reason }),
  billIdOnly,
)

const noteId = ({ context }: CommandTools): string => derivedId(context.commandId, 'credit note')

/** Takes back part of what was due. Its number and its place in the books follow. */
export const issueCreditNote = onBill(
  'billing.issue-credit-note',
  'billing:admin',
  BillInput.extend({
    lines: z
      .array(z.strictObject({ lineId: Id, amount: MinorUnits.max(36) }))
      .min(1)
      .max(500),
    reason: Reason,
  }),
  ({ billId, lines, reason }, tools) => ({
    type: 'OpenCreditNote',
    ...{ billId, creditNoteId: noteId(tools), reason },
    lines: lines.map(({ lineId, amount }) => ({ lineId, amount: BigInt(amount) })),
  }),
  ({ billId }, tools) => ({ billId, creditNoteId: noteId(tools) }),
)
