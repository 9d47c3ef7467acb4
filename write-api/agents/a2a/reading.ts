import { z } from 'zod'
import { Id } from '../../shapes.ts'
import type { Asked, Said } from './dialect.ts'
import { rpcCodes, rpcError, type RpcError } from './rpc.ts'

type Read<Value> = Value | { readonly error: RpcError }

export const reading =
  <Params extends z.ZodType>(form: Params, asked: (params: z.output<Params>) => Read<Asked>) =>
  (params: unknown): Read<Asked> => {
    const read = form.safeParse(params)
    return read.success
      ? asked(read.data)
      : { error: rpcError(rpcCodes.invalidParams, 'Invalid params', z.treeifyError(read.error)) }
  }

/** Extensions may add members everywhere: what is not known is left alone. */
export const TaskParams = z.object({
  id: z.string().max(200),
  historyLength: z.int().min(0).max(100).optional(),
})

export const askedOf = (
  asked: 'get' | 'cancel',
  { id, historyLength }: z.output<typeof TaskParams>,
): Read<Asked> => {
  // Every task of the hub has a UUID: another id is that of none.
  if (!Id.safeParse(id).success) return { error: rpcError(rpcCodes.taskNotFound, 'Task not found') }
  if (asked === 'cancel') return { do: 'cancel', taskId: id }
  return { do: 'get', taskId: id, ...(historyLength === undefined ? {} : { historyLength }) }
}

type Given = {
  readonly messageId: string
  readonly taskId?: string | undefined
  readonly contextId?: string | undefined
}

/** A message with the texts of its parts, of which there is nothing else that an agent here reads. */
export const saidOf = (
  { messageId, taskId, contextId }: Given,
  texts: readonly (string | undefined)[],
  agentId: unknown,
  waits: boolean,
): Read<Said> => {
  const known = texts.filter((text) => text !== undefined)
  if (known.length < texts.length)
    return {
      error: rpcError(rpcCodes.contentTypeNotSupported, 'Agents here read text and data alone'),
    }
  const ids = { taskId, contextId }
  if (taskId !== undefined && !Id.safeParse(taskId).success)
    return { error: rpcError(rpcCodes.taskNotFound, 'Task not found') }
  if (contextId !== undefined && !Id.safeParse(contextId).success)
    return { error: rpcError(rpcCodes.invalidParams, 'contextId is one that the hub has given') }
  return {
    messageId,
    text: known.join('\n\n'),
    ...(ids.taskId === undefined ? {} : { taskId: ids.taskId }),
    ...(ids.contextId === undefined ? {} : { contextId: ids.contextId }),
    ...(typeof agentId === 'string' ? { agentId } : {}),
    waits,
  }
}
