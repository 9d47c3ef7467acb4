import { agent } from '../../../domain/agents/agents/agent.ts'
import { refusedTools } from '../agents/sends-jobs.ts'
import { onOwnTask, TaskInput, TaskText } from './on-own-task.ts'

/** Answers what a task asks of its requester: it goes on. */
export const provideInput = onOwnTask(
  'tasks.provide-input',
  TaskInput.extend({ text: TaskText }),
  async ({ text }, { context, services, load }, { organisation, assignee }) => {
    if (assignee.kind === 'AGENT') {
      const { state } = await load(agent, assignee.agentId)
      const refused =
        state.kind === 'existing' ? refusedTools(state.profile.tools, context) : undefined
      if (refused !== undefined) return refused
    }
    const sealed = await services.vault.seal(organisation, text)
    return { type: 'ProvideInput', message: { messageId: context.commandId, text: sealed } }
  },
)

/** Nobody wants it any longer. */
export const cancelTask = onOwnTask('tasks.cancel', TaskInput, async () => ({ type: 'CancelTask' }))
