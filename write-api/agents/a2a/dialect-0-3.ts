import { z } from 'zod'
import type { TaskView } from '../../../commands/agents/tasks/read-task.ts'
import { historyOf, statusText, type Dialect, type WholeTask } from './dialect.ts'
import { askedOf, reading, saidOf, TaskParams } from './reading.ts'

/** Agent2Agent 0.3: `message/send` and its kind. */
const Part = z.union([
  z.object({ kind: z.literal('text'), text: z.string().max(20_000) }),
  z.object({ kind: z.literal('data'), data: z.unknown() }),
  z.object({ kind: z.literal('file') }),
])
const SendParams = z.object({
  message: z.object({
    messageId: z.string().min(1).max(200),
    role: z.literal('user'),
    parts: z.array(Part).min(1).max(50),
    taskId: z.string().max(200).optional(),
    contextId: z.string().max(200).optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
  }),
  configuration: z
    .object({
      blocking: z.boolean().optional(),
      historyLength: z.int().min(0).max(100).optional(),
    })
    .optional(),
})

const textOf = (part: z.output<typeof Part>): string | undefined => {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'data':
      return JSON.stringify(part.data)
    case 'file':
      return undefined
  }
}

const states = {
  SUBMITTED: 'submitted',
  WORKING: 'working',
  INPUT_REQUIRED: 'input-required',
  AUTH_REQUIRED: 'auth-required',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELED: 'canceled',
  REJECTED: 'rejected',
} as const satisfies Readonly<Record<TaskView['status'], string>>

const message = (
  { taskId, contextId }: TaskView,
  messageId: string,
  role: string,
  text: string,
) => ({
  ...{ kind: 'message', messageId, role, taskId, contextId },
  parts: [{ kind: 'text', text }],
})

const task = (whole: WholeTask): object => {
  const { task: seen, artifacts } = whole
  const said = statusText(whole)
  return {
    ...{ kind: 'task', id: seen.taskId, contextId: seen.contextId },
    status: {
      state: states[seen.status],
      timestamp: seen.statusAt,
      ...(said === undefined
        ? {}
        : { message: message(seen, `${seen.taskId}:${seen.status}`, 'agent', said) }),
    },
    artifacts: artifacts.map(({ artifactId, name, mediaType, sha256, content }) => ({
      ...{ artifactId, name },
      parts: [{ kind: 'text', text: content, metadata: { mediaType } }],
      metadata: { sha256 },
    })),
    history: historyOf(whole).map(({ messageId, from, text }) =>
      message(seen, messageId, from === 'REQUESTER' ? 'user' : 'agent', text),
    ),
  }
}

export const dialect03: Dialect = {
  methods: {
    'message/send': reading(SendParams, ({ message: given, configuration }) => {
      const { parts, metadata } = given
      const waits = configuration?.blocking === true
      const said = saidOf(given, parts.map(textOf), metadata?.['agentId'], waits)
      const historyLength = configuration?.historyLength
      if ('error' in said) return said
      return { do: 'send', said, ...(historyLength === undefined ? {} : { historyLength }) }
    }),
    'tasks/get': reading(TaskParams, (params) => askedOf('get', params)),
    'tasks/cancel': reading(TaskParams, (params) => askedOf('cancel', params)),
  },
  unsupported: ['message/stream', 'tasks/resubscribe', 'agent/getAuthenticatedExtendedCard'],
  sent: task,
  task,
}
