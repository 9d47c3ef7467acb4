import { createRandom, type Random } from '../../platform/providers/simulator/engine/random.ts'
import { between, chance, pick } from './draw.ts'
import { deviceNames, type DeviceName } from './fleet.ts'

/** `drain` is a SIGTERM; everything else a SIGKILL. */
export type Target = 'hub' | 'event-store' | 'both' | 'drain'

export type Strike = {
  readonly target: Target
  /** RECOVERING: so long after the last strike, whatever stands then. WORKING: so long after the hub said it is ready. */
  readonly moment: 'RECOVERING' | 'WORKING'
  readonly delayMs: number
}

export type PlannedJob = Wishes & {
  /** Sent once so many strikes have fallen. */
  readonly afterStrikes: number
}

/** What one caller wants of one job. */
export type Wishes = {
  readonly number: number
  readonly person: number
  readonly device: DeviceName
  readonly circuit: string
  readonly shots: number
  readonly delayMs: number
  /** The caller turns away from the first answer after this time, and asks again. */
  readonly impatientMs?: number
  /** The same submission once more, after its answer. */
  readonly repeatAfterMs?: number
  readonly cancelAfterMs?: number
  /** Tops up the wallet before. */
  readonly credits: boolean
  /** Is given half of the price back, once there is one. */
  readonly refunds: boolean
}

export type Plan = { readonly strikes: readonly Strike[]; readonly jobs: readonly PlannedJob[] }

export type PlanSize = { readonly kills: number; readonly drains: number; readonly jobs: number }

export const people = 4
const circuits = ['bell', 'ghz', 'teleportation', 'qft', 'grover', 'w-state']
const targets: readonly Target[] = ['hub', 'hub', 'hub', 'event-store', 'event-store', 'both']
/** So many of the jobs are under way from the beginning; the others come in step with the strikes. */
const atOnce = 0.2

const strikeOf = (random: Random, target: Target): Strike =>
  target !== 'drain' && chance(random, 0.35)
    ? { target, moment: 'RECOVERING', delayMs: between(random, 0, 4_000) }
    : { target, moment: 'WORKING', delayMs: between(random, 0, 1_500) }

/** Everything that one caller wants, but when. */
export const jobOf = (random: Random, number: number): Wishes => {
  const maybe = (probability: number, most: number): number | undefined =>
    chance(random, probability) ? between(random, 0, most) : undefined
  const common = {
    number,
    person: between(random, 0, people - 1),
    device: pick(random, deviceNames),
    circuit: pick(random, circuits),
    shots: between(random, 1, 400),
    delayMs: between(random, 0, 2_000),
    credits: chance(random, 0.2),
    refunds: chance(random, 0.2),
  }
  const impatientMs = maybe(0.15, 60)
  const repeatAfterMs = maybe(0.2, 8_000)
  const cancelAfterMs = maybe(0.15, 3_000)
  return {
    ...common,
    ...(impatientMs === undefined ? {} : { impatientMs }),
    ...(repeatAfterMs === undefined ? {} : { repeatAfterMs }),
    ...(cancelAfterMs === undefined ? {} : { cancelAfterMs }),
  }
}

/** Some of the jobs are under way from the beginning; the others come in step with the strikes. */
const afterStrikes = (number: number, { kills, drains, jobs }: PlanSize): number => {
  const early = Math.ceil(jobs * atOnce)
  const late = Math.max(1, jobs - early)
  return number < early ? 0 : Math.floor(((number - early) * (kills + drains)) / late)
}

/** Drains fall evenly among the kills. */
const targetAt = (random: Random, index: number, { kills, drains }: PlanSize): Target => {
  const strikes = kills + drains
  const before = Math.floor((index * drains) / strikes)
  return Math.floor(((index + 1) * drains) / strikes) > before ? 'drain' : pick(random, targets)
}

/** What is done to the hub and asked of it, all drawn from the seed. How the two meet is up to the machine. */
export const planOf = (seed: string, size: PlanSize): Plan => {
  const forStrikes = createRandom(`strikes ${seed}`)
  const forJobs = createRandom(`jobs ${seed}`)
  return {
    strikes: Array.from({ length: size.kills + size.drains }, (_, index) =>
      strikeOf(forStrikes, targetAt(forStrikes, index, size)),
    ),
    jobs: Array.from({ length: size.jobs }, (_, number) => ({
      ...jobOf(forJobs, number),
      afterStrikes: afterStrikes(number, size),
    })),
  }
}
