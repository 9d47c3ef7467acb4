import type { CommandContext } from '../../../commands/shared/context.ts'
import type { ExistingTask } from '../../../domain/agents/tasks/task-state.ts'
import { task, type TaskCommand } from '../../../domain/agents/tasks/task.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { changeAs, type EffectTools } from '../../runtime/effects.ts'

/** One thing that a turn does to its task, under an id of its own: done again, it is done. */
export const tell = async (
  tools: EffectTools,
  { taskId }: ExistingTask,
  step: string,
  command: TaskCommand,
): Promise<void> => {
  const context: CommandContext = {
    ...tools.context,
    commandId: derivedId(tools.context.commandId, step),
  }
  const outcome = await changeAs({ ...tools, context }, task, taskId, command)
  // It was cancelled meanwhile: there is nobody to tell.
  if (outcome.type === 'refused' && outcome.code !== 'TASK_ALREADY_TERMINAL')
    throw new Error(`${command.type}: ${outcome.code} ${outcome.detail}`)
}

/** Who works on it. */
export const byOf = ({ assignee }: ExistingTask) =>
  ({ kind: 'AGENT', agentId: assignee.kind === 'AGENT' ? assignee.agentId : '' }) as const

export const messageOf = async (
  tools: EffectTools,
  { organisation }: ExistingTask,
  text: string,
) => ({
  messageId: derivedId(tools.context.commandId, 'message'),
  text: await tools.services.vault.seal(organisation, text),
})

/** The requester has to allow or to pay for something; their answer begins another turn. */
export const askFor = async (
  tools: EffectTools,
  state: ExistingTask,
  code: string,
  detail: string,
): Promise<void> => {
  const question = await messageOf(tools, state, detail)
  const command = { type: 'AskForAuthorisation', by: byOf(state), code, question } as const
  await tell(tools, state, 'ask', command)
}

export const fail = async (
  tools: EffectTools,
  state: ExistingTask,
  code: string,
  why: string,
): Promise<void> => {
  const detail = await tools.services.vault.seal(state.organisation, why)
  const command = { type: 'FailTask', by: byOf(state), code, detail } as const
  await tell(tools, state, 'fail', command)
}
