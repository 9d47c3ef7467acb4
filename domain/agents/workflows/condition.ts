import { z } from 'zod'
import { Value } from './values.ts'

const operators = [
  'EQUAL',
  'NOT_EQUAL',
  'LESS',
  'LESS_OR_EQUAL',
  'GREATER',
  'GREATER_OR_EQUAL',
  'CONTAINS',
] as const
export type Operator = (typeof operators)[number]

const Comparison = z.strictObject({ of: Value, is: z.enum(operators), to: Value })
/** Whether there is anything but null. */
const Presence = z.strictObject({ present: Value })

/** What a condition or the end of a loop is decided by. */
export type Condition =
  | z.output<typeof Comparison>
  | z.output<typeof Presence>
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    Comparison,
    Presence,
    z.strictObject({ all: z.array(Condition).min(1).max(20).readonly() }),
    z.strictObject({ any: z.array(Condition).min(1).max(20).readonly() }),
    z.strictObject({ not: Condition }),
  ]),
)
