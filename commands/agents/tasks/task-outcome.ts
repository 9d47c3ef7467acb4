import type { Artifact } from '../../../domain/agents/tasks/task-events.ts'
import { isOver, type TaskStatus } from '../../../domain/agents/tasks/task-state.ts'
import { task } from '../../../domain/agents/tasks/task.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'

/** What came of a task, in clear. */
export type TaskOutcome = {
  readonly status: TaskStatus
  readonly outcome?: 'DONE' | 'APPROVED'
  /** A text or JSON; absent when there is none, or what was sealed is erased. */
  readonly answer?: string
  readonly code?: string
  readonly detail?: string
  readonly artifacts: readonly Artifact[]
}

/** Nothing while the task goes on, or when there is none. For those that wait for it by its events. */
export const taskOutcome = async (
  { eventStore, foldCache, vault }: Pick<Services, 'eventStore' | 'foldCache' | 'vault'>,
  taskId: string,
): Promise<TaskOutcome | undefined> => {
  const { state } = await load(eventStore, foldCache, task, taskId)
  if (state.kind === 'absent' || !isOver(state)) return undefined
  const { status, outcome, code, artifacts } = state
  const answer = state.answer === undefined ? undefined : await vault.open(state.answer)
  const detail = state.detail === undefined ? undefined : await vault.open(state.detail)
  return {
    ...{ status, artifacts },
    ...(outcome === undefined ? {} : { outcome }),
    ...(answer === undefined ? {} : { answer }),
    ...(code === undefined ? {} : { code }),
    ...(detail === undefined ? {} : { detail }),
  }
}
