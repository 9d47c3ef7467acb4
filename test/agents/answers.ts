import type { Outcome } from '../../commands/shared/execute.ts'

export const answerOf = <Answer>(outcome: Outcome<Answer>): Answer => {
  if (outcome.kind === 'failed') throw new Error(JSON.stringify(outcome.failure))
  return outcome.answer
}

export const codeOf = (outcome: Outcome<unknown>): string =>
  outcome.kind === 'failed' ? outcome.failure.code : 'done'
