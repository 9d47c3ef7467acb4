import type { ArtifactView, TaskView } from '../../../commands/agents/tasks/read-task.ts'
import type { RpcError } from './rpc.ts'

/** What somebody says to an agent, in whichever version of the protocol it came. */
export type Said = {
  readonly messageId: string
  readonly text: string
  readonly taskId?: string
  readonly contextId?: string
  /** For the endpoint of the whole hub. */
  readonly agentId?: string
  /** Answered when the task has come to rest, or a while has passed. */
  readonly waits: boolean
}

export type Asked =
  | { readonly do: 'send'; readonly said: Said; readonly historyLength?: number }
  | { readonly do: 'get'; readonly taskId: string; readonly historyLength?: number }
  | { readonly do: 'cancel'; readonly taskId: string }

/** A task with the contents of its artifacts, which the protocol sends along. */
export type WholeTask = {
  readonly task: TaskView
  readonly artifacts: readonly ArtifactView[]
  readonly historyLength?: number
}

/** One version of the protocol: how its calls read, and how it writes what is answered. */
export type Dialect = {
  readonly methods: Readonly<
    Record<string, ((params: unknown) => Asked | { readonly error: RpcError }) | undefined>
  >
  readonly unsupported: readonly string[]
  readonly sent: (task: WholeTask) => object
  readonly task: (task: WholeTask) => object
}

/** The last messages of a task, as many as were asked for. */
export const historyOf = ({ task, historyLength }: WholeTask): TaskView['messages'] =>
  historyLength === undefined
    ? task.messages
    : historyLength === 0
      ? []
      : task.messages.slice(-historyLength)

/** What its status says: the last question, the answer, or why it failed. */
export const statusText = ({ task }: WholeTask): string | undefined => {
  switch (task.status) {
    case 'INPUT_REQUIRED':
    case 'AUTH_REQUIRED':
      return task.messages.at(-1)?.text
    case 'COMPLETED':
      return task.answer
    case 'FAILED':
    case 'REJECTED':
      return task.detail ?? task.code
    case 'SUBMITTED':
    case 'WORKING':
    case 'CANCELED':
      return undefined
  }
}
