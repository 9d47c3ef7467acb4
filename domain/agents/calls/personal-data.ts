import type { SealedField } from '../../shared/personal-data.ts'

/** What the log holds of what was asked of models, and answered. */
export const personalData: readonly SealedField[] = [
  {
    event: 'LlmCallRequested',
    field: 'variables',
    under: 'ORGANISATION',
    holds: 'what a language model was asked',
  },
  {
    event: 'LlmAttemptSucceeded',
    field: 'answer',
    under: 'ORGANISATION',
    holds: 'what a language model answered',
  },
  {
    event: 'LlmCallAnsweredFromCache',
    field: 'answer',
    under: 'ORGANISATION',
    holds: 'what a language model answered',
  },
]
