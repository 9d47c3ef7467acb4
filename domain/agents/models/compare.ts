import { reject, type Rejection } from '../../shared/rejection.ts'
import type { Comparison, Incumbent } from './model-events.ts'
import { naiveAnswers, type Evaluation } from './queue-time/evaluate.ts'

export type Judgement = {
  readonly evaluationId: string
  readonly evaluation: Evaluation
  readonly incumbent?: Incumbent
}

/**
 * Whether a version may take the place of the one in use: over the same waits its mean error is smaller than that one's, and
 * smaller than that of every answer that takes no model.
 */
export const compare = (
  { evaluationId, evaluation, incumbent: seen }: Judgement,
  inUse: number | undefined,
): Comparison | Rejection => {
  if (inUse !== seen?.version)
    return reject(
      'MODEL_NOT_COMPARED',
      inUse === undefined
        ? 'It was compared with a version that is not in use.'
        : `It was not compared with version ${inUse}, which is in use: evaluate it again.`,
    )
  const error = evaluation.model.mean
  const [naive] = naiveAnswers
    .map((answer) => ({ answer, error: evaluation[answer].mean }))
    .sort((a, b) => a.error - b.error)
  if (naive === undefined || naive.error <= error)
    return reject(
      'MODEL_NOT_BETTER',
      `Its mean error is ${error} s; ${naive?.answer ?? 'nothing'}, which takes no model, is off by ${naive?.error ?? 0} s.`,
    )
  if (seen !== undefined && seen.errors.mean <= error)
    return reject(
      'MODEL_NOT_BETTER',
      `Its mean error is ${error} s, that of version ${seen.version}, which is in use, ${seen.errors.mean} s.`,
    )
  const incumbent =
    seen === undefined ? {} : { incumbent: { version: seen.version, error: seen.errors.mean } }
  return { evaluationId, samples: evaluation.samples, error, naive, ...incumbent }
}
