import { z } from 'zod'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { ArtifactInput, keepArtifact } from './artifacts.ts'
import { onOwnTask, TaskInput, TaskText } from './on-own-task.ts'
import { workerOf } from './parties.ts'

const note = TaskText.exactOptional()

/** Takes up a task that is the caller's. */
export const startTask = onOwnTask('tasks.start', TaskInput, async (_, tools, state) => {
  const by = await workerOf(tools, state.organisation)
  return isRejection(by) ? by : { type: 'StartTask', by }
})

/** Asks the requester for something that is needed. */
export const askOnTask = onOwnTask(
  'tasks.ask',
  TaskInput.extend({ question: TaskText }),
  async ({ question }, { context, services, ...tools }, state) => {
    const by = await workerOf({ context, ...tools }, state.organisation)
    if (isRejection(by)) return by
    const text = await services.vault.seal(state.organisation, question)
    return { type: 'AskForInput', by, question: { messageId: context.commandId, text } }
  },
)

/** Adds something that the task brought forth. */
export const addArtifact = onOwnTask(
  'tasks.add-artifact',
  TaskInput.extend({ artifact: ArtifactInput }),
  async ({ artifact }, tools, state) => {
    const by = await workerOf(tools, state.organisation)
    if (isRejection(by)) return by
    return {
      type: 'AddArtifact',
      by,
      artifact: await keepArtifact(tools.services, state, artifact),
    }
  },
)

/** What a person who ends a task says about it, sealed. */
const ending = (name: string, type: 'CompleteTask' | 'ApproveTask') =>
  onOwnTask(name, TaskInput.extend({ answer: note }), async ({ answer }, tools, state) => {
    const by = await workerOf(tools, state.organisation)
    if (isRejection(by)) return by
    if (answer === undefined) return { type, by }
    return { type, by, answer: await tools.services.vault.seal(state.organisation, answer) }
  })

/** Done, with what it came to. */
export const completeTask = ending('tasks.complete', 'CompleteTask')

/** A person says yes to what they were asked to approve. */
export const approveTask = ending('tasks.approve', 'ApproveTask')

/** A person says no, or does not take it on. */
export const rejectTask = onOwnTask(
  'tasks.reject',
  TaskInput.extend({ reason: note }),
  async ({ reason }, tools, state) => {
    const by = await workerOf(tools, state.organisation)
    if (isRejection(by)) return by
    if (reason === undefined) return { type: 'RejectTask', by }
    return {
      ...{ type: 'RejectTask', by },
      reason: await tools.services.vault.seal(state.organisation, reason),
    }
  },
)

/** It was tried and could not be done. */
export const failTask = onOwnTask(
  'tasks.fail',
  TaskInput.extend({ code: z.string().regex(/^[A-Z][A-Z0-9_]{1,59}$/), detail: note }),
  async ({ code, detail }, tools, state) => {
    const by = await workerOf(tools, state.organisation)
    if (isRejection(by)) return by
    if (detail === undefined) return { type: 'FailTask', by, code }
    return {
      ...{ type: 'FailTask', by, code },
      detail: await tools.services.vault.seal(state.organisation, detail),
    }
  },
)
