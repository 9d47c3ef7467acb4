import { z } from 'zod'

const Count = z.int().min(0)

/** What the compiler found in a program. Gate counts are for one run through it. */
export const CircuitFacts = z.strictObject({
  language: z.string().max(40),
  version: z.string().max(10),
  qubits: Count,
  clbits: Count,
  registers: z
    .array(z.strictObject({ name: z.string().max(200), size: z.int().min(1) }))
    .max(10_000),
  oneQubitGates: Count,
  /** Includes multi-controlled gates, N qubits counting as 6(N − 2). */
  twoQubitGates: Count,
  measurements: Count,
  depth: Count,
  /** Measurement outcomes steer later operations. */
  dynamic: z.boolean(),
})
export type CircuitFacts = z.output<typeof CircuitFacts>
