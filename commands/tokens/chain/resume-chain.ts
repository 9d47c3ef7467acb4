import { z } from 'zod'
import type { LinkedBlock } from '../../../domain/tokens/chain/block.ts'
import { chain as chainAggregate } from '../../../domain/tokens/chain/chain.ts'
import { headOf } from '../../../domain/tokens/chain/cursor.ts'
import { ChainKey } from '../../../domain/tokens/values.ts'
import type { ChainPort } from '../../../platform/chain/port.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { defineCommand } from '../../shared/definition.ts'
import { chainOf } from '../addresses/chain-of.ts'

type Place = { readonly to: LinkedBlock; readonly genesis: string }

/** The block that the node has there now. */
const placeAt = async (port: ChainPort, number: bigint): Promise<Place | Failure> => {
  const block = await port.header(number)
  const first = await port.header(0n)
  if (block.kind !== 'found' || first.kind !== 'found')
    return { code: 'UNAVAILABLE', detail: `The node does not show block ${number} now.` }
  const to = { ...block.value, number: block.value.number.toString() }
  return { to, genesis: first.value.hash }
}

/**
 * Has a chain followed again that was halted: from where it was, if its node shows that again; or from a block on, as the
 * node has it now. What was seen above that block without being final counts as gone, and is seen anew where it stands.
 */
export const resumeChain = defineCommand({
  name: 'tokens.resume-chain',
  input: z.strictObject({
    chain: ChainKey,
    reason: z.string().min(1).max(500),
    fromBlock: z.int().min(0).exactOptional(),
  }),
  scope: 'operations:write',
  run: async ({ chain, reason, fromBlock }, tools) => {
    const port = chainOf(tools.services, chain)
    if ('rejected' in port) return port
    const answered = await tools.answered(chainAggregate, chain)
    if (answered !== undefined && 'code' in answered) return answered
    const wished = fromBlock === undefined || answered !== undefined
    const place = wished ? undefined : await placeAt(port, BigInt(fromBlock))
    if (place !== undefined && 'code' in place) return place
    const command = { type: 'ResumeChain', chain, reason, ...place } as const
    const changed = answered ?? (await tools.change(chainAggregate, chain, command))
    if (!('stream' in changed)) return changed
    const { state } = changed
    const block = state.kind === 'following' ? headOf(state).number : '0'
    return { answer: { chain, block }, changed }
  },
})
