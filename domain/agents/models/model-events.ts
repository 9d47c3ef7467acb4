import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Id, Instant, Sha256 } from '../../shared/values.ts'
import { QueueTimeArtifact } from './queue-time/artifact.ts'
import { Errors, Evaluation } from './queue-time/evaluate.ts'

/** What a model is for. */
export const ModelKind = z.enum(['QUEUE_TIME'])
export type ModelKind = z.output<typeof ModelKind>

/** A linear answer, or many small trees. */
export const Algorithm = z.enum(['RIDGE', 'BOOSTED_TREES'])
export type Algorithm = z.output<typeof Algorithm>

/** A place in the log: a commit position, in decimal. */
export const LogPosition = z.string().regex(/^(?:0|[1-9][0-9]{0,18})$/)

/** What a version was made of: the same part of the log and the same algorithm give the same artifact. */
export const Lineage = z.strictObject({
  algorithm: Algorithm,
  featureSet: z.string().min(1),
  /** The log up to here was read. */
  upTo: LogPosition,
  waits: z.int().min(0),
  fittedOn: z.int().min(0),
  fittedUntil: Instant,
  /** What the algorithm chose among, by the waits after those that it was fitted on. */
  chosen: z.string(),
})
export type Lineage = z.output<typeof Lineage>

/** The mean error of a version over waits that it was not fitted on, against what else would be answered there. */
export const Comparison = z.strictObject({
  evaluationId: Id,
  samples: z.int().min(1),
  error: z.number().min(0),
  /** The best of the answers that take no model. */
  naive: z.strictObject({ answer: z.string(), error: z.number().min(0) }),
  incumbent: z.strictObject({ version: z.int().min(1), error: z.number().min(0) }).exactOptional(),
})
export type Comparison = z.output<typeof Comparison>

/** The errors over the same waits of the version that was in use. */
export const Incumbent = z.strictObject({ version: z.int().min(1), errors: Errors })
export type Incumbent = z.output<typeof Incumbent>

const OfModel = z.strictObject({ modelId: Id, at: Instant })
const OfVersion = OfModel.extend({ version: z.int().min(1) })
const Judged = { evaluationId: Id, evaluation: Evaluation, incumbent: Incumbent.exactOptional() }

export const definitions = [
  defineEvent(
    'ModelRegistered',
    1,
    OfModel.extend({ name: z.string().min(1), kind: ModelKind, description: z.string() }),
  ),
  defineEvent(
    'ModelTrainingRequested',
    1,
    OfVersion.extend({ runId: Id, algorithm: Algorithm, upTo: LogPosition }),
  ),
  defineEvent(
    'ModelVersionTrained',
    1,
    OfVersion.extend({
      runId: Id,
      artifact: QueueTimeArtifact,
      sha256: Sha256,
      lineage: Lineage,
      ...Judged,
    }),
  ),
  defineEvent('ModelEvaluationRequested', 1, OfVersion.extend({ runId: Id, upTo: LogPosition })),
  defineEvent('ModelVersionEvaluated', 1, OfVersion.extend({ runId: Id, ...Judged })),
  defineEvent(
    'ModelRunFailed',
    1,
    OfVersion.extend({ runId: Id, code: z.string().min(1), detail: z.string() }),
  ),
  defineEvent('ModelVersionPromoted', 1, OfVersion.extend({ comparison: Comparison })),
] as const
export type ModelEvent = EventOf<(typeof definitions)[number]>
