import type {
  Answering,
  QueueTimeArtifact,
} from '../../../domain/agents/models/queue-time/artifact.ts'
import {
  evaluate,
  quantile,
  type Evaluation,
} from '../../../domain/agents/models/queue-time/evaluate.ts'
import { featureSet } from '../../../domain/agents/models/queue-time/features.ts'
import { logTurns, logWait } from '../../../domain/agents/models/queue-time/predict.ts'
import type { WaitSample } from '../../../domain/agents/models/queue-time/samples.ts'
import { splitByTime } from '../../../domain/agents/models/queue-time/split.ts'
import type { Algorithm } from '../../../domain/agents/models/model-events.ts'
import type { FitAnswer, FitTask } from '../../../platform/models/task.ts'

export type Fitted = {
  readonly artifact: QueueTimeArtifact
  /** What was chosen on the waits that the interval was measured on. */
  readonly chosen: string
  /** How many waits it was fitted on, and when the last of them came. */
  readonly fittedOn: number
  readonly fittedUntilMs: number
  readonly evaluation: Evaluation
  /** The waits that it was judged by. */
  readonly heldOut: readonly WaitSample[]
}

type Fit = (task: FitTask) => Promise<FitAnswer> | FitAnswer
type Rows = Pick<FitTask, 'rows' | 'targets'>

const boosting = { rounds: 60, rate: 0.15, leaf: 20 } as const

/** What is tried, each by a name. */
const triesOf = (
  algorithm: Algorithm,
  rows: Rows,
): readonly { readonly chosen: string; readonly task: FitTask }[] =>
  algorithm === 'RIDGE'
    ? [0.0001, 0.001, 0.01, 0.1].map((lambda) => ({
        chosen: `lambda ${lambda}`,
        task: { ...rows, fit: 'ridge', lambda },
      }))
    : [3, 4].map((depth) => ({
        chosen: `depth ${depth}`,
        task: { ...rows, fit: 'trees', boosting: { ...boosting, depth } },
      }))

/** In lists of its own, as stored data are. */
const answeringOf = (answer: FitAnswer): Answering => {
  if (answer.fit === 'ridge') {
    const { bias, weights, means, scales } = answer.linear
    const lists = { weights: [...weights], means: [...means], scales: [...scales] }
    return { form: 'ridge', featureSet, bias, ...lists }
  }
  const trees = answer.trees.map(({ inputs, thresholds, lefts, rights, values }) => ({
    ...{ inputs: [...inputs], thresholds: [...thresholds] },
    ...{ lefts: [...lefts], rights: [...rights], values: [...values] },
  }))
  return { form: 'trees', featureSet, trees }
}

const logOf = ({ waitSeconds }: WaitSample): number => Math.log1p(waitSeconds)

/**
 * Fits on the earliest waits, chooses among its tries and measures the interval on the next, and is judged on the latest,
 * which neither has seen. Undefined when there are too few. The same waits give the same numbers.
 */
export const fitQueueTime = async (
  samples: readonly WaitSample[],
  algorithm: Algorithm,
  fit: Fit,
): Promise<Fitted | undefined> => {
  const split = splitByTime(samples)
  if (split === undefined) return undefined
  const { fitted, calibrated, heldOut } = split
  const rows = {
    rows: fitted.map(({ features }) => features),
    targets: fitted.map((sample) => logOf(sample) - logTurns(sample.features)),
  }
  const tried: Tried[] = []
  for (const { chosen, task } of triesOf(algorithm, rows))
    tried.push(judged(chosen, answeringOf(await fit(task)), calibrated))
  const [best] = tried.sort((a, b) => a.error - b.error)
  if (best === undefined) return undefined
  const interval = { low: quantile(best.residuals, 0.1), high: quantile(best.residuals, 0.9) }
  const artifact = { ...best.answering, interval }
  const evaluation = evaluate(artifact, heldOut)
  if (evaluation === undefined) return undefined
  const fittedUntilMs = fitted.reduce((last, { atMs }) => Math.max(last, atMs), 0)
  const { chosen } = best
  return { artifact, chosen, fittedOn: fitted.length, fittedUntilMs, evaluation, heldOut }
}

type Tried = {
  readonly chosen: string
  readonly answering: Answering
  readonly residuals: readonly number[]
  readonly error: number
}

const judged = (chosen: string, answering: Answering, samples: readonly WaitSample[]): Tried => {
  const residuals = samples.map((each) => logOf(each) - logWait(answering, each.features))
  const error = residuals.reduce((all, each) => all + Math.abs(each), 0) / residuals.length
  return { chosen, answering, residuals, error }
}
