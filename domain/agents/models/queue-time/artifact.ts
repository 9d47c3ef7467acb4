import { z } from 'zod'
import { featureNames, featureSet } from './features.ts'

const width = featureNames.length
const numbers = z.array(z.number()).length(width)
const most = 4_096

/** At an inner node the feature, its threshold (up to it to the left) and the children; a leaf, with feature -1, has its value. */
const Tree = z.strictObject({
  inputs: z
    .array(
      z
        .int()
        .min(-1)
        .max(width - 1),
    )
    .max(most),
  thresholds: z.array(z.number()).max(most),
  lefts: z.array(z.int().min(-1)).max(most),
  rights: z.array(z.int().min(-1)).max(most),
  values: z.array(z.number()).max(most),
})

const Fitted = z.strictObject({
  featureSet: z.literal(featureSet),
  /** How far below and above a wait was, in the logarithm, in eight cases of ten. */
  interval: z.strictObject({ low: z.number(), high: z.number() }),
})

/**
 * A fitted model, whole. Each says by how much the logarithm of a wait differs from the logarithm of what the turns of the
 * fair share alone come to. `ridge`: `bias` plus the weights on the features, each less its mean and in units of its scale.
 * `trees`: the sum of the leaves that the features lead to.
 */
export const QueueTimeArtifact = z.discriminatedUnion('form', [
  Fitted.extend({
    form: z.literal('ridge'),
    bias: z.number(),
    weights: numbers,
    means: numbers,
    scales: numbers,
  }),
  Fitted.extend({ form: z.literal('trees'), trees: z.array(Tree).max(1_000) }),
])
export type QueueTimeArtifact = z.output<typeof QueueTimeArtifact>
export type ArtifactTree = z.output<typeof Tree>

type WithoutInterval<Artifact> = Artifact extends unknown ? Omit<Artifact, 'interval'> : never
/** Before it was measured how far off it is. */
export type Answering = WithoutInterval<QueueTimeArtifact>
