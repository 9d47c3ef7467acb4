import { isOpen } from '../../../devices/windows.ts'
import { exhausted } from '../../../shared/values.ts'
import type { Answering, ArtifactTree, QueueTimeArtifact } from './artifact.ts'
import { featureNames, featuresOf } from './features.ts'
import type { QueueSituation } from './situation.ts'

/** Seconds until a job that is submitted now has its slot; between `low` and `high` in about eight cases of ten. */
export type QueueTimePrediction =
  | {
      readonly basis: 'MODEL'
      readonly seconds: number
      readonly low: number
      readonly high: number
    }
  /** A slot is free: that is no guess. */
  | { readonly basis: 'FREE_SLOT'; readonly seconds: 0; readonly low: 0; readonly high: 0 }
  /** The device grants no slots now, and nobody knows when it will. */
  | { readonly basis: 'NOT_ACCEPTING' }
  /** None is in use. */
  | { readonly basis: 'NO_MODEL' }

/** Whether a job that comes now gets its slot at once: that is for the line itself to say, not for a model. */
export const isFree = (situation: QueueSituation, atMs: number): boolean =>
  situation.waiting.length === 0 &&
  situation.running.length < situation.concurrency &&
  isOpen(situation.windows, atMs)

export const predictQueueTime = (
  artifact: QueueTimeArtifact | undefined,
  situation: QueueSituation,
  user: string,
  atMs: number,
): QueueTimePrediction => {
  if (!situation.accepting) return { basis: 'NOT_ACCEPTING' }
  if (isFree(situation, atMs)) return { basis: 'FREE_SLOT', seconds: 0, low: 0, high: 0 }
  if (artifact === undefined) return { basis: 'NO_MODEL' }
  const log = logWait(artifact, featuresOf(situation, user, atMs))
  const { low, high } = artifact.interval
  return {
    basis: 'MODEL',
    seconds: seconds(log),
    low: seconds(log + low),
    high: seconds(log + high),
  }
}

/** ln(1 + seconds). */
export const logWait = (model: Answering, features: readonly number[]): number =>
  logTurns(features) + correction(model, features)

/** What the turns of the fair share alone come to, if nobody else came. */
export const logTurns = (features: readonly number[]): number => features[turnsFeature] ?? 0
const turnsFeature = featureNames.indexOf('fairWorkAheadInOpenTime')

const correction = (model: Answering, features: readonly number[]): number => {
  switch (model.form) {
    case 'ridge': {
      const { bias, weights, means, scales } = model
      const standard = (value: number, at: number) => (value - (means[at] ?? 0)) / (scales[at] ?? 1)
      return features.reduce(
        (all, value, at) => all + (weights[at] ?? 0) * standard(value, at),
        bias,
      )
    }
    case 'trees':
      return model.trees.reduce((all, tree) => all + leafOf(tree, features), 0)
    default:
      return exhausted(model)
  }
}

const leafOf = (tree: ArtifactTree, features: readonly number[]): number => {
  let node = 0
  for (let input = tree.inputs[0] ?? -1; input >= 0; input = tree.inputs[node] ?? -1) {
    const isLeft = (features[input] ?? 0) <= (tree.thresholds[node] ?? 0)
    node = (isLeft ? tree.lefts[node] : tree.rights[node]) ?? -1
  }
  return tree.values[node] ?? 0
}

/** A month is the longest wait that anybody is told. */
const longest = 30 * 86_400

export const seconds = (log: number): number =>
  Math.min(longest, Math.max(0, Math.round(Math.expm1(log) * 10) / 10))
