import { z } from 'zod'
import type { TaskView } from '../../../commands/agents/tasks/read-task.ts'
import { historyOf, statusText, type Dialect, type WholeTask } from './dialect.ts'
import { askedOf, reading, saidOf, TaskParams } from './reading.ts'

/** Agent2Agent 1.0: `SendMessage` and its kind. A part has one of `text`, `data`, `raw` and `url`. */
const Part = z.object({ text: z.string().max(20_000).optional(), data: z.unknown().optional() })
const SendParams = z.object({
  tenant: z.string().max(200).optional(),
  message: z.object({
    messageId: z.string().min(1).max(200),
    role: z.literal('ROLE_USER'),
    parts: z.array(Part).min(1).max(50),
    taskId: z.string().max(200).optional(),
    contextId: z.string().max(200).optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
  }),
  configuration: z
    .object({
      returnImmediately: z.boolean().optional(),
      historyLength: z.int().min(0).max(100).optional(),
    })
    .optional(),
})

const textOf = ({ text, data }: z.output<typeof Part>): string | undefined =>
  text ?? (data === undefined ? undefined : JSON.stringify(data))

/** Absent and empty are the same in the protocol's own serialisation. */
const given = (id: string | undefined): string | undefined => (id === '' ? undefined : id)

const message = (
  { taskId, contextId }: TaskView,
  messageId: string,
  role: string,
  text: string,
) => ({
  ...{ messageId, role, taskId, contextId },
  parts: [{ text }],
})

const task = (whole: WholeTask): object => {
  const { task: seen, artifacts } = whole
  const said = statusText(whole)
  return {
    ...{ id: seen.taskId, contextId: seen.contextId },
    status: {
      state: `TASK_STATE_${seen.status}`,
      timestamp: seen.statusAt,
      ...(said === undefined
        ? {}
        : { message: message(seen, `${seen.taskId}:${seen.status}`, 'ROLE_AGENT', said) }),
    },
    artifacts: artifacts.map(({ artifactId, name, mediaType, sha256, content }) => ({
      ...{ artifactId, name },
      parts: [{ text: content, mediaType, filename: name }],
      metadata: { sha256 },
    })),
    history: historyOf(whole).map(({ messageId, from, text }) =>
      message(seen, messageId, from === 'REQUESTER' ? 'ROLE_USER' : 'ROLE_AGENT', text),
    ),
  }
}

export const dialect10: Dialect = {
  methods: {
    SendMessage: reading(SendParams, ({ tenant, message: { parts, ...said }, configuration }) => {
      const { messageId, metadata } = said
      const ids = { messageId, taskId: given(said.taskId), contextId: given(said.contextId) }
      const waits = configuration?.returnImmediately !== true
      const agentId = given(tenant) ?? metadata?.['agentId']
      const read = saidOf(ids, parts.map(textOf), agentId, waits)
      const historyLength = configuration?.historyLength
      if ('error' in read) return read
      return { do: 'send', said: read, ...(historyLength === undefined ? {} : { historyLength }) }
    }),
    GetTask: reading(TaskParams, (params) => askedOf('get', params)),
    CancelTask: reading(TaskParams, (params) => askedOf('cancel', params)),
  },
  unsupported: ['SendStreamingMessage', 'SubscribeToTask', 'GetExtendedAgentCard', 'ListTasks'],
  sent: (whole) => ({ task: task(whole) }),
  task,
}
