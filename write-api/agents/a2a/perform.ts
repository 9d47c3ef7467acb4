import { setTimeout as pause } from 'node:timers/promises'
import { cancelTask, provideInput } from '../../../commands/agents/tasks/direct-task.ts'
import {
  isAtRest,
  readArtifact,
  readTask,
  type TaskView,
} from '../../../commands/agents/tasks/read-task.ts'
import { submitTask } from '../../../commands/agents/tasks/submit-task.ts'
import type { CommandContext } from '../../../commands/shared/context.ts'
import { execute } from '../../../commands/shared/execute.ts'
import type { ReadOutcome } from '../../../commands/shared/read.ts'
import { derivedId, isId } from '../../../platform/ids/ids.ts'
import type { Plumbing } from '../../plumbing.ts'
import type { Asked, Said, WholeTask } from './dialect.ts'
import { errorOf, rpcCodes, rpcError, type RpcError } from './rpc.ts'

type Ports = Pick<Plumbing, 'services' | 'health'>
type Answered = WholeTask | { readonly error: RpcError }

/** How long an answer is held back for a caller who waits, and how often the log is looked at. */
const patienceMs = 20_000
const glanceMs = 250

/** What a call of the protocol comes to: a command, then the task as it stands. */
export const perform = async (
  ports: Ports,
  context: CommandContext,
  agentId: string | undefined,
  asked: Asked,
): Promise<Answered> => {
  switch (asked.do) {
    case 'send': {
      const { said, historyLength } = asked
      const sent = await send(ports, context, agentId, said)
      if (typeof sent !== 'string') return sent
      return whole(ports, context, sent, historyLength, said.waits)
    }
    case 'get':
      return whole(ports, context, asked.taskId, asked.historyLength, false)
    case 'cancel': {
      const { taskId } = asked
      const outcome = await execute(ports.services, cancelTask, { taskId }, context)
      if (outcome.kind === 'done') return whole(ports, context, taskId, undefined, false)
      return outcome.failure.code === 'TASK_ALREADY_TERMINAL'
        ? { error: rpcError(rpcCodes.taskNotCancelable, 'Task cannot be canceled') }
        : { error: errorOf(outcome.failure, rpcCodes.taskNotFound) }
    }
  }
}

/** The message's own id makes it one: said again, nothing more is done. */
const send = async (
  { services }: Ports,
  context: CommandContext,
  of: string | undefined,
  { messageId, text, taskId, contextId, agentId = of }: Said,
): Promise<string | { readonly error: RpcError }> => {
  if (taskId !== undefined) {
    const commandId = derivedId(context.commandId, 'answer', taskId, messageId)
    const own = { ...context, commandId }
    const outcome = await execute(services, provideInput, { taskId, text }, own)
    return outcome.kind === 'done'
      ? taskId
      : { error: errorOf(outcome.failure, rpcCodes.taskNotFound) }
  }
  if (agentId === undefined || !isId(agentId))
    return {
      error: rpcError(rpcCodes.invalidParams, 'Name the agent, as tenant or metadata.agentId'),
    }
  const own = { ...context, commandId: derivedId(context.commandId, 'send', agentId, messageId) }
  const wish = {
    assignee: { kind: 'AGENT' as const, agentId },
    instruction: text,
    ...(contextId === undefined ? {} : { contextId }),
    ...(isId(messageId) ? { messageId } : {}),
  }
  const outcome = await execute(services, submitTask, wish, own)
  return outcome.kind === 'done' ? outcome.answer.taskId : { error: errorOf(outcome.failure) }
}

const atRest = async (
  { services, health }: Ports,
  context: CommandContext,
  taskId: string,
  waits: boolean,
): Promise<ReadOutcome<TaskView>> => {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const outcome = await readTask(services, context, taskId)
    const isSettled = outcome.kind === 'failed' || isAtRest(outcome.view)
    if (!waits || isSettled || health.draining() || performance.now() > deadline) return outcome
    await pause(glanceMs)
  }
}

const whole = async (
  ports: Ports,
  context: CommandContext,
  taskId: string,
  historyLength: number | undefined,
  waits: boolean,
): Promise<Answered> => {
  const outcome = await atRest(ports, context, taskId, waits)
  if (outcome.kind === 'failed') return { error: errorOf(outcome.failure, rpcCodes.taskNotFound) }
  const { view: task } = outcome
  const read = await Promise.all(
    task.artifacts.map(({ artifactId }) =>
      readArtifact(ports.services, context, taskId, artifactId),
    ),
  )
  return {
    task,
    artifacts: read.flatMap((each) => (each.kind === 'read' ? [each.view] : [])),
    ...(historyLength === undefined ? {} : { historyLength }),
  }
}
