import type { SealedField } from '../../shared/personal-data.ts'

const field = (event: string, path: string, holds: string): SealedField => ({
  event,
  field: path,
  under: 'ORGANISATION',
  holds,
})

/** What is said on tasks. */
export const personalData: readonly SealedField[] = [
  field('TaskSubmitted', 'instruction.text', 'what a task is to do'),
  field('TaskInputRequired', 'question.text', 'question about a task'),
  field('TaskAuthRequired', 'question.text', 'question about a task'),
  field('TaskInputProvided', 'message.text', 'answer to a question about a task'),
  field('TaskCompleted', 'answer', 'what a task came to'),
  field('TaskToolUsed', 'used.outcome.detail', 'why a tool refused'),
  field('TaskFailed', 'detail', 'why a task failed'),
  field('TaskRejected', 'reason', 'why a task was rejected'),
]
