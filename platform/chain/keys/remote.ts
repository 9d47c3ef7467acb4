import { Transaction, getAddress, toQuantity } from 'ethers'
import { z } from 'zod'
import type { Address, Hex } from '../port.ts'
import { transactionOf } from './local.ts'
import type { ChainKeys, SignOutcome, UnsignedTransaction } from './port.ts'

const answerSchema = z.union([
  z.object({ result: z.string().regex(/^0x[0-9a-f]+$/i) }),
  z.object({ error: z.object({ message: z.string() }) }),
])

const parseRaw = (raw: Hex): Transaction | undefined => {
  try {
    return Transaction.from(raw)
  } catch {
    return undefined
  }
}

/** What a signer gave back is believed only when it is this transaction, signed by this address. */
const checked = (raw: Hex, unsigned: UnsignedTransaction, from: Address): SignOutcome => {
  const signed = parseRaw(raw)
  if (signed?.hash == null || signed.from !== from)
    return { kind: 'refused', detail: 'the signer signed with another key' }
  if (signed.unsignedHash !== transactionOf(unsigned).unsignedHash)
    return { kind: 'refused', detail: 'the signer signed another transaction' }
  return { kind: 'signed', transaction: { raw: raw.toLowerCase(), hash: signed.hash } }
}

const wire = (unsigned: UnsignedTransaction, from: Address) => ({
  from,
  to: unsigned.to,
  data: unsigned.data,
  type: '0x2',
  chainId: toQuantity(unsigned.chainId),
  nonce: toQuantity(unsigned.nonce),
  value: toQuantity(unsigned.value),
  gas: toQuantity(unsigned.gas),
  maxFeePerGas: toQuantity(unsigned.maxFee),
  maxPriorityFeePerGas: toQuantity(unsigned.priorityFee),
})

export type RemoteKeysOptions = {
  /** Speaks `eth_signTransaction` over HTTP, as Web3Signer and Clef do. */
  readonly url: string
  readonly addresses: ReadonlyMap<string, Address>
  readonly timeoutMs?: number
}

/** Keys that another process, or a machine made for it, keeps. */
export const createRemoteKeys = ({
  url,
  addresses,
  timeoutMs = 10_000,
}: RemoteKeysOptions): ChainKeys => {
  const ask = async (parameters: readonly unknown[]): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'eth_signTransaction',
        params: parameters,
      }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    return response.json()
  }
  return {
    address: (signer) => addresses.get(signer),
    sign: async (signer, unsigned) => {
      const from = addresses.get(signer)
      if (from === undefined)
        return { kind: 'refused', detail: `QHUB_CHAIN_SIGNERS does not name ${signer}` }
      try {
        const answer = answerSchema.parse(await ask([wire(unsigned, from)]))
        return 'result' in answer
          ? checked(answer.result, unsigned, getAddress(from))
          : { kind: 'refused', detail: answer.error.message }
      } catch (error) {
        return { kind: 'unanswered', detail: String(error).slice(0, 500) }
      }
    },
  }
}
