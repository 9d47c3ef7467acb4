import { z } from 'zod'

/** Who bears what a run that does not complete has used, as quotes promise it. */
export const FailurePolicy = z.object({
  version: z.string().max(20),
  rules: z
    .array(
      z.object({
        fault: z.enum(['USER', 'PLATFORM', 'PROVIDER']).describe('Whose fault it is'),
        phase: z.enum(['BEFORE_EXECUTION', 'DURING_EXECUTION']).describe('How far it got'),
        charge: z.enum(['NOTHING', 'CONSUMPTION']).describe('What the customer is charged'),
        borneBy: z.enum(['CUSTOMER', 'PROVIDER', 'NOBODY']),
        reason: z.string().max(200),
      }),
    )
    .max(20),
})
