import type { TaskCommand } from '../../../domain/agents/tasks/task.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { Services } from '../../shared/services.ts'

type Submission = Extract<TaskCommand, { readonly type: 'SubmitTask' }>
export type SubmissionWish = Omit<Submission, 'type' | 'instruction' | 'contextId'> & {
  /** In clear. */
  readonly instruction: string
  readonly contextId?: string
  readonly messageId?: string
}

/** What is asked of the task's aggregate, its text sealed. Ids that are not given follow from the task's. */
export const submissionOf = async (
  { vault }: Pick<Services, 'vault'>,
  { instruction, contextId, messageId, ...wish }: SubmissionWish,
): Promise<Submission> => ({
  type: 'SubmitTask',
  ...wish,
  contextId: contextId ?? derivedId(wish.taskId, 'context'),
  instruction: {
    messageId: messageId ?? derivedId(wish.taskId, 'instruction'),
    text: await vault.seal(wish.organisation, instruction),
  },
})
