import type { Hex, SendAnswer, SendRefusal } from '../port.ts'
import type { RpcAnswer } from './rpc.ts'

/** The words of geth, Erigon, Nethermind, Besu, Reth and anvil: the protocol has no codes for these. */
const refusals: readonly (readonly [RegExp, SendRefusal])[] = [
  [/nonce too low|nonce is too low|old nonce|oldnonce/i, 'NONCE_TOO_LOW'],
  [
    /replacement transaction underpriced|replacement.*(fee|price)|feetoolowtocompete/i,
    'REPLACEMENT_UNDERPRICED',
  ],
  [/underpriced|fee too low|max fee per gas less than block base fee|feetoolow/i, 'FEE_TOO_LOW'],
  [/insufficient funds|insufficient balance|insufficientfunds/i, 'BALANCE_INSUFFICIENT'],
  [/revert/i, 'REVERTED'],
]

const alreadyThere = /already known|already imported|known transaction|alreadyknown/i

/** Reads what a node said to `eth_sendRawTransaction`; `hash` is that of the bytes sent. */
export const readSendAnswer = (answer: RpcAnswer, hash: Hex): SendAnswer => {
  switch (answer.kind) {
    case 'result':
      return { kind: 'accepted', hash }
    case 'unanswered':
      return { kind: 'unknown', detail: answer.reason }
    case 'error': {
      const { message } = answer
      if (alreadyThere.test(message)) return { kind: 'known', hash }
      const found = refusals.find(([words]) => words.test(message))
      if (found !== undefined) return { kind: 'refused', code: found[1], detail: message }
      // -32602 and -32000..: the bytes themselves; anything else is the node's trouble.
      return answer.code === -32602 || answer.code === -32000 || answer.code === -32003
        ? { kind: 'refused', code: 'INVALID', detail: message }
        : { kind: 'unknown', detail: message }
    }
  }
}
