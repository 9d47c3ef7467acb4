import { z } from 'zod'
import { TaskAnswer } from '../../../commands/agents/tasks/on-own-task.ts'
import {
  addArtifact,
  approveTask,
  askOnTask,
  completeTask,
  failTask,
  rejectTask,
  startTask,
} from '../../../commands/agents/tasks/work-on-task.ts'
import type { ErrorCode } from '../../../platform/errors/table.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id, noBody } from '../../shapes.ts'

const TaskPath = z.strictObject({ taskId: Id })
const problems: readonly ErrorCode[] = [
  'NOT_FOUND',
  'FORBIDDEN',
  'TASK_ALREADY_TERMINAL',
  'ILLEGAL_TASK_TRANSITION',
]
const route = {
  tag: 'agents',
  problems,
  method: 'POST',
  params: TaskPath,
  status: 200,
  answer: TaskAnswer,
  precondition: 'accepted',
} as const

/** What the person does whose task it is. */
export const taskWorkRoutes: readonly Mount[] = [
  mountCommand({
    ...route,
    operationId: 'startTask',
    summary: 'Take up a task',
    path: '/v1/tasks/:taskId/start',
    command: startTask,
    body: noBody,
    input: ({ taskId }) => ({ taskId }),
  }),
  mountCommand({
    ...route,
    operationId: 'askOnTask',
    summary: 'Ask the requester of a task',
    description: 'It waits for the answer.',
    problems: [...problems, 'LIMIT_REACHED'],
    path: '/v1/tasks/:taskId/questions',
    command: askOnTask,
    body: askOnTask.input.omit({ taskId: true }),
    example: { question: 'How many qubits?' },
    input: ({ taskId }, { question }) => ({ taskId, question }),
  }),
  mountCommand({
    ...route,
    operationId: 'addTaskArtifact',
    summary: 'Add an artifact to a task',
    description: 'Text of any kind. The same name and content are the same artifact.',
    problems: [...problems, 'LIMIT_REACHED'],
    path: '/v1/tasks/:taskId/artifacts',
    command: addArtifact,
    body: addArtifact.input.shape.artifact,
    example: { name: 'findings.md', mediaType: 'text/markdown', content: '# Findings' },
    input: ({ taskId }, artifact) => ({ taskId, artifact }),
    bodyLimit: 2_097_152,
  }),
  mountCommand({
    ...route,
    operationId: 'completeTask',
    summary: 'Complete a task',
    path: '/v1/tasks/:taskId/complete',
    command: completeTask,
    body: completeTask.input.omit({ taskId: true }),
    example: { answer: 'Done as described in findings.md.' },
    input: ({ taskId }, body) => ({ taskId, ...body }),
  }),
  mountCommand({
    ...route,
    operationId: 'approveTask',
    summary: 'Say yes to what a task asks to approve',
    path: '/v1/tasks/:taskId/approve',
    command: approveTask,
    body: approveTask.input.omit({ taskId: true }),
    example: { answer: 'Go ahead.' },
    input: ({ taskId }, body) => ({ taskId, ...body }),
  }),
  mountCommand({
    ...route,
    operationId: 'rejectTask',
    summary: 'Say no to a task',
    path: '/v1/tasks/:taskId/reject',
    command: rejectTask,
    body: rejectTask.input.omit({ taskId: true }),
    example: { reason: 'Too expensive.' },
    input: ({ taskId }, body) => ({ taskId, ...body }),
  }),
  mountCommand({
    ...route,
    operationId: 'failTask',
    summary: 'Report that a task failed',
    path: '/v1/tasks/:taskId/fail',
    command: failTask,
    body: failTask.input.omit({ taskId: true }),
    example: { code: 'NOT_POSSIBLE', detail: 'The device was retired.' },
    input: ({ taskId }, body) => ({ taskId, ...body }),
  }),
]
