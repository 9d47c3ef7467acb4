import { z } from 'zod'

/**
 * Values for a program's `input` declarations, by name. Numbers for float, angle (radians), int and uint; text for whole
 * numbers beyond 2^53 and, digit by digit, for bit[n]; booleans for bool and bit.
 */
export const ProgramInputs = z.record(
  z.string().min(1).max(200),
  z.union([z.boolean(), z.number(), z.string().max(1100)]),
)
export type ProgramInputs = z.output<typeof ProgramInputs>
