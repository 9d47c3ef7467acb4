import { FetchRequest, JsonRpcProvider, Network, isError } from 'ethers'
import { z } from 'zod'

export type RpcAnswer =
  | { readonly kind: 'result'; readonly value: unknown }
  /** The node's own error object. */
  | {
      readonly kind: 'error'
      readonly code: number
      readonly message: string
      readonly data: string | undefined
    }
  | { readonly kind: 'unanswered'; readonly reason: string }

export type Rpc = {
  readonly ask: (method: string, parameters: readonly unknown[]) => Promise<RpcAnswer>
  readonly close: () => void
}

const nodeError = z.object({
  code: z.number(),
  message: z.string(),
  data: z.unknown().optional(),
})

/** Some nodes wrap the data of a revert once more. */
const dataOf = (data: unknown): string | undefined => {
  if (typeof data === 'string') return data
  const inner = z.object({ data: z.string() }).safeParse(data)
  return inner.success ? inner.data.data : undefined
}

const errorOf = (error: unknown): RpcAnswer => {
  const said = z.object({ error: nodeError }).safeParse(error)
  if (said.success) {
    const { code, message, data } = said.data.error
    return { kind: 'error', code, message, data: dataOf(data) }
  }
  // ethers reads some errors itself; the node's words are in `info`.
  const wrapped = z.object({ info: z.object({ error: nodeError }) }).safeParse(error)
  if (wrapped.success) {
    const { code, message, data } = wrapped.data.info.error
    return { kind: 'error', code, message, data: dataOf(data) }
  }
  const reason = isError(error, 'TIMEOUT') ? 'no answer in time' : String(error)
  return { kind: 'unanswered', reason: reason.slice(0, 500) }
}

/** One node over HTTP. One request a call, none is retried here: who asks knows what a repetition means. */
export const connectRpc = (url: string, chainId: number, timeoutMs: number): Rpc => {
  const request = new FetchRequest(url)
  request.timeout = timeoutMs
  request.setThrottleParams({ maxAttempts: 1 })
  const provider = new JsonRpcProvider(request, Network.from(chainId), {
    staticNetwork: true,
    batchMaxCount: 1,
    cacheTimeout: -1,
  })
  return {
    ask: async (method, parameters) => {
      try {
        return { kind: 'result', value: await provider.send(method, [...parameters]) }
      } catch (error) {
        return errorOf(error)
      }
    },
    close: () => provider.destroy(),
  }
}
