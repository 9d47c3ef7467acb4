import { z } from 'zod'
import { Instant } from '../../../shared/values.ts'
import { instantOf } from '../../../shared/instant.ts'
import type { QueueTimeArtifact } from './artifact.ts'
import { logWait, seconds } from './predict.ts'
import type { WaitSample } from './samples.ts'

const figure = z.number().min(0)

/** How far off the answers were, in seconds: on average, in the middle case, in one of ten. */
export const Errors = z.strictObject({ mean: figure, median: figure, p90: figure })
export type Errors = z.output<typeof Errors>

/** Of waits that nothing was fitted on: the model's errors, and those of the answers that take no model. */
export const Evaluation = z.strictObject({
  samples: z.int().min(1),
  from: Instant,
  to: Instant,
  meanWait: figure,
  model: Errors,
  deviceMean: Errors,
  lastWait: Errors,
  lineLength: Errors,
  turns: Errors,
  /** Which part of the waits was between `low` and `high`; they are made for 0.8. */
  coverage: z.number().min(0).max(1),
})
export type Evaluation = z.output<typeof Evaluation>

export const naiveAnswers = ['deviceMean', 'lastWait', 'lineLength', 'turns'] as const

export const evaluate = (
  artifact: QueueTimeArtifact,
  samples: readonly WaitSample[],
): Evaluation | undefined => {
  const [first] = samples
  const last = samples.at(-1)
  if (first === undefined || last === undefined) return undefined
  const logs = samples.map(({ features }) => logWait(artifact, features))
  const { low, high } = artifact.interval
  const within = samples.filter(({ waitSeconds }, index) => {
    const log = logs[index] ?? 0
    return waitSeconds >= seconds(log + low) && waitSeconds <= seconds(log + high)
  })
  const errors = (answer: (sample: WaitSample, index: number) => number): Errors =>
    errorsOf(samples.map((sample, index) => Math.abs(answer(sample, index) - sample.waitSeconds)))
  return {
    samples: samples.length,
    from: instantOf(first.atMs),
    to: instantOf(last.atMs),
    meanWait: rounded(mean(samples.map(({ waitSeconds }) => waitSeconds))),
    model: errors((_, index) => seconds(logs[index] ?? 0)),
    deviceMean: errors(({ naive }) => naive.deviceMean),
    lastWait: errors(({ naive }) => naive.lastWait),
    lineLength: errors(({ naive }) => naive.lineLength),
    turns: errors(({ naive }) => naive.turns),
    coverage: rounded(within.length / samples.length),
  }
}

const errorsOf = (absolute: readonly number[]): Errors => ({
  mean: rounded(mean(absolute)),
  median: rounded(quantile(absolute, 0.5)),
  p90: rounded(quantile(absolute, 0.9)),
})

const mean = (values: readonly number[]): number =>
  values.reduce((all, each) => all + each, 0) / values.length

/** Of at least one value: the smallest that such a part of them does not pass. */
export const quantile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))] ?? 0
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000
