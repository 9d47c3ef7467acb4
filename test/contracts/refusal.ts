import type { BaseWallet } from 'ethers'
import type { ContractName } from '../../platform/chain/contracts/artifacts.ts'
import { encodeCall, whyReverted } from '../../platform/chain/contracts/call.ts'
import { addressOf } from '../../platform/chain/contracts/decode.ts'
import type { TestChain } from '../servers/chain.ts'

/** Why a contract would refuse a call, or that it would not. */
export const refusal = async (
  { port, settings }: TestChain,
  from: BaseWallet,
  contract: ContractName,
  method: string,
  texts: readonly string[],
): Promise<string> => {
  const order = { from: from.address, to: addressOf(settings, contract) }
  const answer = await port.call({ ...order, data: encodeCall(contract, method, texts) }, 'latest')
  return answer.kind === 'reverted' ? whyReverted(answer.data) : `it would not: ${answer.kind}`
}
