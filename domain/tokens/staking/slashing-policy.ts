import { money, type Money } from '../../shared/money.ts'
import { qvt } from '../values.ts'

const whole = 10n ** 18n

/**
 * What a computer's operator loses for reservations that failed, as data. A reservation is a slot: time that the queue of
 * the device granted to one job. It failed when the job ended FAILED by a fault of the PROVIDER: the device or its vendor,
 * never the hub (PLATFORM) and never the program (USER).
 */
export const slashingPolicy = {
  version: '1',
  /** Hundredths of a per cent of an epoch's reservations that may fail without consequence, but one at least. */
  toleratedBasisPoints: 200,
  perFailure: 10n * whole,
  /** Of one computer in one epoch. */
  atMost: 1_000n * whole,
  /** For so long it can be contested before anything is taken. Shorter than the cooldown of stakes. */
  contestHours: 72,
} as const

export type ServiceRecord = { readonly reservations: number; readonly failed: number }

export const toleratedOf = ({ reservations }: ServiceRecord): number =>
  Math.max(1, Math.floor((reservations * slashingPolicy.toleratedBasisPoints) / 10_000))

/** What is to be taken for this record; nothing for one that is good enough. */
export const penaltyFor = (record: ServiceRecord): Money | undefined => {
  const beyond = BigInt(Math.max(0, record.failed - toleratedOf(record)))
  if (beyond === 0n) return undefined
  const amount = beyond * slashingPolicy.perFailure
  return money(amount < slashingPolicy.atMost ? amount : slashingPolicy.atMost, qvt)
}
