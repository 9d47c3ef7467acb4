import { z } from 'zod'
import {
  memberRoleOf,
  organisation as organisations,
} from '../../../domain/accounts/organisation.ts'
import { Assignee } from '../../../domain/agents/tasks/parties.ts'
import { task } from '../../../domain/agents/tasks/task.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { activeAgent } from '../agents/read-agent.ts'
import { refusedTools } from '../agents/sends-jobs.ts'
import { TaskText, type TaskAnswer } from './on-own-task.ts'
import { requesterOf } from './parties.ts'
import { submissionOf } from './submission.ts'

/** Has something done by an agent or a person of the caller's organisation. */
export const submitTask = defineCommand({
  name: 'tasks.submit',
  input: z.strictObject({
    assignee: Assignee,
    instruction: TaskText,
    /** Of a person: to be approved or rejected, not done. */
    approval: z.boolean().default(false),
    /** Of an earlier task, when this one belongs to the same conversation. */
    contextId: Id.exactOptional(),
    messageId: Id.exactOptional(),
  }),
  scope: 'agents:write',
  run: async ({ assignee, ...wish }, tools) => {
    const { context, services } = tools
    const { organisation } = context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'Tasks belong to an organisation; act for one.')
    const taskId = derivedId(context.commandId, 'task')
    const changed = await tools.create(task, taskId, async () => {
      const refused = await refusedAssignee(assignee, organisation, tools)
      if (refused !== undefined) return refused
      const requestedBy = requesterOf(context)
      const of = { taskId, organisation, requestedBy, assignee }
      return { command: await submissionOf(services, { ...of, ...wish }) }
    })
    if (!('stream' in changed)) return changed
    if (changed.state.kind === 'absent') return notFound('task')
    const { status, contextId } = changed.state
    return { answer: { taskId, status, contextId } satisfies SubmittedTask, changed }
  },
})

export type SubmittedTask = TaskAnswer & { readonly contextId: string }

const refusedAssignee = async (
  assignee: Assignee,
  organisation: string,
  { services, context, load }: CommandTools,
): Promise<Rejection | undefined> => {
  switch (assignee.kind) {
    case 'AGENT': {
      const found = await activeAgent(services, organisation, assignee.agentId)
      return isRejection(found) ? found : refusedTools(found.profile.tools, context)
    }
    case 'USER': {
      const { state } = await load(organisations, organisation)
      return memberRoleOf(state, assignee.userId) === undefined ? notFound('member') : undefined
    }
    case 'ROLE':
      return undefined
  }
}
