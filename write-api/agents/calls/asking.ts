import type { ErrorCode } from '../../../platform/errors/table.ts'

export const bodyLimit = 1_048_576

export const askProblems: readonly ErrorCode[] = [
  'NOT_FOUND',
  'PROMPT_UNKNOWN',
  'BUDGET_NOT_OPEN',
  'BUDGET_EXCEEDED',
  'NO_MODEL_ROUTE',
  'MODEL_FAILED',
  'MODEL_ANSWER_INVALID',
  'UNAVAILABLE',
]

export const askExample = {
  budgetId: '01890a5d-ac96-774b-bcce-b302099a8057',
  variables: { messages: [{ role: 'user', content: 'What is a Bell state?' }] },
  maxOutputTokens: 200,
}
