import { z } from 'zod'
import { cancelTask, provideInput } from '../../../commands/agents/tasks/direct-task.ts'
import { TaskAnswer } from '../../../commands/agents/tasks/on-own-task.ts'
import {
  ArtifactView,
  readArtifact,
  readTask,
  readToolUse,
  TaskView,
  ToolUseView,
} from '../../../commands/agents/tasks/read-task.ts'
import { submitTask } from '../../../commands/agents/tasks/submit-task.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, noBody } from '../../shapes.ts'

const TaskPath = z.strictObject({ taskId: Id })
const UseNumber = z
  .string()
  .max(3)
  .regex(/^[1-9]\d{0,2}$/)

/** Asking for tasks, and following them. */
export const taskRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'submitTask',
    tag: 'agents',
    summary: 'Have something done',
    description:
      'By an agent, by a person, or by whoever has a role in your organisation. With `approval` a person says yes or no to it.',
    problems: ['NOT_FOUND', 'AGENT_NOT_ACTIVE'],
    links: [{ operationId: 'getTask', parameter: 'taskId', member: 'taskId' }],
    method: 'POST',
    path: '/v1/tasks',
    command: submitTask,
    params: z.strictObject({}),
    body: submitTask.input.omit({ messageId: true }),
    example: {
      assignee: { kind: 'ROLE', role: 'ADMIN' },
      instruction: 'May we spend 20 USD on this?',
      approval: true,
    },
    input: (_, body) => body,
    status: 201,
    answer: TaskAnswer.extend({ contextId: Id }),
    location: ({ taskId }) => `/v1/tasks/${taskId}`,
  }),
  mountQuery({
    operationId: 'getTask',
    tag: 'agents',
    summary: 'Read a task',
    description: 'What was said on it, what it brought forth, and what it came to.',
    problems: ['NOT_FOUND'],
    path: '/v1/tasks/:taskId',
    params: TaskPath,
    answer: TaskView,
    read: ({ services }, context, { taskId }) => readTask(services, context, taskId),
  }),
  mountQuery({
    operationId: 'getArtifact',
    tag: 'agents',
    summary: 'Read an artifact of a task',
    problems: ['NOT_FOUND'],
    path: '/v1/tasks/:taskId/artifacts/:artifactId',
    params: TaskPath.extend({ artifactId: Id }),
    answer: ArtifactView,
    read: ({ services }, context, { taskId, artifactId }) =>
      readArtifact(services, context, taskId, artifactId),
  }),
  mountQuery({
    operationId: 'getToolUse',
    tag: 'agents',
    summary: 'Read what a tool was asked on a task',
    description: 'What the agent asked of it, and what it gave, or why it refused.',
    problems: ['NOT_FOUND'],
    path: '/v1/tasks/:taskId/tool-uses/:number',
    params: TaskPath.extend({ number: UseNumber }),
    answer: ToolUseView,
    read: ({ services }, context, { taskId, number }) =>
      readToolUse(services, context, taskId, Number(number)),
  }),
  mountCommand({
    operationId: 'provideTaskInput',
    tag: 'agents',
    summary: 'Answer what a task asks',
    description: 'It goes on with the answer.',
    problems: ['NOT_FOUND', 'TASK_ALREADY_TERMINAL', 'ILLEGAL_TASK_TRANSITION', 'LIMIT_REACHED'],
    method: 'POST',
    path: '/v1/tasks/:taskId/input',
    command: provideInput,
    params: TaskPath,
    body: provideInput.input.omit({ taskId: true }),
    example: { text: 'Four qubits will do.' },
    input: ({ taskId }, { text }) => ({ taskId, text }),
    status: 200,
    answer: TaskAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'cancelTask',
    tag: 'agents',
    summary: 'Cancel a task',
    problems: ['NOT_FOUND', 'TASK_ALREADY_TERMINAL'],
    method: 'POST',
    path: '/v1/tasks/:taskId/cancel',
    command: cancelTask,
    params: TaskPath,
    body: noBody,
    input: ({ taskId }) => ({ taskId }),
    status: 200,
    answer: TaskAnswer,
    precondition: 'accepted',
  }),
]
