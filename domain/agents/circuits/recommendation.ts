import { z } from 'zod'
import { Money } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'
import { Fit } from './fit.ts'

export const Preference = z.enum(['BALANCED', 'ACCURACY', 'COST', 'TIME'])
export type Preference = z.output<typeof Preference>

const share = z.number().min(0).max(1)

/** Seconds in line, and how they are known. */
export const ExpectedWait = z.strictObject({
  seconds: z.number().min(0),
  basis: z.enum(['FREE_SLOT', 'MODEL', 'RECENT_JOBS', 'UNKNOWN']),
})
export type ExpectedWait = z.output<typeof ExpectedWait>

export const Recommended = z.strictObject({
  deviceId: Id,
  name: z.string().max(200),
  score: share,
  accuracy: share,
  /** Whether its errors are simulated or real; an ideal simulator has none. */
  noisy: z.boolean(),
  estimate: Money,
  wait: ExpectedWait,
  /** When its window opens, where it is closed now. */
  opensAt: Instant.exactOptional(),
  fit: Fit.exactOptional(),
  reasons: z.array(z.string().max(500)).min(1).max(8),
})
export type Recommended = z.output<typeof Recommended>

export const Excluded = z.strictObject({
  deviceId: Id,
  name: z.string().max(200),
  code: z.string().max(80),
  reason: z.string().max(500),
})
export type Excluded = z.output<typeof Excluded>

/** A device that would take the job. */
export type Offer = Omit<Recommended, 'score' | 'accuracy' | 'reasons'> & {
  /** Why there is no fit, of a device with errors. */
  readonly unfitted?: string
}

const weights: Readonly<Record<Preference, readonly [number, number, number]>> = {
  BALANCED: [0.4, 0.3, 0.3],
  ACCURACY: [0.8, 0.1, 0.1],
  COST: [0.1, 0.8, 0.1],
  TIME: [0.1, 0.1, 0.8],
}

/** Of a device whose errors nobody measured. */
const unknownAccuracy = 0.5
/** A wait that is half as good as none. */
const halfSeconds = 60

const accuracyOf = ({ noisy, fit }: Offer): number =>
  noisy ? (fit?.success ?? unknownAccuracy) : 1

const percent = (value: number): string => `${(100 * value).toFixed(value > 0.999 ? 2 : 1)} %`

const accuracyReason = (offer: Offer): string => {
  const { noisy, fit, unfitted } = offer
  if (!noisy) return 'It computes without errors.'
  if (fit === undefined) return unfitted ?? 'Nobody has published its errors.'
  const swaps = fit.swaps === 0 ? 'no swaps' : `${String(fit.swaps)} swaps`
  const placed = `${String(fit.twoQubitGates)} gates on two qubits and ${swaps}`
  return `${percent(fit.success)} of the shots are expected to meet no error, on its qubits ${fit.layout.join(', ')} with ${placed}.`
}

const waitReason = ({ wait }: Offer): string => {
  const about = `about ${String(Math.round(wait.seconds))} s`
  switch (wait.basis) {
    case 'FREE_SLOT':
      return 'A slot is free now.'
    case 'MODEL':
      return `The wait is predicted to be ${about}.`
    case 'RECENT_JOBS':
      return `Recent jobs waited ${about}.`
    case 'UNKNOWN':
      return 'Nobody has waited there yet: the wait is not known.'
    default:
      return wait.basis satisfies never
  }
}

const reasonsOf = (offer: Offer): readonly string[] => [
  accuracyReason(offer),
  waitReason(offer),
  `It is estimated to cost ${offer.estimate.amount} of ${offer.estimate.asset}.`,
  ...(offer.opensAt === undefined ? [] : [`Its window opens at ${offer.opensAt}.`]),
]

/** How cheap it is next to the cheapest of the same asset: 1 is the cheapest, and whatever is free. */
const cheapnessOf = (offer: Offer, offers: readonly Offer[]): number => {
  const amounts = offers
    .filter(({ estimate }) => estimate.asset === offer.estimate.asset)
    .map(({ estimate }) => BigInt(estimate.amount))
  const own = BigInt(offer.estimate.amount)
  if (own === 0n) return 1
  const cheapest = amounts.reduce((least, amount) => (amount < least ? amount : least), own)
  return Number((cheapest * 10_000n) / own) / 10_000
}

/** The devices that would take a job, the best first by what its owner prefers, each with its reasons. */
export const rank = (offers: readonly Offer[], preference: Preference): readonly Recommended[] => {
  const [byAccuracy, byCost, byTime] = weights[preference]
  return offers
    .map((offer): Recommended => {
      const { unfitted: _, ...shown } = offer
      const accuracy = accuracyOf(offer)
      const promptness = halfSeconds / (halfSeconds + offer.wait.seconds)
      const score =
        byAccuracy * accuracy + byCost * cheapnessOf(offer, offers) + byTime * promptness
      return { ...shown, accuracy, score: Math.min(1, score), reasons: [...reasonsOf(offer)] }
    })
    .toSorted((a, b) => b.score - a.score || (a.deviceId < b.deviceId ? -1 : 1))
}
