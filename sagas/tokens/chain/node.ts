import type { LinkedBlock } from '../../../domain/tokens/chain/block.ts'
import type { Header } from '../../../platform/chain/port.ts'
import type { Found } from '../../../platform/payments/outcome.ts'

/** The node did not answer, or not to the end: nothing follows from that, it is asked again. */
export class NodeUnanswered extends Error {
  override readonly name = 'NodeUnanswered'
}

/** What was found; what the node does not have, or does not say, is waited for. */
export const insist = <Value>(found: Found<Value>, what: string): Value => {
  if (found.kind === 'found') return found.value
  throw new NodeUnanswered(
    found.kind === 'absent' ? `the node has no ${what}` : `${what}: ${found.reason}`,
  )
}

export const blockOf = ({ number, hash, parentHash, at }: Header): LinkedBlock => ({
  ...{ number: number.toString(), hash, parentHash, at },
})
