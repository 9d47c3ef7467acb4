import { onOwnTask, TaskInput, TaskText } from './on-own-task.ts'

/** Answers what a task asks of its requester: it goes on. */
export const provideInput = onOwnTask(
  'tasks.provide-input',
  TaskInput.extend({ text: TaskText }),
  async ({ text }, { context, services }, { organisation }) => ({
    type: 'ProvideInput',
    message: { messageId: context.commandId, text: await services.vault.seal(organisation, text) },
  }),
)

/** Nobody wants it any longer. */
export const cancelTask = onOwnTask('tasks.cancel', TaskInput, async () => ({ type: 'CancelTask' }))
