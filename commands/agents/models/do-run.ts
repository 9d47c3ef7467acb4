import type { Algorithm } from '../../../domain/agents/models/model-events.ts'
import type { ModelCommand, RegisteredModel } from '../../../domain/agents/models/model.ts'
import { evaluate } from '../../../domain/agents/models/queue-time/evaluate.ts'
import type { WaitSample } from '../../../domain/agents/models/queue-time/samples.ts'
import { fewestSamples, splitByTime } from '../../../domain/agents/models/queue-time/split.ts'
import { instantOf } from '../../../domain/shared/instant.ts'
import { artifactDigest } from '../../../platform/models/digest.ts'
import type { Services } from '../../shared/services.ts'
import { fitQueueTime } from './fit.ts'
import { waitsUpTo } from './waits.ts'

type Run = { readonly runId: string; readonly upTo: string }
type Ports = Pick<Services, 'eventStore' | 'models'>

const tooFew = (runId: string, found: number): ModelCommand => ({
  ...{ type: 'FailRun', runId, code: 'HISTORY_TOO_SHORT' },
  detail: `The log tells of ${found} waits that are over; it takes at least ${fewestSamples}, with enough of them late.`,
})

/** The version in use, over the same waits. */
const incumbentOver = (state: RegisteredModel, samples: readonly WaitSample[]) => {
  const { promoted } = state
  const seen = promoted === undefined ? undefined : evaluate(promoted.artifact, samples)
  return promoted === undefined || seen === undefined
    ? {}
    : { incumbent: { version: promoted.version, errors: seen.model } }
}

/** Trains a version on the log up to a place in it. Done again it comes to the same. */
export const trainVersion = async (
  { eventStore, models }: Ports,
  state: RegisteredModel,
  { runId, upTo, algorithm }: Run & { readonly algorithm: Algorithm },
): Promise<ModelCommand> => {
  const waits = await waitsUpTo(eventStore, BigInt(upTo))
  const fitted = await fitQueueTime(waits, algorithm, models.fitter.fit)
  if (fitted === undefined) return tooFew(runId, waits.length)
  const { artifact, chosen, fittedOn, fittedUntilMs, evaluation, heldOut } = fitted
  const { featureSet } = artifact
  const fittedUntil = instantOf(fittedUntilMs)
  return {
    type: 'RecordTraining',
    runId,
    evaluationId: runId,
    artifact,
    sha256: artifactDigest(artifact),
    lineage: { algorithm, featureSet, upTo, waits: waits.length, fittedOn, fittedUntil, chosen },
    evaluation,
    ...incumbentOver(state, heldOut),
  }
}

/** Judges a version, and the one in use, over the last fifth of the waits in the log up to a place in it. */
export const evaluateVersion = async (
  { eventStore }: Pick<Ports, 'eventStore'>,
  state: RegisteredModel,
  { runId, upTo, version }: Run & { readonly version: number },
): Promise<ModelCommand> => {
  const waits = await waitsUpTo(eventStore, BigInt(upTo))
  const heldOut = splitByTime(waits)?.heldOut
  const artifact = state.artifacts[version]
  if (artifact === undefined) {
    const detail = `The artifact of version ${version} is not at hand any more.`
    return { type: 'FailRun', runId, code: 'VERSION_TOO_OLD', detail }
  }
  const evaluation = heldOut === undefined ? undefined : evaluate(artifact, heldOut)
  if (heldOut === undefined || evaluation === undefined) return tooFew(runId, waits.length)
  const seen = incumbentOver(state, heldOut)
  return { type: 'RecordEvaluation', runId, evaluationId: runId, evaluation, ...seen }
}
