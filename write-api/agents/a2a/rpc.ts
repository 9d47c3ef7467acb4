import { z } from 'zod'
import type { Failure } from '../../../platform/errors/problem.ts'
import { errorTable } from '../../../platform/errors/table.ts'

/** JSON-RPC 2.0, as Agent2Agent uses it. A call without an id would be a notice, of which the protocol has none. */
export const RpcRequest = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string().max(200), z.int()]),
  method: z.string().min(1).max(100),
  params: z.record(z.string(), z.unknown()).optional(),
})
export type RpcRequest = z.output<typeof RpcRequest>

export type RpcError = {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}
export type RpcAnswer = {
  readonly jsonrpc: '2.0'
  readonly id: string | number | null
} & ({ readonly result: object } | { readonly error: RpcError })

export const rpcError = (code: number, message: string, data?: unknown): RpcError => ({
  ...{ code, message },
  ...(data === undefined ? {} : { data }),
})

/** Codes of the protocol: those below -32099 are JSON-RPC's own. */
export const rpcCodes = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  taskNotFound: -32001,
  taskNotCancelable: -32002,
  pushNotSupported: -32003,
  unsupported: -32004,
  contentTypeNotSupported: -32005,
} as const

/** What the hub's own codes are in the protocol. The hub's code goes with it. */
export const errorOf = (
  { code, detail, issues }: Failure,
  notFound: number = rpcCodes.invalidParams,
): RpcError => {
  const data = [{ code, detail, ...(issues === undefined ? {} : { issues }) }]
  const numbers: Partial<Record<Failure['code'], number>> = {
    NOT_FOUND: notFound,
    TASK_ALREADY_TERMINAL: rpcCodes.unsupported,
    ILLEGAL_TASK_TRANSITION: rpcCodes.unsupported,
    AGENT_NOT_ACTIVE: rpcCodes.unsupported,
    FORBIDDEN: rpcCodes.invalidRequest,
    UNAVAILABLE: rpcCodes.internal,
    INTERNAL: rpcCodes.internal,
  }
  return rpcError(numbers[code] ?? rpcCodes.invalidParams, errorTable[code].title, data)
}
