import { bill } from '../../../domain/billing/bills/bill.ts'
import type { Bill } from '../../../domain/billing/bills/bill-state.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import { notFound } from '../../shared/change.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { CommandTools } from '../../shared/tools.ts'

export type ExistingBill = Exclude<Bill, { readonly kind: 'absent' }>

/** A bill of the caller's organisation; to others it is not there. */
export const ofCaller = (context: CommandContext, state: Bill): ExistingBill | Rejection =>
  state.kind !== 'absent' && actsFor(context, state.draft.organisation) ? state : notFound('bill')

export const ownBill = async (
  { load, context }: Pick<CommandTools, 'load' | 'context'>,
  billId: string,
): Promise<ExistingBill | Rejection> => ofCaller(context, (await load(bill, billId)).state)
