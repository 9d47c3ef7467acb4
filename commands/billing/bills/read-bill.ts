import { z } from 'zod'
import { bill } from '../../../domain/billing/bills/bill.ts'
import { statuses, owedOn, paidOn } from '../../../domain/billing/bills/bill-state.ts'
import { Totals, CreditedPart } from '../../../domain/billing/bills/bill-events.ts'
import { BillPeriod } from '../../../domain/billing/bills/cycle.ts'
import { BillLine } from '../../../domain/billing/bills/lines.ts'
import { TaxRate } from '../../../domain/billing/bills/tax.ts'
import { Asset, MinorUnits } from '../../../domain/shared/money.ts'
import { Id, Instant } from '../../../domain/shared/values.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import type { CommandContext } from '../../shared/context.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'
import { ofCaller } from './own-bill.ts'

const Text = z.string().max(500)
export const BillView = z.strictObject({
  billId: Id,
  organisationId: Id,
  status: z.enum(statuses),
  asset: Asset.max(13),
  period: BillPeriod,
  lines: z.array(BillLine).max(5_000),
  /** Those below stand on it from the day it is issued. */
  number: Text.exactOptional(),
  issuedAt: Instant.exactOptional(),
  dueAt: Instant.exactOptional(),
  taxRate: TaxRate.exactOptional(),
  totals: Totals.exactOptional(),
  paid: MinorUnits.max(36).exactOptional(),
  owed: MinorUnits.max(36).exactOptional(),
  overdue: z.boolean().exactOptional(),
  creditNotes: z
    .array(
      z.strictObject({
        creditNoteId: Id,
        number: Text.exactOptional(),
        reason: Text,
        parts: z.array(CreditedPart).max(500),
        at: Instant,
      }),
    )
    .max(10_000),
})
export type BillView = z.output<typeof BillView>

/** A bill of the caller's organisation as it is now. */
export const readBill = (
  services: Services,
  context: CommandContext,
  billId: string,
): Promise<ReadOutcome<BillView>> =>
  readAggregate(services, context, 'billing:read', bill, billId, (found) => {
    const state = ofCaller(context, found)
    if (isRejection(state)) return state
    const { organisation: organisationId, asset, period, lines } = state.draft
    const common = { billId, organisationId, asset, period, lines }
    if (state.kind === 'draft') return { ...common, status: 'DRAFT', creditNotes: [] }
    const { number, at: issuedAt, dueAt, taxRate, totals } = state.final
    return {
      ...{ ...common, status: state.status, number, issuedAt, dueAt, taxRate, totals },
      ...{ paid: paidOn(state).toString(), owed: owedOn(state).toString() },
      overdue: state.overdue,
      creditNotes: state.notes.map((note) => ({ ...note, parts: [...note.parts] })),
    }
  })
