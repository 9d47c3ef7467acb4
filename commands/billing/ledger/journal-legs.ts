import { z } from 'zod'
import { MinorUnits } from '../../../domain/shared/money.ts'

/** Legs as a caller writes them: which accounts there are, and whether they balance, the decision says. */
export const Legs = z
  .array(
    z.strictObject({
      account: z.string().min(1).max(120),
      side: z.enum(['DEBIT', 'CREDIT']),
      amount: MinorUnits,
    }),
  )
  .min(2)
  .max(50)

export const Reason = z.string().min(1).max(500)
