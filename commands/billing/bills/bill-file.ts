import { bill } from '../../../domain/billing/bills/bill.ts'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { billPdf } from '../../../platform/documents/bill-pdf.ts'
import type { CommandContext } from '../../shared/context.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'
import { documentOf, partyOf } from './document.ts'
import { ofCaller } from './own-bill.ts'

export type BillFile = { readonly fileName: string; readonly content: Uint8Array }

/** A bill as a PDF, the same bytes whenever it is asked for, until who is billed is erased. */
export const billFile = async (
  services: Services,
  context: CommandContext,
  billId: string,
): Promise<ReadOutcome<BillFile>> => {
  const read = await readAggregate(services, context, 'billing:read', bill, billId, (found) => {
    const state = ofCaller(context, found)
    if (isRejection(state)) return state
    return state.kind === 'final'
      ? { state }
      : reject('ILLEGAL_BILL_TRANSITION', 'This bill is not issued yet.')
  })
  if (read.kind === 'failed') return read
  const { state } = read.view
  const content = await billPdf(documentOf(state, await partyOf(services.vault, state)))
  return { ...read, view: { fileName: `${state.final.number}.pdf`, content } }
}
