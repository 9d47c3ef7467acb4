import { z } from 'zod'
import { Id, Instant } from '../../shared/values.ts'
import { SignedUnits, sumOf } from './signed.ts'

/** The time that something was used, or is paid for. What is bought once has no end. */
export const ServicePeriod = z.strictObject({ start: Instant, end: Instant.exactOptional() })
export type ServicePeriod = z.output<typeof ServicePeriod>

/** What a line says comes back every period: it is billed once for each. */
export const Recurring = z.strictObject({
  subscriptionId: Id,
  item: z.string().min(1).max(80),
  periodIndex: z.int().min(0),
})
export type Recurring = z.output<typeof Recurring>

/**
 * One line of a bill; its id follows from what it bills. SETTLED: the wallet has paid for it already, at a price that stands
 * as it is. DUE: it is to be paid now, and taxed.
 */
export const BillLine = z.strictObject({
  lineId: Id,
  kind: z.enum([
    'DEVICE_USE',
    'APP_USE',
    'RECURRING',
    'PRORATION',
    'REFUND',
    'USAGE',
    'USAGE_CORRECTION',
  ]),
  settlement: z.enum(['SETTLED', 'DUE']),
  description: z.string().min(1).max(300),
  /** The device, app, subscription or meter that it is about. */
  subject: z.strictObject({
    kind: z.enum(['DEVICE', 'APP', 'SUBSCRIPTION', 'METER']),
    id: z.string().min(1).max(120),
  }),
  /** A decimal, with its unit. */
  quantity: z
    .strictObject({
      value: z
        .string()
        .regex(/^-?\d+(?:\.\d+)?$/)
        .max(60),
      unit: z.string().min(1).max(40),
    })
    .exactOptional(),
  amount: SignedUnits,
  service: ServicePeriod.exactOptional(),
  recurring: Recurring.exactOptional(),
})
export type BillLine = z.output<typeof BillLine>
export type Settlement = BillLine['settlement']

export const totalOf = (lines: readonly BillLine[], settlement?: Settlement): bigint =>
  sumOf(
    lines
      .filter((line) => settlement === undefined || line.settlement === settlement)
      .map(({ amount }) => amount),
  )

/** What may be billed once only, as text. */
export const recurringKey = ({ subscriptionId, item, periodIndex }: Recurring): string =>
  `${subscriptionId} ${item} ${periodIndex}`

export const recurringKeysOf = (lines: readonly BillLine[]): readonly string[] =>
  lines.flatMap(({ recurring }) => (recurring === undefined ? [] : [recurringKey(recurring)]))

export const firstTwice = (texts: readonly string[]): string | undefined => {
  const seen = new Set<string>()
  return texts.find((text) => seen.size === seen.add(text).size)
}
