import type { Failure } from '../../platform/errors/problem.ts'
import type { RateLimit } from '../../platform/http/rate-limit.ts'
import type { Given } from './idempotently.ts'

/** Says nothing of whether there is an account of this name. */
const wrong: ReadonlySet<Failure['code']> = new Set(['INVALID_CREDENTIALS'])

/** Runs what tries a secret of `subject`, unless too many tries at it have failed, from wherever they came. */
export const countingGuesses = async (
  { guesses }: Pick<RateLimit, 'guesses'>,
  subject: string,
  run: () => Promise<Given>,
): Promise<Given> => {
  const { failure } = await guesses(subject, 'LOOK')
  if (failure !== undefined) return { answer: { kind: 'failed', failure }, replayed: false }
  const given = await run()
  const { answer } = given
  if (answer.kind === 'failed' && wrong.has(answer.failure.code)) await guesses(subject, 'COUNT')
  return given
}
