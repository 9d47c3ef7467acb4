import { z } from 'zod'
import { taskStatuses, type ExistingTask } from '../../../domain/agents/tasks/task-state.ts'
import { task, type TaskCommand } from '../../../domain/agents/tasks/task.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandDefinition } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'

export const TaskInput = z.strictObject({ taskId: Id })
/** What people say on a task. */
export const TaskText = z.string().trim().min(1).max(20_000)

export const TaskAnswer = z.object({ taskId: Id, status: z.enum(taskStatuses) })
export type TaskAnswer = z.output<typeof TaskAnswer>

/** The task, if it is the caller's organisation's. */
export const ownTask = async (
  { load, context }: Pick<CommandTools, 'load' | 'context'>,
  taskId: string,
): Promise<ExistingTask | Rejection> => {
  const { state } = await load(task, taskId)
  return state.kind === 'existing' && actsFor(context, state.organisation)
    ? state
    : notFound('task')
}

/** A command on one of the caller's organisation's tasks; `wish` says what to ask of it, or why nothing. */
export const onOwnTask = <Input extends z.ZodType<{ readonly taskId: string }>>(
  name: string,
  input: Input,
  wish: (
    input: z.output<Input>,
    tools: CommandTools,
    state: ExistingTask,
  ) => Promise<TaskCommand | Rejection>,
): CommandDefinition<Input, TaskAnswer> => ({
  name,
  input,
  scope: 'agents:write',
  run: async (wanted, tools) => {
    const { taskId } = wanted
    const owned = await ownTask(tools, taskId)
    if (isRejection(owned)) return owned
    const wished = await wish(wanted, tools, owned)
    // What the world says now counts only if the command was not executed before.
    const changed = isRejection(wished)
      ? ((await tools.answered(task, taskId)) ?? wished)
      : await tools.change(task, taskId, wished)
    if (!('stream' in changed)) return changed
    return changed.state.kind === 'existing'
      ? { answer: { taskId, status: changed.state.status }, changed }
      : notFound('task')
  },
})
