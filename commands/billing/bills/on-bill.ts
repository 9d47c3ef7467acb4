import { z } from 'zod'
import { bill, type BillCommand } from '../../../domain/billing/bills/bill.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { CommandDefinition } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { ownBill, type ExistingBill } from './own-bill.ts'

export const BillInput = z.strictObject({ billId: Id })
export const Reason = z.string().trim().min(1).max(500)

/** A command on one bill that the caller may see; `wish` says what to ask of it, or why nothing. */
export const onBill = <Input extends z.ZodType<{ readonly billId: string }>, Answer extends object>(
  name: string,
  scope: string,
  input: Input,
  wish: (
    input: z.output<Input>,
    tools: CommandTools,
    state: ExistingBill,
  ) => BillCommand | Rejection | Promise<BillCommand | Rejection>,
  answer: (input: z.output<Input>, tools: CommandTools) => Answer,
): CommandDefinition<Input, Answer> => ({
  name,
  input,
  scope,
  run: async (wanted, tools) => {
    const owned = await ownBill(tools, wanted.billId)
    if (isRejection(owned)) return owned
    const command = await wish(wanted, tools, owned)
    if (isRejection(command)) return command
    const changed = await tools.change(bill, wanted.billId, command)
    return 'stream' in changed ? { answer: answer(wanted, tools), changed } : changed
  },
})
